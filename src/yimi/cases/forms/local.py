"""What a county decides."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from yimi.core.forms import ActionForm, VersionedForm, text_field


class LevelMeaningForm(ActionForm):
    """What a level means here."""

    name = text_field(_("名称"), 20)
    visit_days = forms.IntegerField(label=_("多少天见一次"), min_value=1, max_value=366)
    meaning = text_field(_("含义"), 100, required=False)


class SettingForm(VersionedForm):
    """How a county does casework."""

    wants_review = forms.BooleanField(label=_("计划和结案请督导看"), required=False)
    emergency_days = forms.IntegerField(
        label=_("紧急情况几天内补签协议"), min_value=1, max_value=366
    )
    follow_up_days = forms.IntegerField(label=_("结案后几天回访"), min_value=1, max_value=366)
