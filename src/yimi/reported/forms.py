"""What people type about reported figures."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from yimi.core import clock
from yimi.core.forms import ActionForm, date_field, text_field
from yimi.reported.actions import SourceDraft
from yimi.reported.keys import KEYS
from yimi.reported.models import Measure, Qualifier
from yimi.stations.forms import PlacedForm, PlaceField
from yimi.stations.models import ServiceUnit

SOURCE = ("title", "author", "published_on", "page")


class FigureFilterForm(forms.Form):
    """The filters above the list; nothing is required."""

    q = forms.CharField(label=_("原文或来源"), max_length=60, required=False)
    key = forms.ChoiceField(
        label=_("指标"), required=False, choices=[("", _("全部")), *KEYS.items()]
    )
    ambiguous = forms.BooleanField(label=_("只看有歧义的"), required=False)
    everywhere = forms.BooleanField(label=_("包括外地公布的"), required=False)


class FigureEditForm(ActionForm):
    """A figure as its source words it, how it is read, and the source."""

    key = forms.ChoiceField(label=_("指标"), choices=list(KEYS.items()))
    label = text_field(_("原文怎么说"), 100, help_text=_("照抄原文，如“14 次小组活动”。"))
    qualifier = forms.ChoiceField(
        label=_("限定词"),
        choices=Qualifier.choices,
        required=False,
        help_text=_("如“余”“近”“累计”。"),
    )
    value = forms.DecimalField(
        label=_("数值"), min_value=Decimal(0), max_digits=16, decimal_places=4
    )
    measure = forms.ChoiceField(label=_("原文的单位"), choices=Measure.choices)
    is_ambiguous = forms.BooleanField(label=_("原文有歧义"), required=False)
    reading = forms.ChoiceField(
        label=_("按什么理解"),
        choices=[("", _("就按原文")), *Measure.choices],
        required=False,
        help_text=_("如“14 次小组活动”可以是 14 个小组，也可以是 14 节。"),
    )
    note = text_field(_("说明"), 300, required=False, help_text=_("有歧义的，写明为什么这样理解。"))
    starts_on = date_field(_("统计期从"), required=False)
    ends_on = date_field(_("统计期到"), required=False)
    source_title = text_field(_("文件或报道"), 200)
    author = text_field(_("发布单位或作者"), 100, required=False)
    published_on = date_field(_("发布日期"), required=False)
    page = text_field(_("页码或版次"), 40, required=False)

    def facts(self) -> dict[str, Any]:
        """The cleaned values, the source's four gathered into one."""
        values = dict(self.cleaned_data)
        source = SourceDraft(
            title=values.pop("source_title"),
            author=values.pop("author"),
            published_on=values.pop("published_on"),
            page=values.pop("page"),
        )
        return {**values, "source": source}

    def clean_published_on(self) -> Any:
        """Nothing is published on a day to come."""
        day = self.cleaned_data["published_on"]
        if day is not None and day > clock.today():
            raise forms.ValidationError(_("发布日期不能晚于今天。"))
        return day


class FigureForm(PlacedForm, FigureEditForm):
    """A new figure: about a unit, or about a division."""

    unit = forms.ModelChoiceField(
        ServiceUnit.objects.none(),
        label=_("说的是哪个站点或服务队"),
        required=False,
        empty_label=_("不是某个站点，是一个地方"),
    )
    region_code = PlaceField(label=_("说的是哪个地方"), required=False)
    field_order = (
        "key", "label", "qualifier", "value", "measure", "is_ambiguous", "reading", "note", "starts_on", "ends_on",
        "source_title", "author", "published_on", "page", "unit", "region_code",
    )  # fmt: skip

    def __init__(self, *args: Any, units: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = units  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """One of the two is chosen."""
        values: dict[str, Any] = super().clean() or self.cleaned_data
        if not values.get("unit") and not values.get("region_code"):
            self.add_error("unit", _("请选择站点，或在下面选择地方。"))
        return values


class WithdrawForm(ActionForm):
    """Why a figure is withdrawn."""

    reason = text_field(_("撤回原因"), 300)
