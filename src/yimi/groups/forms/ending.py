"""How a group ends, and why something is taken back."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from yimi.core.forms import ActionForm, VersionedForm, date_field, text_field
from yimi.groups.models import (
    CloseReason,
    GoalResult,
)

RADIOS = forms.RadioSelect


class ReasonForm(ActionForm):
    """Why something is taken back."""

    reason = text_field(_("原因"), 300)


class EndingForm(VersionedForm):
    """How the group ended."""

    ended_on = date_field(_("结束日期"))
    reason = forms.ChoiceField(
        label=_("结束原因"),
        choices=CloseReason.choices,
        widget=RADIOS,
        initial=CloseReason.COMPLETED,
    )
    goal_result = forms.ChoiceField(
        label=_("目标达成"), choices=GoalResult.choices, widget=RADIOS,
        initial=GoalResult.NOT_ASSESSED,
    )  # fmt: skip
    replies = forms.IntegerField(
        label=_("满意度有效答卷（份）"), required=False, min_value=0, max_value=100_000
    )
    satisfied = forms.IntegerField(
        label=_("其中满意（份）"), required=False, min_value=0, max_value=100_000
    )
    cost = forms.DecimalField(
        label=_("实际花费（元）"), required=False, min_value=0, max_digits=10, decimal_places=2
    )

    def draft(self) -> dict[str, Any]:
        """The values of ``drafts.EndingDraft``."""
        values = self.facts()
        cost = values.pop("cost")
        values["cost_fen"] = None if cost is None else int(cost * 100)
        return values | {name: values[name] or 0 for name in ("replies", "satisfied")}


class CancelForm(VersionedForm):
    """Why a group never came about."""

    reason = forms.ChoiceField(
        label=_("原因"),
        choices=[one for one in CloseReason.choices if one[0] not in {"completed", "goals_met"}],
        widget=RADIOS,
    )
