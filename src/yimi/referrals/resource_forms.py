"""What people type about a resource link."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from yimi.core import clock
from yimi.core.forms import ActionForm, VersionedForm, date_field, text_field
from yimi.referrals.forms import PICK, note_field, put_choices
from yimi.referrals.models import LinkEnd, LinkResult, Need, ResourceKind


class NewResourceForm(ActionForm):
    """A need of a household, or of one of its people."""

    uid = forms.UUIDField(widget=forms.HiddenInput)
    resident = forms.ChoiceField(label=_("为谁链接"), required=False)
    need = forms.ChoiceField(label=_("缺什么"), choices=[PICK, *Need.choices])
    kind = forms.ChoiceField(label=_("要找哪类资源"), choices=[PICK, *ResourceKind.choices])
    requested_on = date_field(_("提出日期"), initial=clock.today)
    text = note_field(_("需求说明"), help_text=_("加密保存。写清楚数量、尺寸和什么时候要。"))
    worker = forms.ChoiceField(label=_("负责社工"))

    def __init__(
        self, *args: Any, members: list[tuple[UUID, str]], workers: list[tuple[UUID, str]], **kwargs: Any
    ) -> None:  # fmt: skip
        super().__init__(*args, **kwargs)
        put_choices(self, members, workers)


class MatchForm(VersionedForm):
    """Who provides it, what, worth how much."""

    provider = text_field(
        _("由谁提供"), 100, help_text=_("写单位名称；捐赠者不愿留名的，写“爱心人士”。")
    )
    quantity = text_field(_("提供什么"), 100, required=False, help_text=_("例如“轮椅 1 辆”。"))
    value = forms.DecimalField(
        label=_("金额或折价（元）"), required=False, min_value=0, max_digits=11, decimal_places=2
    )
    on = date_field(_("对接日期"), initial=clock.today)

    def value_fen(self) -> int | None:
        """In fen; None when nobody put a price on it."""
        value = self.cleaned_data["value"]
        return None if value is None else int(value * 100)


class DeliverForm(VersionedForm):
    """It arrived; this is the one service event that is counted."""

    on = date_field(_("送达日期"), initial=clock.today)
    result = forms.ChoiceField(
        label=_("需求满足了吗"), choices=LinkResult.choices, widget=forms.RadioSelect
    )
    receipt_seen = forms.BooleanField(label=_("看到了签收单或收条"), required=False)
    minutes = forms.IntegerField(label=_("用了多少分钟"), min_value=1, max_value=1440, initial=30)
    item = forms.ChoiceField(label=_("计入哪项服务"))

    def __init__(self, *args: Any, items: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["item"].choices = items  # type: ignore[attr-defined]


class EndForm(VersionedForm):
    """Why nothing comes of it."""

    reason = forms.ChoiceField(label=_("原因"), choices=LinkEnd.choices, widget=forms.RadioSelect)
    on = date_field(_("日期"), initial=clock.today)
