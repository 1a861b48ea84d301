"""Planning an activity, changing its head, calling it off."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

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
from yimi.core.errors import Invalid
from yimi.core.models import DataKey
from yimi.core.superseding import take_version
from yimi.services.planned import (
    change_head,
    note_planned,
    require_known_items,
    series_numbers,
    units_by_uid,
)
from yimi.stations.actions.checks import require_at_units, require_text
from yimi.stations.writing import CHUNK

LONGEST = 60
#: What of a plan stands in the trail, as a digest.
NOTED = ("number", "unit_id", "kind", "title", "item_id", "planned_on", "place", "expected")
#: What of the plan may be changed, with the partners and the budget each by their own action.
CHANGEABLE = frozenset({"kind", "title", "item_id", "planned_on", "starts_at", "place", "expected"})


def plan_activity(draft: ActivityDraft, *, actor: Actor) -> Activity:
    """Plan one activity: a batch of one."""
    return plan_activities([draft], actor=actor)[0]


@transaction.atomic
def plan_activities(batch: Sequence[ActivityDraft], *, actor: Actor) -> list[Activity]:
    """Plan activities with their partners and budgets, all or none. Raises Invalid, Forbidden, NotFound."""
    units = units_by_uid({draft.unit_uid for draft in batch})
    require_at_units(actor, EDIT, units.values())
    _check(batch)
    now = clock.now()
    keys = DataKey.objects.bulk_create([DataKey.make() for _draft in batch], batch_size=CHUNK)
    years = [(draft.unit_uid, draft.planned_on.year) for draft in batch]
    numbers = series_numbers("activity", "A", years, units)
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
    note_planned(
        actor, "activities.plan_activities", activities, NOTED, subject_kind="activity", units=units
    )
    return activities


def _check(batch: Sequence[ActivityDraft]) -> None:
    for draft in batch:
        names = ("title", "kind", "place", "expected")
        check_head({name: getattr(draft, name) for name in names})
        require_budget(draft.budget)
    require_known_items({draft.item_code for draft in batch})
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
    changed = change_head(activity, expected=expected, changes=changes)
    note(actor, "change_activity", activity, changed=changed)
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
