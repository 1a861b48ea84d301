"""Nouns of the groups room: a social group, who leads it, its plan, its members, its sessions and how it ended."""

from yimi.groups.models.group import (
    CloseReason,
    GoalResult,
    GroupEnding,
    GroupKind,
    GroupLeader,
    GroupStatus,
    PlannedSession,
    SocialGroup,
)
from yimi.groups.models.member import GroupMember, LeaveReason, Screening, ScreeningReason
from yimi.groups.models.session import GroupSession, Phase

__all__ = [
    "CloseReason",
    "GoalResult",
    "GroupEnding",
    "GroupKind",
    "GroupLeader",
    "GroupMember",
    "GroupSession",
    "GroupStatus",
    "LeaveReason",
    "Phase",
    "PlannedSession",
    "Screening",
    "ScreeningReason",
    "SocialGroup",
]
