"""The shapes of the room's input; what is allowed is the actions' business."""

from yimi.groups.forms.ending import CancelForm, EndingForm, ReasonForm
from yimi.groups.forms.members import LeaveForm, ScreenForm, today_initial
from yimi.groups.forms.planning import FilterForm, HeadForm, NewGroupForm, PlanForm
from yimi.groups.forms.sessions import SessionForm

__all__ = [
    "CancelForm",
    "EndingForm",
    "FilterForm",
    "HeadForm",
    "LeaveForm",
    "NewGroupForm",
    "PlanForm",
    "ReasonForm",
    "ScreenForm",
    "SessionForm",
    "today_initial",
]
