"""Goals, scales, sessions, notes and reviews."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from yimi.cases.choices import (
    GoalKind,
    GoalStatus,
    ReviewAnswer,
    SessionKind,
)
from yimi.cases.forms.fields import WithChoices, chips, long_text, pick
from yimi.core import clock
from yimi.core.forms import ActionForm, date_field, text_field

MINUTES = [("30", _("30 分钟")), ("45", _("45 分钟")), ("60", _("60 分钟")), ("90", _("90 分钟"))]


class GoalForm(ActionForm):
    """A goal, the problem it answers to, and by what one would see it."""

    kind = chips(_("类别"), GoalKind.choices, initial=GoalKind.SPECIFIC)
    problem = long_text(
        _("要解决的问题"), rows=2, help_text=_("预估时看到的问题；印在计划表的目标旁边。")
    )
    text = long_text(
        _("要达到什么"), rows=2, required=True, help_text=_("用服务对象听得懂的话写。")
    )
    measure = long_text(
        _("怎么看出来达到了"), rows=2, help_text=_("可衡量：次数、分数、谁能看到。")
    )
    target_on = date_field(_("到什么时候"), required=False)


class GoalStatusForm(ActionForm):
    """How a goal stands."""

    status = chips(_("进展"), GoalStatus.choices)


class ScaleForm(ActionForm):
    """A tool and its first score."""

    name = text_field(_("量表或评分题"), 60, help_text=_("如“孤独感 0–10 分”。"))
    lowest = forms.DecimalField(label=_("最低分"), max_digits=5, decimal_places=1, initial=0)
    highest = forms.DecimalField(label=_("最高分"), max_digits=5, decimal_places=1, initial=10)
    higher_is_better = chips(_("分数越高"), [("yes", _("越好")), ("no", _("越重"))], initial="yes")
    score = forms.DecimalField(label=_("这次得分"), max_digits=5, decimal_places=1)
    read_on = date_field(_("评分日期"), initial=clock.today)


class ReadingForm(ActionForm):
    """Another score."""

    score = forms.DecimalField(label=_("得分"), max_digits=5, decimal_places=1)
    read_on = date_field(_("评分日期"), initial=clock.today)


class SessionForm(WithChoices):
    """A meeting with the client, entered in under a minute; the full record (F-05) comes after if wanted."""

    uid = forms.UUIDField(widget=forms.HiddenInput)
    kind = chips(_("形式"), SessionKind.choices, initial=SessionKind.INTERVIEW)
    served_on = date_field(_("日期"), initial=clock.today)
    minutes = chips(_("多久"), [*MINUTES, ("other", _("其他"))], initial="45")
    minutes_other = forms.IntegerField(
        label=_("分钟"), min_value=1, max_value=1440, required=False, help_text=_("选“其他”时填。")
    )
    present = forms.MultipleChoiceField(
        label=_("见到谁"), widget=forms.CheckboxSelectMultiple, required=False
    )
    item = pick(_("做了什么"))
    note = long_text(
        _("原始记录"),
        rows=6,
        help_text=_("只有您、协同社工和被指派的督导能看；保存后不能改，可以补充。"),
    )
    next_on = date_field(_("下次见面"), required=False)

    def __init__(self, *args: Any, goals: list[tuple[UUID, str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.goal_lines = [line for line, _text, _status in goals]
        for line, text, status in goals:
            self.fields[f"goal_{line.hex}"] = chips(
                text, GoalStatus.choices, required=False, initial=status
            )

    def clean(self) -> dict[str, Any]:
        """A chosen “other” needs its number."""
        data = super().clean() or {}
        if data.get("minutes") == "other" and not data.get("minutes_other"):
            self.add_error("minutes_other", _("请填用了多少分钟。"))
        return data

    @property
    def minutes_meant(self) -> int:
        """As a number."""
        chosen = self.cleaned_data["minutes"]
        return int(self.cleaned_data["minutes_other"] if chosen == "other" else chosen)

    @property
    def progress(self) -> dict[UUID, str]:
        """Goals that moved: line → status."""
        return {
            line: status
            for line in self.goal_lines
            if (status := self.cleaned_data.get(f"goal_{line.hex}"))
        }


class NoteForm(ActionForm):
    """A note, an addition, or a correction."""

    uid = forms.UUIDField(widget=forms.HiddenInput)
    text = long_text(_("内容"), rows=5, required=True)


class AskForm(WithChoices):
    """What the supervisor is asked to look at, or that nobody is there."""

    about = chips(_("请督导看什么"), ())
    none_available = forms.BooleanField(label=_("目前没有督导，先记下"), required=False)


class AnswerForm(ActionForm):
    """The supervisor's answer."""

    answer = chips(
        _("意见"),
        [
            (one, label)
            for one, label in ReviewAnswer.choices
            if one in {ReviewAnswer.APPROVED, ReviewAnswer.RETURNED}
        ],
    )
    comment = long_text(_("说明"), help_text=_("请修改时写明改什么；责任社工和协同社工能看。"))
