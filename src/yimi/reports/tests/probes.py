"""Probes of the reports room's doors: a report about the asker's station, and one about a station far away."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from yimi.access.tests.probing import Call, Probe, World
from yimi.core import clock
from yimi.core.ids import SYSTEM_UID
from yimi.reports.models import Correction, Report, ReportedValue, ReportStep, State, Step
from yimi.reports.queries.subjects import station_subject
from yimi.reports.spans import Frequency, Span
from yimi.stations.models import ServiceUnit

#: The county's officer fills no station's report, the city's checks none.
NOT_THE_COUNTY, NOT_THE_CITY = frozenset({"county_officer"}), frozenset({"city_officer"})
#: Whose place is smaller than a county.
SMALL = frozenset({"worker", "station_head", "township_officer"})


def _span() -> Span:
    return Span.of(Frequency.MONTH, clock.today()).before()


def _address(unit: ServiceUnit, pack: str = "station-month") -> dict[str, Any]:
    return {"pack": pack, "label": _span().label, "key": str(unit.pk)}


def _report(unit: ServiceUnit, state: State, by: Any = SYSTEM_UID) -> Report:
    span, subject, now = _span(), station_subject(unit), clock.now()
    is_in = state != State.DRAFT
    report = Report.objects.create(
        number=f"{unit.region_code[:6]}-P-{unit.number[-4:]}", pack="station-month", pack_version=1, level="station",
        subject_key=subject.key, unit=unit, region_code=unit.region_code, starts_on=span.start, months=1,
        state=state, round=int(is_in), submitted_at=now if is_in else None, manifest=1 if is_in else None,
        known_at=now if is_in else None, locks_on=clock.today(), row_version=2,
    )  # fmt: skip
    if is_in:
        ReportStep.objects.create(
            report=report, kind=Step.SUBMITTED, round=1, actor_uid=by, actor_name="示例"
        )
    return report


def _both(make: Callable[[World, ServiceUnit], Call], **more: Any) -> Probe:
    return Probe(
        inside=lambda world: make(world, world.unit),
        outside=lambda world: make(world, world.far_unit),
        **more,
    )


def _submit(world: World, unit: ServiceUnit) -> Call:
    """Handed in a moment ago by the same person: the second click."""
    _report(unit, State.SUBMITTED, by=world.user.pk)
    return Call(_address(unit), "post", {"row_version": 1})


def _correct(_world: World, unit: ServiceUnit) -> Call:
    _report(unit, State.ACCEPTED)
    return Call(_address(unit))


def _withdraw(_world: World, unit: ServiceUnit) -> Call:
    _report(unit, State.DRAFT)
    return Call({**_address(unit), "row": "visits"}, "post", {"row_version": 2})


def _typed(_world: World, unit: ServiceUnit) -> Call:
    ReportedValue.objects.create(
        report=_report(unit, State.DRAFT), row="visits", value=3, source="台账", author_name="示例",
        recorded_by=SYSTEM_UID,
    )  # fmt: skip
    return Call({**_address(unit), "row": "visits"})


def _paper(_world: World, unit: ServiceUnit) -> Call:
    _report(unit, State.SUBMITTED)
    return Call({**_address(unit), "kind": "xlsx"})


def _step(state: State) -> Callable[[World, ServiceUnit], Call]:
    return lambda _world, unit: Call({"uid": _report(unit, state).pk}, "post", {"row_version": 2})


def _correction(_world: World, unit: ServiceUnit) -> Call:
    made = Correction.objects.create(
        report=_report(unit, State.ACCEPTED), serial=1, round=1, reason="补录", made_by=SYSTEM_UID, made_by_name="示例",
        manifest=1, known_at=clock.now(), late=1, amended=0, voided=0,
    )  # fmt: skip
    return Call({"uid": made.pk}, "post")


def _bulletin(_world: World, unit: ServiceUnit) -> Call:
    return Call({"template": "station-brief", "label": _span().label, "key": str(unit.pk)})


PROBES = {
    "reports:report": _both(lambda _world, unit: Call(_address(unit))),
    "reports:submit": _both(_submit, refused=NOT_THE_COUNTY),
    "reports:value": _both(
        lambda _world, unit: Call({**_address(unit), "row": "visits"}), refused=NOT_THE_COUNTY
    ),
    "reports:withdraw": _both(_withdraw, refused=NOT_THE_COUNTY),
    "reports:correct": _both(_correct, refused=NOT_THE_COUNTY),
    "reports:paper": _both(_paper),
    "reports:typed": _both(_typed),
    "reports:return": _both(
        lambda _world, unit: Call({"uid": _report(unit, State.SUBMITTED).pk}), refused=NOT_THE_CITY
    ),
    "reports:accept": _both(_step(State.SUBMITTED), refused=NOT_THE_CITY),
    "reports:lock": _both(_step(State.ACCEPTED), refused=NOT_THE_CITY),
    "reports:note_correction": _both(_correction, refused=NOT_THE_CITY),
    "reports:county": Probe(
        inside=lambda _world: Call({"key": "411623"}),
        outside=lambda _world: Call({"key": "520603"}),
        refused=SMALL,
    ),
    "reports:target": _both(lambda _world, unit: Call({"key": str(unit.pk)})),
    "reports:bulletin": _both(_bulletin),
    "reports:bulletin_word": _both(_bulletin),
}
