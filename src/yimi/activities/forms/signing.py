"""Opening the sheet, and signing in on one's own phone."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from yimi.activities.models import Band
from yimi.activities.rules import (
    HOURS_OPEN,
    LONGEST_NICKNAME,
    MOST_HOURS,
)

RADIOS = forms.RadioSelect


class OpenForm(forms.Form):
    """For how long the sheet is open."""

    hours = forms.IntegerField(
        label=_("开放几小时"), min_value=1, max_value=MOST_HOURS, initial=HOURS_OPEN
    )


class SignInForm(forms.Form):
    """Three taps at most on one's own phone."""

    band = forms.ChoiceField(
        label=_("您的年龄段"),
        widget=RADIOS,
        choices=[
            (Band.CHILD, _("18 岁以下")),
            (Band.ADULT, _("18 到 59 岁")),
            (Band.ELDER, _("60 岁以上")),
            (Band.UNKNOWN, _("不想说")),
        ],
        error_messages={"required": _("请点一下您的年龄段。")},
    )
    visit = forms.ChoiceField(
        label=_("以前来过我们站的活动吗"),
        widget=RADIOS,
        choices=[("first", _("第一次来")), ("repeat", _("来过"))],
        error_messages={"required": _("请点一下第一次来还是来过。")},
    )
    nickname = forms.CharField(
        label=_("怎么称呼您"),
        required=False,
        max_length=60,
        help_text=_("可以不填，最多 %(n)d 个字。请不要写电话和身份证号") % {"n": LONGEST_NICKNAME},
    )
