"""What a team did, counted from its records, beside what others reported about it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import Count, QuerySet, Sum

from yimi.cases.models import Case
from yimi.core import clock
from yimi.groups.models import GroupSession
from yimi.regions.rules import pad_code
from yimi.reported.keys import KEYS
from yimi.reported.models import Measure, ReportedFigure
from yimi.reported.queries import figures_of_unit
from yimi.reported.rules import (
    DayReading,
    Reported,
    Verdict,
    compare,
    days_between,
    reading_of_days,
)
from yimi.services.models import ServiceRecord
from yimi.services.models.record import Method, Outcome
from yimi.stations.models import ServedArea, ServiceUnit
from yimi.stations.places import place_names
from yimi.teams.models import Deployment
from yimi.workforce.models import Placement


@dataclass(frozen=True, slots=True)
class Computed:
    """What the records say: values by unit of measure, so that 个 and 节 of the same groups stand beside each other.

    Empty: nothing is on file record by record, which is not the same as nothing was done.
    """

    values: Mapping[str, int]

    def in_unit(self, unit: str) -> int | None:
        """The value in one unit of measure; None when it is not computed there."""
        return self.values.get(unit)


def computed_figures(deployment: Deployment) -> dict[str, Computed]:
    """Key → what the team's records say from its first to its last day. Four queries.

    Reach (受益人群) is an estimate of others and never computed.
    """
    last = deployment.ends_on or clock.today()
    records = ServiceRecord.objects.current().filter(
        unit=deployment.unit_id, served_on__gte=deployment.starts_on, served_on__lte=last
    )
    sessions = records.filter(method=Method.GROUP_SESSION)
    groups = GroupSession.objects.filter(
        voided_at=None, record_number__in=sessions.values("number")
    )
    held = groups.order_by().aggregate(n=Count("group", distinct=True))["n"]
    sums = _sums(records)
    return {
        "days": Computed({Measure.DAYS: days_between(deployment.starts_on, last)}),
        "cases": _nonzero({Measure.PIECES: _cases(deployment.unit, deployment.starts_on, last)}),
        "groups": _nonzero({Measure.PIECES: held, Measure.SESSIONS: sums[Method.GROUP_SESSION]}),
        "activities": _nonzero({Measure.EVENTS: sums[Method.ACTIVITY]}),
        "visit_times": _nonzero({Measure.HOUSEHOLD_TIMES: sums[Method.HOME_VISIT]}),
        "person_times": _nonzero({Measure.PERSON_TIMES: sums["person_times"]}),
    }


def _cases(unit: ServiceUnit, first: date, last: date) -> int:
    accepted = Case.objects.accepted().filter(unit=unit)
    return accepted.filter(opened_on__gte=first, opened_on__lte=last).count()


def _sums(records: QuerySet[ServiceRecord]) -> dict[str, int]:
    """Records by method, and 人次 of all: 未遇 counts as neither."""
    met = records.filter(outcome=Outcome.MET)
    rows: Any = met.order_by().values_list("method").annotate(n=Count("pk"), people=Sum("person_times"))  # fmt: skip
    found = dict.fromkeys((*Method.values, "person_times"), 0)
    for method, count, people in rows:
        found[method] = count
        found["person_times"] += people
    return found


def _nonzero(values: Mapping[str, int]) -> Computed:
    return Computed({unit: value for unit, value in values.items() if value})


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that was counted: what others reported, what the records say, and how the two stand to each other."""

    key: str
    label: Any
    reported: ReportedFigure | None
    computed: list[tuple[int, str]]
    verdict: Verdict | None
    difference: Decimal | None
    days: DayReading | None


def figures_beside(deployment: Deployment) -> list[Line]:
    """Reported beside computed figures, in the order of the keys; never added to one another. Five queries."""
    computed = computed_figures(deployment)
    reported = figures_of_unit(deployment.unit)
    lines = []
    for key, label in KEYS.items():
        known = computed.get(key, Computed({}))
        if key not in reported and known.values:
            lines.append(Line(key, label, None, _shown(known), None, None, None))
        lines += [_line(deployment, key, figure, known) for figure in reported.get(key, [])]
    return lines


def _shown(known: Computed) -> list[tuple[int, str]]:
    """Values with their unit as words."""
    return [(value, str(Measure(unit).label)) for unit, value in known.values.items()]


def _line(deployment: Deployment, key: str, figure: ReportedFigure, known: Computed) -> Line:
    unit = figure.read_as
    value = known.in_unit(unit)
    if value is None and known.values:
        # records are there, in other units only: say so instead of comparing
        unit = next(iter(known.values))
        value = known.values[unit]
    said = Reported(figure.value, figure.read_as, figure.qualifier)
    verdict = compare(said, value, unit)
    differs = verdict in {Verdict.DIFFERENT, Verdict.CONSISTENT} and value is not None
    days = None
    if key == "days" and verdict == Verdict.DIFFERENT:
        last = deployment.ends_on or clock.today()
        days = reading_of_days(deployment.starts_on, last, int(figure.value))
    difference = figure.value - Decimal(value) if differs and value is not None else None
    return Line(key, KEYS[key], figure, _shown(known), verdict, difference, days)


def members_of(unit: ServiceUnit) -> list[Placement]:
    """Everybody who was or is placed with the team, leaders first. One query."""
    found = Placement.objects.current().filter(unit=unit).select_related("worker")
    return list(found.order_by("-is_head", "starts_on", "worker__name"))


def sites_of(units: list[ServiceUnit]) -> dict[UUID, list[str]]:
    """Where each team serves or served, as names with the county. Two queries.

    A site whose stretch was cut at the stand-down is the same site: the newest row of a chain counts.
    """
    areas = ServedArea.objects.current().filter(unit__in=[unit.pk for unit in units])
    rows = list(areas.order_by("region_prefix").values_list("unit_id", "region_prefix"))
    names = place_names([pad_code(prefix) for _unit, prefix in rows])
    found: dict[UUID, list[str]] = {}
    for unit, prefix in rows:
        found.setdefault(unit, []).append(names[pad_code(prefix)])
    return {unit: list(dict.fromkeys(sites)) for unit, sites in found.items()}
