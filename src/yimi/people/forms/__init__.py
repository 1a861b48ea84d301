"""The shape of what is typed about people. What is right is the actions' business."""

from yimi.people.forms.households import (
    CloseForm,
    FilterForm,
    HeadForm,
    HouseholdForm,
    MoveHouseholdForm,
    NewHouseholdForm,
    ReasonForm,
)
from yimi.people.forms.knowing import ConsentForm, DayForm, GuardianForm, PhoneForm, StatusForm
from yimi.people.forms.people import (
    IdForm,
    MemberForm,
    MergeForm,
    MoveMemberForm,
    NewMemberForm,
    PersonForm,
    birth_text,
)

__all__ = [
    "CloseForm",
    "ConsentForm",
    "DayForm",
    "FilterForm",
    "GuardianForm",
    "HeadForm",
    "HouseholdForm",
    "IdForm",
    "MemberForm",
    "MergeForm",
    "MoveHouseholdForm",
    "MoveMemberForm",
    "NewHouseholdForm",
    "NewMemberForm",
    "PersonForm",
    "PhoneForm",
    "ReasonForm",
    "StatusForm",
    "birth_text",
]
