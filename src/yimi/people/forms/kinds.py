"""A county's own status; the filters of the list of those who hold one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from yimi.core.forms import ActionForm, text_field
from yimi.people.models import StatusGroup, StatusKind
from yimi.regions.models import Region


class HolderFilterForm(forms.Form):
    """The filters above the list of those who hold a status; villages are offered to who looks at one township."""

    kind = forms.ModelChoiceField(
        label=_("身份或待遇"),
        queryset=StatusKind.objects.none(),
        required=False,
        empty_label=_("全部"),
    )
    village = forms.ChoiceField(label=_("村（社区）"), required=False)

    def __init__(self, *args: Any, kinds: Any, villages: Sequence[Region], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].queryset = kinds  # type: ignore[attr-defined]
        if villages:
            places = [(village.code, village.name) for village in villages]
            self.fields["village"].choices = [("", _("全部")), *places]  # type: ignore[attr-defined]
        else:
            del self.fields["village"]


class StatusKindForm(ActionForm):
    """A status that this county records beside the shipped ones."""

    name = text_field(_("名称"), 50, help_text=_("如“2021 年水灾受灾户”。"))
    group = forms.ChoiceField(
        label=_("归在哪一类"), choices=StatusGroup.choices, initial=StatusGroup.OTHER
    )
    source = text_field(_("依据"), 200, required=False, help_text=_("文件名称或文号。"))
    name_en = text_field(_("英文名称"), 80, required=False)
