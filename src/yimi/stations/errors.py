"""What the stations room refuses, in words."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from yimi.core.errors import DomainError
from yimi.stations.rules import OpeningFault, UsccError, UsccFault


class UnitAlreadyClosed(DomainError):
    """The unit no longer takes this change."""

    code = "unit_already_closed"
    status = 409
    message = _("%(name)s已于 %(closed_on)s 停用，不能再做这项修改。")


class UnitStillOpen(DomainError):
    """There is nothing to take up again."""

    code = "unit_still_open"
    status = 409
    message = _("%(name)s没有停用，不用恢复。")


class EngagementsOverlap(DomainError):
    """Two operators for one unit on one day."""

    code = "engagements_overlap"
    status = 409
    message = _(
        "%(unit)s自 %(starts_on)s 起已由%(operator)s承接，时间有重叠。请先结束前一家的承接，再登记新的。"
    )


USCC_MESSAGES: dict[UsccFault, Any] = {
    UsccFault.LENGTH: _(
        "统一社会信用代码应为 18 位，现在是 %(found)s 位。请对照登记证书核对；没有代码可以不填。"
    ),
    UsccFault.LETTERS: _(
        "统一社会信用代码里不会有“%(found)s”。字母 I、O、Z、S、V 不使用，可能是数字 1、0、2、5 看错了。"
    ),
    UsccFault.DIVISION: _("统一社会信用代码第 3 至 8 位是登记机关区划，应全是数字，请核对。"),
    UsccFault.CHECK: _(
        "统一社会信用代码的校验码对不上，至少有一位写错了。请对照登记证书逐位核对。"
    ),
}

OPENING_MESSAGES: dict[OpeningFault, Any] = {
    OpeningFault.WEEKDAY: _("星期应在星期一到星期日之间。"),
    OpeningFault.BACKWARDS: _("关门时间要晚于开门时间。"),
    OpeningFault.OVERLAP: _("同一天的两段开放时间有重叠，请合并或错开。"),
}


def uscc_message(error: UsccError) -> str:
    """The sentence for a refused 统一社会信用代码."""
    return str(USCC_MESSAGES[error.fault]) % {"found": error.found}
