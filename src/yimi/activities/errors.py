"""What the activities room refuses, in words."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from yimi.core.errors import Conflict, DomainError

#: Message keys of ``rules``, in the worker's words.
MESSAGES: dict[str, Any] = {
    "too_many_lines": _("预算最多 40 行，请合并同类的支出。"),
    "purpose_needed": _("每一行预算都要写用途。"),
    "money_below_zero": _("金额不能小于 0。"),
}


class ActivityNotPlanned(DomainError):
    """The activity was held or cancelled already."""

    code = "activity_not_planned"
    message = _("这场活动已经举办或取消，不能再改计划。举办的情况请用“更正”。")


class ActivityAlreadyHeld(Conflict):
    """Somebody recorded the activity already."""

    code = "activity_already_held"
    message = _("这场活动已经记过。要改请打开它更正，不要再记一次。")


class ActivityNotHeld(Conflict):
    """Its record does not stand, or there never was one."""

    code = "activity_not_held"
    message = _("这场活动还没有记，或它的服务记录已作废。请先记活动。")


class SheetClosed(DomainError):
    """Signing in outside the hours that the station opened."""

    code = "sheet_closed"
    message = _("现在不能签到。请问现场的社工。")


class SheetBusy(DomainError):
    """Too many sign-ins within a minute."""

    code = "sheet_busy"
    status = 429
    message = _("现在签到的人太多，请过一分钟再试。")


class SignedInAlready(Conflict):
    """This phone has signed in."""

    code = "signed_in_already"
    message = _("这部手机已经签到，不用再签。")
