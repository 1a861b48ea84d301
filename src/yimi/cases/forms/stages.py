"""Opening, deciding, agreeing, moving, closing, following up, handing over."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from yimi.cases.choices import (
    AgreementForm as How,
)
from yimi.cases.choices import (
    AgreementPurpose,
    Basis,
    ClosingReason,
    Decision,
    FollowUpMode,
    FollowUpState,
    GivenBy,
    HandOverReason,
    Source,
    Stage,
)
from yimi.cases.forms.fields import WithChoices, chips, long_text, pick
from yimi.core import clock
from yimi.core.forms import ActionForm, VersionedForm, date_field, text_field

Choices = list[tuple[str, Any]]


class FilterForm(forms.Form):
    """The filters above a list of cases; nothing is required."""

    view = forms.CharField(widget=forms.HiddenInput, required=False)
    q = text_field(_("姓名或编号"), 60, required=False)
    stage = pick(_("阶段"), [("", _("全部")), *Stage.choices], required=False)
    state = pick(
        _("状态"),
        [
            ("", _("没办完的")),
            ("due", _("到期的")),
            ("left", _("责任社工已不在本站的")),
            ("closed", _("已结束的")),
            ("all", _("全部")),
        ],
        required=False,
    )


class NewCaseForm(WithChoices):
    """A case to be opened for somebody of the household."""

    resident = chips(_("服务对象"), ())
    source = chips(_("怎么来的"), [one for one in Source.choices if one[0] != Source.REOPENED])
    level = pick(_("跟进级别"), required=False)
    owner = pick(_("责任社工"))
    opened_on = date_field(_("接案日期"), initial=clock.today)


class DecideForm(VersionedForm):
    """How the intake ends."""

    decision = chips(_("决定"), Decision.choices)
    reason = long_text(_("理由"), help_text=_("转介或不接案时写明，方便以后再来时了解。"))
    decided_on = date_field(_("决定日期"), initial=clock.today)


class AgreeForm(ActionForm):
    """The agreement, or the emergency in its place."""

    purpose = chips(_("同意什么"), AgreementPurpose.choices)
    basis = chips(_("依据"), Basis.choices)
    given_by = chips(_("由谁同意"), GivenBy.choices, required=False)
    guardian_name = text_field(_("监护人姓名"), 100, required=False)
    form = chips(_("同意方式"), How.choices, required=False)
    given_on = date_field(_("同意日期"), initial=clock.today, required=False)
    due_on = date_field(
        _("最迟补签日期"), required=False, help_text=_("只在紧急情况先服务时填；不填按本地天数算。")
    )


class ReasonForm(ActionForm):
    """Why."""

    reason = long_text(_("原因"), required=True)


class MoveForm(VersionedForm):
    """To another stage; the reason counts when going back."""

    to = pick(_("到哪个阶段"))
    reason = long_text(_("原因"), help_text=_("退回前面的阶段时写明。"))

    def __init__(self, *args: Any, stages: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["to"]
        if isinstance(field, forms.ChoiceField):
            field.choices = stages


class LevelForm(VersionedForm, WithChoices):
    """Another level."""

    level = pick(_("跟进级别"), required=False)


class CloseForm(VersionedForm):
    """Why the case is closed, and when somebody asks after the client."""

    reason = chips(_("结案原因"), ClosingReason.choices)
    closed_on = date_field(_("结案日期"), initial=clock.today)
    follow_up_on = date_field(_("回访日期"), required=False, help_text=_("不需要回访时清空。"))


class FollowUpForm(WithChoices):
    """How the client is doing."""

    uid = forms.UUIDField(widget=forms.HiddenInput)
    followed_on = date_field(_("回访日期"), initial=clock.today)
    mode = chips(_("回访方式"), FollowUpMode.choices)
    state = chips(_("近况"), FollowUpState.choices)
    minutes = chips(
        _("多久"),
        [("10", _("10 分钟")), ("20", _("20 分钟")), ("30", _("30 分钟")), ("60", _("60 分钟"))],
        initial="20",
    )
    item = pick(_("做了什么"))
    has_new_needs = forms.BooleanField(label=_("有新的需要"), required=False)
    advises_reopening = forms.BooleanField(label=_("建议重开"), required=False)
    next_on = date_field(
        _("下次回访日期"), required=False, help_text=_("不再回访就空着，个案到此结束。")
    )


class HandOverForm(VersionedForm, WithChoices):
    """Who takes over, and what they must know."""

    to = pick(_("由谁接手"))
    reason = chips(_("交接原因"), HandOverReason.choices)
    on = date_field(_("交接日期"), initial=clock.today)
    note = long_text(_("交接说明"), help_text=_("接手的社工和督导能看。"))


class LeavingForm(WithChoices):
    """All cases of somebody who leaves."""

    to = pick(_("由谁接手"))
    on = date_field(_("交接日期"), initial=clock.today)
    note = long_text(_("交接说明"), help_text=_("会写进每一个个案。"))


class TeamForm(WithChoices):
    """A supervisor or a helper."""

    role = chips(_("角色"), [("supervisor", _("督导")), ("co_worker", _("协同社工"))])
    worker = pick(_("是谁"), help_text=_("协同社工限本站；督导可以来自别的县。"))
