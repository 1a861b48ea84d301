"""The list's filter, an activity's plan, calling it off."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from yimi.activities.drafts import PartnerDraft
from yimi.activities.models import ActivityKind, ActivityStatus, CancelReason
from yimi.activities.rules import (
    MOST_EXPECTED,
)
from yimi.core.forms import ActionForm, VersionedForm, date_field, text_field
from yimi.stations.models import Authority

Choices = Sequence[tuple[str, Any]]
CHECKBOXES, RADIOS = forms.CheckboxSelectMultiple, forms.RadioSelect
SEPARATORS = re.compile(r"[、，,；;\n]+")


def time_field(label: Any) -> forms.TimeField:
    """A time of day, with the browser's own picker."""
    widget = forms.TimeInput(format="%H:%M", attrs={"type": "time"})
    return forms.TimeField(label=label, required=False, widget=widget)


class FilterForm(forms.Form):
    """The list's filter. Anything that does not fit filters nothing."""

    q = forms.CharField(label=_("名称或编号"), required=False, max_length=60)
    status = forms.ChoiceField(
        label=_("状态"), required=False, choices=[("", _("全部")), *ActivityStatus.choices]
    )
    kind = forms.ChoiceField(
        label=_("类型"), required=False, choices=[("", _("全部")), *ActivityKind.choices]
    )
    unit = forms.ChoiceField(label=_("站点"), required=False)

    def __init__(self, *args: Any, units: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if len(units) > 1:
            self.fields["unit"].choices = [("", _("全部")), *units]  # type: ignore[attr-defined]
        else:
            del self.fields["unit"]


class PlanForm(VersionedForm):
    """An activity's plan and who holds it with us. A new one also says at which station."""

    title = text_field(_("活动名称"), 60)
    kind = forms.ChoiceField(
        label=_("活动类型"), choices=ActivityKind.choices, widget=RADIOS,
        initial=ActivityKind.COMMUNITY,
        help_text=_("团体活动是面向一批人的一次性集体活动；连着几节、人员固定的，请用“小组”"),
    )  # fmt: skip
    unit = forms.ChoiceField(label=_("站点"))
    item_id = forms.ChoiceField(label=_("服务项目"))
    planned_on = date_field(_("计划日期"))
    starts_at = time_field(_("开始时间"))
    place = text_field(_("地点"), 60)
    heads = forms.IntegerField(label=_("预计人数"), min_value=1, max_value=MOST_EXPECTED)
    authorities = forms.MultipleChoiceField(
        label=_("合办的部门"), required=False, widget=CHECKBOXES
    )
    others = forms.CharField(
        label=_("其他合办单位"), required=False, max_length=600,
        help_text=_("几个单位之间用顿号隔开"),
    )  # fmt: skip

    def __init__(
        self,
        *args: Any,
        units: Choices,
        items: Choices,
        authorities: Sequence[Authority],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.names = {str(one.pk): one.name for one in authorities}
        self.fields["item_id"].choices = [("", _("请选择")), *items]  # type: ignore[attr-defined]
        self.fields["authorities"].choices = list(self.names.items())  # type: ignore[attr-defined]
        if not self.names:
            del self.fields["authorities"]
        self.fields["unit"].choices = units  # type: ignore[attr-defined]
        if len(units) < 2:
            self.fields["unit"].widget = forms.HiddenInput()
            self.fields["unit"].required = False

    def partners(self) -> list[PartnerDraft]:
        """Authorities first, then the names, each once."""
        chosen = [
            PartnerDraft(self.names[uid], UUID(uid))
            for uid in self.cleaned_data.get("authorities", ())
        ]
        taken = {one.name for one in chosen}
        for name in map(str.strip, SEPARATORS.split(self.cleaned_data["others"])):
            if name and name not in taken:
                taken.add(name)
                chosen.append(PartnerDraft(name))
        return chosen

    def head(self) -> dict[str, Any]:
        """The values of the activity itself."""
        names = ("title", "kind", "item_id", "planned_on", "starts_at", "place")
        head = {name: self.cleaned_data[name] for name in names}
        return head | {"expected": self.cleaned_data["heads"]}


class CancelForm(VersionedForm):
    """Why it is called off."""

    reason = forms.ChoiceField(
        label=_("取消的原因"), choices=CancelReason.choices[1:], widget=RADIOS
    )


class ReasonForm(ActionForm):
    """Why something is taken back."""

    reason = text_field(_("原因"), 300)
