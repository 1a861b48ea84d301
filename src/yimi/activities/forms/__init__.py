"""The shapes of the room's input; what is allowed is the actions' business."""

from yimi.activities.forms.budget import BudgetForm, yuan
from yimi.activities.forms.holding import HoldForm
from yimi.activities.forms.planning import CancelForm, FilterForm, PlanForm, ReasonForm
from yimi.activities.forms.signing import OpenForm, SignInForm

__all__ = [
    "BudgetForm",
    "CancelForm",
    "FilterForm",
    "HoldForm",
    "OpenForm",
    "PlanForm",
    "ReasonForm",
    "SignInForm",
    "yuan",
]
