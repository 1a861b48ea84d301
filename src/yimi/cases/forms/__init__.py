"""What people type about a case; the profession's own forms come from the forms room."""

from yimi.cases.forms.local import LevelMeaningForm, SettingForm
from yimi.cases.forms.picture import PersonForm, SystemForm
from yimi.cases.forms.stages import (
    AgreeForm,
    CloseForm,
    DecideForm,
    FilterForm,
    FollowUpForm,
    HandOverForm,
    LeavingForm,
    LevelForm,
    MoveForm,
    NewCaseForm,
    ReasonForm,
    TeamForm,
)
from yimi.cases.forms.work import (
    AnswerForm,
    AskForm,
    GoalForm,
    GoalStatusForm,
    NoteForm,
    ReadingForm,
    ScaleForm,
    SessionForm,
)

__all__ = [
    "AgreeForm",
    "AnswerForm",
    "AskForm",
    "CloseForm",
    "DecideForm",
    "FilterForm",
    "FollowUpForm",
    "GoalForm",
    "GoalStatusForm",
    "HandOverForm",
    "LeavingForm",
    "LevelForm",
    "LevelMeaningForm",
    "MoveForm",
    "NewCaseForm",
    "NoteForm",
    "PersonForm",
    "ReadingForm",
    "ReasonForm",
    "ScaleForm",
    "SessionForm",
    "SettingForm",
    "SystemForm",
    "TeamForm",
]
