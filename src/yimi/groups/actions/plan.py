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
from yimi.core.numbers import take_numbers, year_mark
from yimi.core.superseding import replace_fact, supersede, take_version
from yimi.groups.actions.checks import note, require_at_group, require_open, units_by_uid
from yimi.groups.actions.leaders import require_leaders
from yimi.groups.drafts import GroupDraft
from yimi.groups.errors import MESSAGES, refuse
from yimi.groups.models import GroupKind, GroupLeader, PlannedSession, SocialGroup
from yimi.groups.permissions import EDIT
from yimi.groups.rules import MOST_MEMBERS, PlanRow, check_plan
from yimi.services.models import ServiceItem
from yimi.stations.actions.checks import common_prefix, plain, require_at_units, require_text
from yimi.stations.models import ServiceUnit
from yimi.stations.writing import CHUNK, note_batch

LONGEST = 60
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
    numbers = _numbers(batch, units)
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
    note_batch(
        actor,
        "groups.plan_groups",
        subject_kind="social_group",
        rows=[(group.pk, _facts(group)) for group in groups],
        unit_uid=groups[0].unit_id if len(units) == 1 else None,
        region_code=common_prefix([unit.region_code for unit in units.values()]),
    )
    return groups


def _facts(group: SocialGroup) -> dict[str, Any]:
    names = ("number", "unit_id", "title", "kind", "item_id", "starts_on", "capacity")
    return {name: plain(getattr(group, name)) for name in names}


def _check(batch: Sequence[GroupDraft]) -> None:
    known = set(
        ServiceItem.objects.filter(code__in={draft.item_code for draft in batch}).values_list(
            "code", flat=True
        )
    )
    for draft in batch:
        check_head(
            {
                "title": draft.title,
                "kind": draft.kind,
                "place": draft.place,
                "capacity": draft.capacity,
            }
        )
        if draft.item_code not in known:
            raise Invalid.one("item_code", _("请从列表里选服务项目。"))
        refuse({"sessions": check_plan(draft.sessions)} if check_plan(draft.sessions) else {})
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


def _numbers(batch: Sequence[GroupDraft], units: Mapping[UUID, ServiceUnit]) -> list[str]:
    """One number per group from the series of its unit and year; one statement per series."""
    wanted: dict[tuple[UUID, int], int] = {}
    for draft in batch:
        series = (draft.unit_uid, draft.starts_on.year)
        wanted[series] = wanted.get(series, 0) + 1
    issued = {
        (unit, year): iter(take_numbers(f"group/{unit}/{year}", count))
        for (unit, year), count in sorted(wanted.items(), key=lambda item: str(item[0]))
    }
    return [
        f"{units[draft.unit_uid].number}-{year_mark(draft.starts_on.year)}G"
        f"{next(issued[draft.unit_uid, draft.starts_on.year]):03d}"
        for draft in batch
    ]


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
    before = {name: plain(getattr(group, name)) for name in changes}
    take_version(group, expected=expected, changes=changes)
    after = {name: plain(value) for name, value in changes.items()}
    note(
        actor, "change_group", group,
        changed={name: [before[name], after[name]] for name in changes if before[name] != after[name]},
    )  # fmt: skip
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
