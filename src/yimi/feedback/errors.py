"""What the feedback room refuses, in words."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from yimi.core.errors import Conflict, DomainError, Forbidden, Invalid

#: Message keys of ``rules``.
MESSAGES: dict[str, Any] = {
    "unknown_step": _("没有这一步，请刷新页面后重试。"),
    "not_now": _("投诉现在的状态不能做这一步，请刷新页面看看进展。"),
    "reopened_before": _("已经再次办理过一次。仍不满意的，请向县级民政部门或 12345 反映。"),
    "no_finding": _("请选调查结果，再答复。"),
    "not_about_a_worker": _("这件投诉不是针对社工的，不用确认是谁。"),
}


class StepNotNow(Conflict):
    """The complaint has moved on, or never came that far."""

    code = "complaint_step_not_now"
    message = MESSAGES["not_now"]


class NotYoursToHandle(Forbidden):
    """Nobody handles a complaint about themselves."""

    code = "complaint_about_you"
    message = _("这件投诉不能由您办理：被投诉的人不办理针对自己的投诉。请交给县级民政部门。")


class NamedByTheOffice(Forbidden):
    """Whom a complaint is about is found out above the station, also when another name is to take its place."""

    code = "complaint_named_by_office"
    message = _("被投诉的是谁，由县级民政部门确认。认为确认得不对的，请告诉他们，由他们改。")


class ComplaintChanged(Conflict):
    """Somebody saved first. ``current`` is the row as it is now."""

    code = "complaint_changed"

    def __init__(self, current: Any) -> None:
        self.current = current
        super().__init__()


class SameUidOtherContent(Conflict):
    """The uid is taken by something else; says no more than that."""

    code = "same_uid_other_content"
    message = _("这份表和刚才提交的内容不一样。请刷新页面后重新填写。")


class TooManyAtOnce(DomainError):
    """A public door was used too often within a short time."""

    code = "too_many_at_once"
    status = 429
    message = _("提交得太频繁了，请过一个小时再试。着急的话，请直接给站里打电话或拨打 12345。")


class VoiceOver(Conflict):
    """The invitation has expired, or has been answered as often as it may be."""

    code = "voice_over"
    status = 410
    message = _("这次评价已经结束，谢谢您。有话要说，可以到站里来，也可以写投诉或建议。")


def refused(fault: str) -> DomainError:
    """The error for a message key of ``rules.step_fault``."""
    if fault == "no_finding":
        return Invalid.one("finding", MESSAGES[fault])
    return StepNotNow(MESSAGES[fault])
