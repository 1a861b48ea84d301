"""The only writers of the groups room."""

from yimi.groups.actions.ending import cancel_group, close_group, correct_ending
from yimi.groups.actions.leaders import set_leaders
from yimi.groups.actions.members import add_members, end_membership, screen_member
from yimi.groups.actions.mending import correct_group_session, void_group_session
from yimi.groups.actions.plan import change_group, plan_group, plan_groups, set_plan
from yimi.groups.actions.sessions import record_group_session, record_group_sessions

__all__ = [
    "add_members",
    "cancel_group",
    "change_group",
    "close_group",
    "correct_ending",
    "correct_group_session",
    "end_membership",
    "plan_group",
    "plan_groups",
    "record_group_session",
    "record_group_sessions",
    "screen_member",
    "set_leaders",
    "set_plan",
    "void_group_session",
]
