"""Planning visits for a day."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from yimi.audit.actions import record_event
from yimi.core import clock
from yimi.core.actor import Actor
from yimi.core.bulk import insert_all
from yimi.core.errors import Invalid
from yimi.core.ids import new_uid
from yimi.people.models import Household
from yimi.visiting.access import get_plan_for_edit
from yimi.visiting.actions.due import require_open
from yimi.visiting.errors import VisitAlreadyWithdrawn
from yimi.visiting.models import PlannedVisit
from yimi.workforce.models import Placement, Worker

#: Plans are for the coming weeks.
FURTHEST = timedelta(days=92)
MOST = 200


@transaction.atomic
def plan_visits(
    households: Sequence[Household], *, actor: Actor, planned_on: date, worker: Worker | None
) -> list[PlannedVisit]:
    """Put these households on a day's plan; those already there change hands. One audit event.

    Raises Forbidden outside the actor's stations, Invalid for a past day or a worker of another station.
    """
    today = clock.today()
    if not households:
        raise Invalid.one("households", _("请至少选一户。"))
    if len(households) > MOST:
        raise Invalid.one("households", _("一天最多安排 200 户，请分几天。"))
    if not today <= planned_on <= today + FURTHEST:
        raise Invalid.one("planned_on", _("请选今天到三个月内的一天。"))
    for household in households:
        require_open(household, actor)
    _require_placed(households, worker, planned_on)
    standing = PlannedVisit.objects.filter(
        household__in=households, planned_on=planned_on, withdrawn_at=None
    )
    standing.update(withdrawn_at=clock.now(), withdrawn_by=actor.uid)
    rows = [
        PlannedVisit(
            uid=new_uid(),
            household=household,
            unit_id=household.unit_id,
            planned_on=planned_on,
            worker=worker,
            recorded_at=clock.now(),
            recorded_by=actor.uid,
        )
        for household in households
    ]
    insert_all(PlannedVisit, rows)
    first = households[0]
    record_event(
        actor,
        "visiting.planned",
        subject_kind="household",
        subject_uid=first.pk,
        unit_uid=first.unit_id,
        region_code=first.region_code,
        details={
            "on": planned_on.isoformat(),
            "worker": str(worker.pk) if worker else "",
            "households": [str(household.pk) for household in households],
        },
    )
    return rows


@transaction.atomic
def withdraw_visit(planned: PlannedVisit, *, actor: Actor) -> None:
    """Take a household out of a day's plan; it stays due. Raises :class:`VisitAlreadyWithdrawn`."""
    planned = get_plan_for_edit(actor, planned.pk)
    marks = {"withdrawn_at": clock.now(), "withdrawn_by": actor.uid}
    if PlannedVisit.objects.filter(pk=planned.pk, withdrawn_at=None).update(**marks) != 1:
        raise VisitAlreadyWithdrawn
    record_event(
        actor,
        "visiting.plan_withdrawn",
        subject_kind="household",
        subject_uid=planned.household_id,
        unit_uid=planned.unit_id,
        details={"on": planned.planned_on.isoformat()},
    )


def _require_placed(
    households: Sequence[Household], worker: Worker | None, planned_on: date
) -> None:
    if worker is None:
        return
    units = {household.unit_id for household in households}
    placed = Placement.objects.on(planned_on).filter(worker=worker, unit__in=units)
    if set(placed.values_list("unit_id", flat=True)) != units:
        raise Invalid.one("worker", _("这位社工那天不在这一户的站点。"))
