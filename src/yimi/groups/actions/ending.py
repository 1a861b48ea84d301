"""How a group ends: closed with its results, or called off before it began."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from yimi.core import clock
from yimi.core.actor import Actor
from yimi.core.errors import Invalid
from yimi.core.superseding import replace_fact, take_version
from yimi.groups.actions.checks import note, require_at_group, require_open
from yimi.groups.drafts import EndingDraft
from yimi.groups.errors import GroupHasSessions, GroupIsOver, GroupNotHeld, refuse
from yimi.groups.models import CloseReason, GoalResult, GroupEnding, GroupStatus, SocialGroup
from yimi.groups.permissions import EDIT
from yimi.groups.queries.held import held_sessions
from yimi.groups.rules import check_ending


@transaction.atomic
def close_group(
    group: SocialGroup, draft: EndingDraft, *, actor: Actor, expected: int
) -> GroupEnding:
    """End a group that held sessions. Raises GroupNotHeld, GroupIsOver, Conflict, Invalid, Forbidden."""
    require_at_group(actor, EDIT, group)
    require_open(group)
    take_version(group, expected=expected, changes={"status": GroupStatus.CLOSED})
    _check(group, draft)
    ending = GroupEnding(group=group, recorded_by=actor.uid, **_columns(draft))
    ending.save(force_insert=True)
    note(actor, "close_group", group, reason_code=draft.reason, goal_result=draft.goal_result)
    return ending


@transaction.atomic
def correct_ending(
    group: SocialGroup, draft: EndingDraft, *, actor: Actor, expected: int
) -> GroupEnding:
    """Put right how a closed group ended; the earlier account stays. Raises Conflict, Invalid, Forbidden."""
    require_at_group(actor, EDIT, group)
    if group.status != GroupStatus.CLOSED:
        raise GroupNotHeld
    take_version(group, expected=expected, changes={})
    _check(group, draft)
    standing = group.endings.current().get()
    fresh = replace_fact(standing, actor=actor, **_columns(draft))
    note(actor, "correct_ending", group, ending=str(fresh.pk), reason_code=draft.reason)
    return fresh


@transaction.atomic
def cancel_group(group: SocialGroup, *, actor: Actor, expected: int, reason: str) -> None:
    """Call off a group that held no session; ``reason`` is a code of CloseReason.

    Raises GroupHasSessions, GroupIsOver, Conflict, Invalid, Forbidden.
    """
    require_at_group(actor, EDIT, group)
    if not group.is_open:
        raise GroupIsOver
    if reason not in CloseReason.values or reason == CloseReason.COMPLETED:
        raise Invalid.one("reason", _("请选没有开成的原因。"))
    take_version(group, expected=expected, changes={"status": GroupStatus.CANCELLED})
    if held_sessions([group.pk])[group.pk]:
        raise GroupHasSessions
    GroupEnding(group=group, recorded_by=actor.uid, ended_on=clock.today(), reason=reason).save(
        force_insert=True
    )
    note(actor, "cancel_group", group, reason_code=reason)


def _check(group: SocialGroup, draft: EndingDraft) -> None:
    held = held_sessions([group.pk])[group.pk]
    if not held:
        raise GroupNotHeld
    if draft.reason not in CloseReason.values:
        raise Invalid.one("reason", _("请选结束的原因。"))
    if draft.goal_result not in GoalResult.values:
        raise Invalid.one("goal_result", _("请选目标达成的情况。"))
    refuse(
        check_ending(
            ended_on=draft.ended_on,
            last_held_on=held[-1].record.served_on,
            today=clock.today(),
            replies=draft.replies,
            satisfied=draft.satisfied,
        )
    )


def _columns(draft: EndingDraft) -> dict[str, Any]:
    names = ("ended_on", "reason", "goal_result", "replies", "satisfied", "cost_fen")
    return {name: getattr(draft, name) for name in names}
