"""Planning a group: its head and its table of sessions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from yimi.core import clock
from yimi.core.actor import Actor
from yimi.core.errors import Invalid
from yimi.core.models import DataKey
from yimi.core.superseding import replace_fact, supersede, take_version
from yimi.groups.actions.checks import note, require_at_group, require_open
from yimi.groups.actions.leaders import require_leaders
from yimi.groups.drafts import GroupDraft
from yimi.groups.errors import MESSAGES, refuse
from yimi.groups.models import GroupKind, GroupLeader, PlannedSession, SocialGroup
from yimi.groups.permissions import EDIT
from yimi.groups.rules import MOST_MEMBERS, PlanRow, check_plan
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
NOTED = ("number", "unit_id", "title", "kind", "item_id", "starts_on", "capacity")
#: What of a group's head may be changed, with the plan and the leaders each by their own action.
CHANGEABLE = frozenset({"title", "kind", "item_id", "place", "starts_on", "capacity"})


def plan_group(draft: GroupDraft, *, actor: Actor) -> SocialGroup:
    """Plan one group: a batch of one."""
    return plan_groups([draft], actor=actor)[0]


@transaction.atomic
def plan_groups(batch: Sequence[GroupDraft], *, actor: Actor) -> list[SocialGroup]:
    """Plan groups with their tables and leaders, all or none. Raises Invalid, Forbidden, NotFound."""
    units = units_by_uid({draft.unit_uid for draft in batch})
    require_at_units(actor, EDIT, units.values())
    _check(batch)
    now = clock.now()
    keys = DataKey.objects.bulk_create([DataKey.make() for _draft in batch], batch_size=CHUNK)
    years = [(draft.unit_uid, draft.starts_on.year) for draft in batch]
    numbers = series_numbers("group", "G", years, units)
    groups = [
        SocialGroup(
            uid=draft.uid,
            number=number,
            unit=units[draft.unit_uid],
            title=draft.title.strip(),
            kind=draft.kind,
            item_id=draft.item_code,
            place=draft.place.strip(),
            starts_on=draft.starts_on,
            capacity=draft.capacity,
            key=key,
            recorded_at=now,
            recorded_by=actor.uid,
        )
        for draft, number, key in zip(batch, numbers, keys, strict=True)
    ]
    SocialGroup.objects.bulk_create(groups, batch_size=CHUNK)
    _write_parts(batch, actor)
    note_planned(
        actor, "groups.plan_groups", groups, NOTED, subject_kind="social_group", units=units
    )
    return groups


def _check(batch: Sequence[GroupDraft]) -> None:
    for draft in batch:
        names = ("title", "kind", "place", "capacity")
        check_head({name: getattr(draft, name) for name in names})
        refuse({"sessions": check_plan(draft.sessions)} if check_plan(draft.sessions) else {})
    require_known_items({draft.item_code for draft in batch})
    require_leaders(
        [(draft.unit_uid, draft.leader_uids) for draft in batch],
    )


def check_head(values: Mapping[str, Any]) -> None:
    """Raise Invalid when a value of the group's head is wrong."""
    if "title" in values:
        require_text("title", values["title"], longest=LONGEST)
    if len(values.get("place", "")) > LONGEST:
        raise Invalid.one("place", _("地点最多 60 个字。"))
    if values.get("kind", GroupKind.SUPPORT) not in GroupKind.values:
        raise Invalid.one("kind", _("请从列表里选小组类型。"))
    if not 1 <= values.get("capacity", 1) <= MOST_MEMBERS:
        raise Invalid.one("capacity", _("计划人数要在 1 到 200 之间。"))


def _write_parts(batch: Sequence[GroupDraft], actor: Actor) -> None:
    PlannedSession.objects.bulk_create(
        (_planned(draft.uid, row, actor) for draft in batch for row in draft.sessions),
        batch_size=CHUNK,
    )
    GroupLeader.objects.bulk_create(
        (
            GroupLeader(
                group_id=draft.uid,
                worker_id=uid,
                is_lead=at == 0,
                starts_on=draft.starts_on,
                recorded_by=actor.uid,
            )
            for draft in batch
            for at, uid in enumerate(draft.leader_uids)
        ),
        batch_size=CHUNK,
    )


def _planned(group_uid: UUID, row: PlanRow, actor: Actor) -> PlannedSession:
    return PlannedSession(
        group_id=group_uid,
        no=row.no,
        planned_on=row.planned_on,
        theme=row.theme.strip(),
        recorded_by=actor.uid,
    )


@transaction.atomic
def change_group(
    group: SocialGroup, *, actor: Actor, expected: int, changes: Mapping[str, Any]
) -> SocialGroup:
    """Change the group's head. Raises Conflict when somebody was faster, GroupIsOver, Invalid, Forbidden."""
    if strange := changes.keys() - CHANGEABLE:
        raise TypeError(f"not changeable: {', '.join(sorted(strange))}")
    require_at_group(actor, EDIT, group)
    require_open(group)
    check_head(changes)
    changed = change_head(group, expected=expected, changes=changes)
    note(actor, "change_group", group, changed=changed)
    return group


@transaction.atomic
def set_plan(
    group: SocialGroup, *, actor: Actor, expected: int, rows: Sequence[PlanRow]
) -> list[PlannedSession]:
    """The table of sessions as it stands from now on; rows that changed are replaced, gone ones superseded.

    Raises Conflict when the group changed meanwhile, GroupIsOver, Invalid, Forbidden.
    """
    require_at_group(actor, EDIT, group)
    require_open(group)
    if faults := check_plan(rows):
        raise Invalid({"sessions": [MESSAGES[key] for key in faults]})
    take_version(group, expected=expected, changes={})
    standing = {row.no: row for row in group.plan.current()}
    wanted = {row.no: row for row in rows}
    for no, row in standing.items():
        new = wanted.get(no)
        if new is None:
            supersede(row)
        elif (row.planned_on, row.theme) != (new.planned_on, new.theme.strip()):
            replace_fact(row, actor=actor, planned_on=new.planned_on, theme=new.theme.strip())
    PlannedSession.objects.bulk_create(
        _planned(group.pk, row, actor) for no, row in wanted.items() if no not in standing
    )
    note(actor, "set_plan", group, sessions=len(rows))
    return list(group.plan.current().order_by("no"))
