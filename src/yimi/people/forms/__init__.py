"""The shape of what is typed about people. What is right is the actions' business."""

from yimi.people.forms.family import GuardianForm, OwnAddressForm, RelativeForm
from yimi.people.forms.households import (
    CloseForm,
    FilterForm,
    HeadForm,
    HouseholdForm,
    MoveHouseholdForm,
    NewHouseholdForm,
    ReasonForm,
)
from yimi.people.forms.kinds import HolderFilterForm, StatusKindForm
from yimi.people.forms.knowing import ConsentForm, DayForm, PhoneForm, StatusForm
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
    "HolderFilterForm",
    "HouseholdForm",
    "IdForm",
    "MemberForm",
    "MergeForm",
    "MoveHouseholdForm",
    "MoveMemberForm",
    "NewHouseholdForm",
    "NewMemberForm",
    "OwnAddressForm",
    "PersonForm",
    "PhoneForm",
    "ReasonForm",
    "RelativeForm",
    "StatusForm",
    "StatusKindForm",
    "birth_text",
]
