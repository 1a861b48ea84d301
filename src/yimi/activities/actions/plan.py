"""Planning an activity, changing its head, calling it off."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from yimi.activities.actions.checks import note, require_at_activity, require_planned
from yimi.activities.actions.parts import (
    require_budget,
    require_no_doubles,
    require_partners,
    write_parts,
)
from yimi.activities.drafts import ActivityDraft
from yimi.activities.models import (
    Activity,
    ActivityKind,
    ActivityStatus,
    CancelReason,
    SignInSheet,
)
from yimi.activities.permissions import EDIT
from yimi.activities.rules import MOST_EXPECTED
from yimi.core import clock
from yimi.core.actor import Actor
from yimi.core.errors import Invalid, NotFound
from yimi.core.models import DataKey
from yimi.core.numbers import take_numbers, year_mark
from yimi.core.superseding import take_version
from yimi.services.models import ServiceItem
from yimi.stations.actions.checks import common_prefix, plain, require_at_units, require_text
from yimi.stations.models import ServiceUnit
from yimi.stations.writing import CHUNK, note_batch

LONGEST = 60
#: What of the plan may be changed, with the partners and the budget each by their own action.
CHANGEABLE = frozenset({"kind", "title", "item_id", "planned_on", "starts_at", "place", "expected"})


def plan_activity(draft: ActivityDraft, *, actor: Actor) -> Activity:
    """Plan one activity: a batch of one."""
    return plan_activities([draft], actor=actor)[0]


@transaction.atomic
def plan_activities(batch: Sequence[ActivityDraft], *, actor: Actor) -> list[Activity]:
    """Plan activities with their partners and budgets, all or none. Raises Invalid, Forbidden, NotFound."""
    uids = {draft.unit_uid for draft in batch}
    units = ServiceUnit.objects.in_bulk(list(uids))
    if len(units) != len(uids):
        raise NotFound
    require_at_units(actor, EDIT, units.values())
    _check(batch)
    now = clock.now()
    keys = DataKey.objects.bulk_create([DataKey.make() for _draft in batch], batch_size=CHUNK)
    numbers = _numbers(batch, units)
    activities = [
        Activity(
            uid=draft.uid,
            number=number,
            unit=units[draft.unit_uid],
            kind=draft.kind,
            title=draft.title.strip(),
            item_id=draft.item_code,
            planned_on=draft.planned_on,
            starts_at=draft.starts_at,
            place=draft.place.strip(),
            expected=draft.expected,
            key=key,
            recorded_at=now,
            recorded_by=actor.uid,
        )
        for draft, number, key in zip(batch, numbers, keys, strict=True)
    ]
    Activity.objects.bulk_create(activities, batch_size=CHUNK)
    write_parts(batch, actor)
    note_batch(
        actor,
        "activities.plan_activities",
        subject_kind="activity",
        rows=[(activity.pk, _facts(activity)) for activity in activities],
        unit_uid=activities[0].unit_id if len(units) == 1 else None,
        region_code=common_prefix([unit.region_code for unit in units.values()]),
    )
    return activities


def _facts(activity: Activity) -> dict[str, Any]:
    names = ("number", "unit_id", "kind", "title", "item_id", "planned_on", "place", "expected")
    return {name: plain(getattr(activity, name)) for name in names}


def _check(batch: Sequence[ActivityDraft]) -> None:
    wanted = {draft.item_code for draft in batch}
    known = set(ServiceItem.objects.filter(code__in=wanted).values_list("code", flat=True))
    for draft in batch:
        names = ("title", "kind", "place", "expected")
        check_head({name: getattr(draft, name) for name in names})
        if draft.item_code not in known:
            raise Invalid.one("item_code", _("请从列表里选服务项目。"))
        require_budget(draft.budget)
    require_partners([one for draft in batch for one in draft.partners])
    for draft in batch:
        require_no_doubles(draft.partners)


def check_head(values: Mapping[str, Any]) -> None:
    """Raise Invalid when a value of the plan's head is wrong."""
    for name in ("title", "place"):
        if name in values:
            require_text(name, values[name], longest=LONGEST)
    if values.get("kind", ActivityKind.COMMUNITY) not in ActivityKind.values:
        raise Invalid.one("kind", _("请从列表里选活动类型。"))
    if not 1 <= values.get("expected", 1) <= MOST_EXPECTED:
        raise Invalid.one("expected", _("预计人数要在 1 到 100,000 之间。"))


def _numbers(batch: Sequence[ActivityDraft], units: Mapping[UUID, ServiceUnit]) -> list[str]:
    """One number per activity from the series of its unit and year; one statement per series."""
    wanted: dict[tuple[UUID, int], int] = {}
    for draft in batch:
        series = (draft.unit_uid, draft.planned_on.year)
        wanted[series] = wanted.get(series, 0) + 1
    issued = {
        (unit, year): iter(take_numbers(f"activity/{unit}/{year}", count))
        for (unit, year), count in sorted(wanted.items(), key=lambda item: str(item[0]))
    }
    return [
        f"{units[draft.unit_uid].number}-{year_mark(draft.planned_on.year)}A"
        f"{next(issued[draft.unit_uid, draft.planned_on.year]):03d}"
        for draft in batch
    ]


@transaction.atomic
def change_activity(
    activity: Activity, *, actor: Actor, expected: int, changes: Mapping[str, Any]
) -> Activity:
    """Change the plan. Raises Conflict when somebody was faster, ActivityNotPlanned, Invalid, Forbidden."""
    if strange := changes.keys() - CHANGEABLE:
        raise TypeError(f"not changeable: {', '.join(sorted(strange))}")
    require_at_activity(actor, EDIT, activity)
    require_planned(activity)
    check_head(changes)
    before = {name: plain(getattr(activity, name)) for name in changes}
    take_version(activity, expected=expected, changes=changes)
    after = {name: plain(value) for name, value in changes.items()}
    note(
        actor, "change_activity", activity,
        changed={name: [before[name], after[name]] for name in changes if before[name] != after[name]},
    )  # fmt: skip
    return activity


@transaction.atomic
def cancel_activity(activity: Activity, *, actor: Actor, expected: int, reason: str) -> None:
    """Call off a planned activity; ``reason`` is a code of CancelReason. It counts nowhere.

    Raises ActivityNotPlanned, Conflict, Invalid, Forbidden.
    """
    require_at_activity(actor, EDIT, activity)
    require_planned(activity)
    if not reason or reason not in CancelReason.values:
        raise Invalid.one("reason", _("请选取消的原因。"))
    take_version(
        activity,
        expected=expected,
        changes={"status": ActivityStatus.CANCELLED, "cancel_reason": reason},
    )
    # nobody signs in to what does not take place
    SignInSheet.objects.filter(activity=activity, closes_at__gt=clock.now()).update(
        closes_at=clock.now()
    )
    note(actor, "cancel_activity", activity, reason_code=reason)
