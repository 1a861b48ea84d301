"""Members: asked and screened, taken, waiting or not; leaving before the end."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from yimi.core import clock
from yimi.core.actor import Actor
from yimi.core.errors import Invalid, NotFound
from yimi.core.superseding import hold_rows, replace_fact
from yimi.groups.actions.checks import note, require_at_group, require_open
from yimi.groups.errors import MemberAlreadyThere, MemberWasThere
from yimi.groups.models import (
    GroupMember,
    LeaveReason,
    Screening,
    ScreeningReason,
    SocialGroup,
)
from yimi.groups.permissions import EDIT
from yimi.groups.queries.held import days_present
from yimi.people.access import visible_residents
from yimi.people.models import Resident

NOTE_FIELD = "group_member_note"
LONGEST_NOTE = 500


@transaction.atomic
def add_members(
    group: SocialGroup,
    resident_uids: Sequence[UUID],
    *,
    actor: Actor,
    on: date | None = None,
    screening: str = Screening.ACCEPTED,
    reason: str = "",
) -> list[GroupMember]:
    """Put residents on the group's list; taken ones are members from ``on`` (today).

    Raises NotFound for residents outside the actor's places, MemberAlreadyThere, GroupIsOver, Invalid, Forbidden.
    """
    require_at_group(actor, EDIT, group)
    require_open(group)
    day = on or clock.today()
    _check_screening(screening, reason, day)
    hold_rows(SocialGroup, [group.pk])
    residents = visible_residents(actor).in_bulk(list(resident_uids))
    if len(residents) != len(set(resident_uids)):
        raise NotFound
    _refuse_doubles(group, residents.values())
    rows = [
        GroupMember(
            group=group,
            resident=residents[uid],
            screening=screening,
            screening_reason=reason,
            screened_on=day,
            joined_on=day if screening == Screening.ACCEPTED else None,
            recorded_by=actor.uid,
        )
        for uid in dict.fromkeys(resident_uids)
    ]
    GroupMember.objects.bulk_create(rows)
    note(actor, "add_members", group, members=[str(row.pk) for row in rows], screening=screening)
    return rows


def _refuse_doubles(group: SocialGroup, residents: Any) -> None:
    there = set(group.members.current().values_list("resident", flat=True))
    for resident in residents:
        if resident.pk in there:
            raise MemberAlreadyThere(name=resident.name)


def _check_screening(screening: str, reason: str, day: date) -> None:
    if screening not in Screening.values:
        raise Invalid.one("screening", _("请从列表里选筛选结果。"))
    if screening != Screening.ACCEPTED and not reason:
        raise Invalid.one("screening_reason", _("请选候补或未入组的原因。"))
    if reason not in ScreeningReason.values:
        raise Invalid.one("screening_reason", _("请从列表里选原因。"))
    if day > clock.today():
        raise Invalid.one("on", _("日期在今天之后，请核对。"))


@transaction.atomic
def screen_member(
    member: GroupMember,
    *,
    actor: Actor,
    screening: str,
    on: date,
    reason: str = "",
    note_text: str = "",
) -> GroupMember:
    """Decide anew about somebody on the list; the earlier decision stays as it was known. Returns the new row.

    ``on`` is the first day as a member for those who are taken. Raises Conflict when somebody was faster,
    MemberWasThere when the new dates would exclude an attendance, GroupIsOver, Invalid, Forbidden.
    """
    group = member.group
    require_at_group(actor, EDIT, group)
    require_open(group)
    _check_screening(screening, reason, on)
    is_taken = screening == Screening.ACCEPTED
    _refuse_excluded(member, from_day=on if is_taken else None)
    fresh = replace_fact(
        member,
        actor=actor,
        screening=screening,
        screening_reason="" if is_taken else reason,
        screened_on=on,
        joined_on=on if is_taken else None,
        left_on=None,
        leave_reason="",
        note_sealed=_sealed(member.resident, note_text),
    )
    note(
        actor, "screen_member", group, member=str(fresh.pk), screening=screening, reason_code=reason
    )
    return fresh


@transaction.atomic
def end_membership(
    member: GroupMember, *, actor: Actor, left_on: date, reason: str, note_text: str = ""
) -> GroupMember:
    """A member leaves before the group ends; ``left_on`` is their last day. Returns the new row.

    Raises Conflict when somebody was faster, MemberWasThere, GroupIsOver, Invalid, Forbidden.
    """
    group = member.group
    require_at_group(actor, EDIT, group)
    require_open(group)
    if member.joined_on is None:
        raise Invalid.one("left_on", _("他还没有入组，不用办离组；请改筛选结果。"))
    if not member.joined_on <= left_on <= clock.today():
        raise Invalid.one("left_on", _("离组日期要在入组日期和今天之间。"))
    if not reason or reason not in LeaveReason.values:
        raise Invalid.one("leave_reason", _("请选离组的原因。"))
    _refuse_excluded(member, from_day=member.joined_on, to_day=left_on)
    fresh = replace_fact(
        member,
        actor=actor,
        left_on=left_on,
        leave_reason=reason,
        note_sealed=_sealed(member.resident, note_text) or bytes(member.note_sealed),
    )
    note(actor, "end_membership", group, member=str(fresh.pk), reason_code=reason)
    return fresh


def _refuse_excluded(
    member: GroupMember, *, from_day: date | None, to_day: date | None = None
) -> None:
    """No attendance may fall outside the member's days; raises MemberWasThere. Two queries."""
    for day in days_present(member.group_id, member.resident_id):
        if from_day is None or day < from_day or (to_day is not None and day > to_day):
            raise MemberWasThere(day=day.isoformat())


def _sealed(resident: Resident, text: str) -> bytes:
    tidy = text.strip()
    if len(tidy) > LONGEST_NOTE:
        raise Invalid.one("note_text", _("说明最多 500 个字。"))
    return resident.key.seal(tidy, field=NOTE_FIELD, row=resident.pk)
