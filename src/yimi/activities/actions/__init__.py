"""The only writers of the activities room."""

from yimi.activities.actions.holding import (
    correct_held,
    hold_activities,
    hold_activity,
    void_held,
)
from yimi.activities.actions.parts import set_budget, set_partners
from yimi.activities.actions.plan import (
    cancel_activity,
    change_activity,
    plan_activities,
    plan_activity,
)
from yimi.activities.actions.signing import close_sheet, open_sheet, sign_in, strike_sign_ins

__all__ = [
    "cancel_activity",
    "change_activity",
    "close_sheet",
    "correct_held",
    "hold_activities",
    "hold_activity",
    "open_sheet",
    "plan_activities",
    "plan_activity",
    "set_budget",
    "set_partners",
    "sign_in",
    "strike_sign_ins",
    "void_held",
]
