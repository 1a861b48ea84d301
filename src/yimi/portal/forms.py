"""The sample form of the components page."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _


class SampleForm(forms.Form):
    """One field of each kind, so that every state can be seen and tested."""

    name = forms.CharField(label=_("姓名"), max_length=25)
    id_number = forms.CharField(label=_("身份证号"), required=False)
    item = forms.ChoiceField(
        label=_("服务项目"),
        choices=[("visit", _("独居、空巢、失能等探访关爱")), ("policy", _("政策宣传"))],
        help_text=_("共 29 项，按本站常用排序。"),
        required=False,
    )
    items = forms.MultipleChoiceField(
        label=_("做了什么"),
        choices=[("visit", _("探访关爱")), ("comfort", _("精神慰藉")), ("link", _("资源链接"))],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    on = forms.DateField(label=_("日期"), widget=forms.DateInput(attrs={"type": "date"}))
    note = forms.CharField(
        label=_("备注"), widget=forms.Textarea(attrs={"rows": 3}), required=False
    )

    def clean_id_number(self) -> str:
        """Shows what an error at the field looks like."""
        value: str = self.cleaned_data["id_number"]
        if value and len(value) != 18:
            raise forms.ValidationError(
                _("只有 %(count)d 位，应为 18 位。已填的内容没有丢。"), params={"count": len(value)}
            )
        return value
