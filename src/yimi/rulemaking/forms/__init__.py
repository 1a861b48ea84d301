"""The parts of a pack as plain forms: what stands in the text becomes fields, what is typed becomes values of the text."""

from __future__ import annotations

from collections.abc import Mapping

from yimi.rulemaking.forms.benefits import (
    BenefitForm,
    ConditionForm,
    OwnConditionForm,
    RelationForm,
)
from yimi.rulemaking.forms.head import ChoiceForm, CodesForm, HeadForm
from yimi.rulemaking.forms.parameters import ParameterForm, ValueForm
from yimi.rulemaking.forms.part import PartForm
from yimi.rulemaking.forms.steps import BeginForm, StepForm, TextForm

__all__ = ["BELOW", "FORMS", "BeginForm", "PartForm", "StepForm", "TextForm"]

FORMS: Mapping[str, type[PartForm]] = {
    form.kind: form
    for form in (
        HeadForm, CodesForm, ChoiceForm, ParameterForm, ValueForm, ConditionForm, OwnConditionForm, BenefitForm, RelationForm,
    )
}  # fmt: skip
#: What hangs on something else.
BELOW = {"parameter.value": "parameter", "benefit.condition": "benefit", "benefit.relation": "benefit"}  # fmt: skip
