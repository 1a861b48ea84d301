"""Forms in front of the actions."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from yimi.core.forms import ActionForm, VersionedForm, text_field


class StepForm(VersionedForm):
    """A step without words: hand in, accept, lock."""


class ReasonForm(VersionedForm):
    """A step with its reason: return, correct."""

    reason = forms.CharField(
        label=_("原因"), max_length=300, widget=forms.Textarea(attrs={"rows": 3})
    )


class ValueForm(VersionedForm):
    """A figure that the records do not hold, and where it comes from."""

    value = forms.DecimalField(
        label=_("上报数"), min_value=0, max_digits=14, decimal_places=2,
        widget=forms.NumberInput(attrs={"inputmode": "decimal"}),
    )  # fmt: skip
    source = text_field(
        _("数从哪里来"), 100, help_text=_("例如：社会救助系统 10 月台账、志愿队签到表")
    )
    note = text_field(_("说明"), 200, required=False)


class TargetForm(ActionForm):
    """A year's target for one figure of the station's report."""

    indicator = forms.ChoiceField(label=_("指标"))
    year = forms.IntegerField(label=_("年度"), min_value=2000, max_value=2099)
    value = forms.IntegerField(label=_("目标数"), min_value=0, max_value=10**12)
    source = text_field(_("依据"), 200, help_text=_("例如：2026 年服务合同、年度工作要点"))

    def __init__(self, *args: Any, indicators: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["indicator"].choices = list(indicators)  # type: ignore[attr-defined]
