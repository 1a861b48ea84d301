"""What the supervision room refuses, in sentences."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from yimi.core.errors import DomainError


class NoSupervisorYourself(DomainError):
    """The account is not tied to a worker, so nobody held the session."""

    code = "supervision_needs_worker"
    message = _("您的账号还没有对应到一名社工，不能记督导。请系统管理员在账号里补上。")


class NotYourSupervisee(DomainError):
    """Somebody named is not supervised by this supervisor on that day."""

    code = "not_your_supervisee"
    message = _(
        "%(names)s在 %(on)s 还没有安排由您督导。请先由站长或县级民政部门登记督导安排；同站同事可选“朋辈督导”。"
    )


class AlreadyReleased(DomainError):
    """The supervisor has released it before."""

    code = "supervision_already_released"
    status = 409
    message = _("这次督导记录已经公开给本站站长和县级民政部门。")


class NotReleased(DomainError):
    """There is nothing to take back."""

    code = "supervision_not_released"
    status = 409
    message = _("这次督导现在没有公开，不用收回。")
