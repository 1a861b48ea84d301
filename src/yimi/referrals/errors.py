"""What the referrals room refuses, in words."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from yimi.core.errors import Conflict, DomainError, Invalid

#: Message keys of ``rules``, in the worker's words.
MESSAGES: dict[str, Any] = {
    "unknown_step": _("没有这一步，请刷新页面后重试。"),
    "not_now": _("转介现在的状态不能做这一步，请刷新页面看看进展。"),
    "no_consent": _(
        "还没有登记服务对象的同意，不能转介。请先登记同意；情况紧急的，登记紧急情况的理由。"
    ),
    "no_outcome": _("请选结果。没有结果的转介不能了结。"),
    "in_future": _("日期在今天之后，请改成实际发生的那一天。"),
    "before_last_step": _("日期早于上一步，请核对。"),
    "due_in_past": _("日期已经过去，请选今天或以后的日期。"),
    "due_too_far": _("日期超过一年，请核对年份。"),
}


class NoConsent(DomainError):
    """Data must not leave the station without the person's word, or an emergency."""

    code = "referral_no_consent"
    message = MESSAGES["no_consent"]


class StepNotNow(Conflict):
    """The referral has moved on, or never came that far."""

    code = "referral_step_not_now"
    message = MESSAGES["not_now"]


class SameUidOtherContent(Conflict):
    """The uid is taken by something else; says no more than that."""

    code = "same_uid_other_content"
    message = _("这份登记和刚才提交的内容不一样。请刷新页面后重新填写。")


class ReferralChanged(Conflict):
    """Somebody saved first. ``current`` is the row as it is now, for the page that shows both."""

    code = "referral_changed"

    def __init__(self, current: Any) -> None:
        self.current = current
        super().__init__()


def refused(fault: str) -> DomainError:
    """The error for a message key of ``rules.step_fault``."""
    if fault == "no_consent":
        return NoConsent()
    if fault == "no_outcome":
        return Invalid.one("outcome", MESSAGES[fault])
    return StepNotNow(MESSAGES[fault])
