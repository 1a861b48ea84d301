"""Nouns of the activities room: an activity, who holds it with us, its budget, and the sheet people sign in on."""

from yimi.activities.models.activity import (
    Activity,
    ActivityKind,
    ActivityStatus,
    BudgetLine,
    CancelReason,
    Partner,
)
from yimi.activities.models.sign_in import Band, SignIn, SignInSheet

__all__ = [
    "Activity",
    "ActivityKind",
    "ActivityStatus",
    "Band",
    "BudgetLine",
    "CancelReason",
    "Partner",
    "SignIn",
    "SignInSheet",
]
