"""Forms of the matching room."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from yimi.core.forms import VersionedForm, date_field
from yimi.matching.models.leads import LeadOutcome, LeadState
from yimi.matching.queries.lists import ALL, PAID, TODO, LeadFilter
from yimi.matching.rules import State
from yimi.matching.words import Words, title_of

#: What a worker notes, as the buttons say it.
STEP_LABELS = {
    State.VISITED: _("已入户"),
    State.INFORMED: _("已告知"),
    State.APPLIED: _("已协助申请"),
    State.RECEIVED: _("已享受"),
    State.REFUSED: _("对象不愿意"),
    State.NOT_APPLICABLE: _("不符合"),
}


class LeadFilterForm(forms.Form):
    """The filters above the list."""

    state = forms.ChoiceField(label=_("办理"), required=False)
    benefit = forms.ChoiceField(label=_("待遇"), required=False)
    village = forms.ChoiceField(label=_("村（社区）"), required=False)
    outcome = forms.ChoiceField(label=_("判断"), required=False)
    kind = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(
        self, *args: Any, words: Words, villages: Sequence[tuple[str, str]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        every = [("", _("全部"))]
        choices: dict[str, list[Any]] = {
            "state": [("", _("待办")), *LeadState.choices, (ALL, _("全部"))],
            "benefit": every + [(name, title_of(one)) for name, one in words.benefits().items()],
            "village": [*every, *villages],
            "outcome": every + list(LeadOutcome.choices),
        }
        for name, offered in choices.items():
            self.fields[name].choices = offered  # type: ignore[attr-defined]

    def chosen(self) -> LeadFilter:
        """What is looked for; what makes no sense is left out."""
        self.is_valid()
        values = {name: value for name, value in self.cleaned_data.items() if value}
        return LeadFilter(**({"state": TODO, "kind": PAID} | values))


class StepForm(VersionedForm):
    """What came of it."""

    state = forms.ChoiceField(label=_("办到哪一步"), widget=forms.RadioSelect)
    happened_on = date_field(_("日期"))
    note = forms.CharField(
        label=_("说明"),
        required=False,
        max_length=1_000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("选“不符合”时请写明哪一条不符合。只有本站同事能看。"),
    )

    def __init__(self, *args: Any, steps: Sequence[State], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["state"].choices = [(step.value, STEP_LABELS[step]) for step in steps]  # type: ignore[attr-defined]
