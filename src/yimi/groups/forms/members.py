"""Screening, and leaving before the end."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from yimi.core import clock
from yimi.core.forms import ActionForm, date_field, text_field
from yimi.groups.models import (
    LeaveReason,
    Screening,
    ScreeningReason,
)

RADIOS = forms.RadioSelect


class ScreenForm(ActionForm):
    """What came of the talk before the group."""

    screening = forms.ChoiceField(
        label=_("筛选结果"), choices=Screening.choices, widget=RADIOS, initial=Screening.ACCEPTED
    )
    screening_reason = forms.ChoiceField(
        label=_("候补或未入组的原因"), choices=ScreeningReason.choices, required=False
    )
    on = date_field(_("日期"), help_text=_("入组的，从这一天起是组员"))
    note_text = text_field(_("说明"), 500, required=False)


class LeaveForm(ActionForm):
    """A member leaves before the end."""

    left_on = date_field(_("最后一天"))
    leave_reason = forms.ChoiceField(
        label=_("原因"), choices=LeaveReason.choices[1:], widget=RADIOS
    )
    note_text = text_field(_("说明"), 500, required=False)


def today_initial() -> dict[str, Any]:
    """Today, where a day is asked for."""
    return {"on": clock.today(), "left_on": clock.today(), "ended_on": clock.today()}
