"""Probes of the visiting room's doors: a household, a visit, a consultation at the station, and far away."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from yimi.access.tests.probing import Call, Probe, both
from yimi.core import clock
from yimi.core.ids import SYSTEM_UID
from yimi.forms.actions import save_entry
from yimi.people.tests.factories import make_household
from yimi.services.tests.factories import make_record
from yimi.stations.models import ServiceUnit
from yimi.visiting.actions.observations import FORM, subject_of
from yimi.visiting.tests.factories import make_consultation, make_plan


def _household(method: str = "get", **data: Any) -> Probe:
    return both(lambda unit: Call({"uid": make_household(unit).pk}, method, data))


def _consultation(method: str = "get") -> Probe:
    return both(lambda unit: Call({"uid": make_consultation(unit).pk}, method))


def _filled_in(unit: ServiceUnit) -> Call:
    """A visit with its F-14."""
    from yimi.core.actor import Actor

    record = make_record(unit)
    save_entry(
        actor=Actor(uid=SYSTEM_UID, name="系统"),
        subject=subject_of(record.number),
        code=FORM,
        key=record.household.key,
        unit=unit,
        answers={"reason": "routine"},
    )
    return Call({"uid": record.pk})


PROBES = {
    "visiting:household": _household(),
    "visiting:tier": _household("post", tier_code="high", reason="独居"),
    "visiting:due": _household(
        "post", due_on=(clock.today() + timedelta(days=3)).isoformat(), reason="邻居说病了"
    ),
    "visiting:withdraw": both(
        lambda unit: Call({"uid": make_plan(make_household(unit)).pk}, "post")
    ),
    "visiting:observation": both(lambda unit: Call({"uid": make_record(unit).pk})),
    "visiting:print_observation": both(_filled_in),
    "visiting:done": _consultation("post"),
    "visiting:consultation_form": _consultation(),
    "visiting:print_consultation": _consultation(),
}
