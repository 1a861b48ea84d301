"""What the workforce room refuses, in words."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from yimi.core.errors import DomainError
from yimi.workforce.rules import IdFault, PlacementWarning


class PlacementOverlaps(DomainError):
    """The same worker twice at the same unit on one day."""

    code = "placement_overlaps"
    status = 409
    message = _(
        "%(unit)s自 %(starts_on)s 起已有%(worker)s的在岗记录，时间有重叠。请先结束那一段，或修改日期。"
    )


class WorkerAlreadyRegistered(DomainError):
    """The ID number belongs to a worker on file; says no more than that."""

    code = "worker_already_registered"
    status = 409
    message = _(
        "这个身份证号已登记在一名社工名下。如果是同一个人，请在人员名单里查找；名单里没有的，请联系上级民政部门办理调动。"
    )


ID_MESSAGES: dict[IdFault, Any] = {
    IdFault.LENGTH: _("身份证号应为 18 位，请核对。可以先不填。"),
    IdFault.DIGITS: _("身份证号前 17 位应是数字，最后一位是数字或 X，请核对。"),
    IdFault.DATE: _("身份证号里的出生日期不存在，请核对第 7 至 14 位。"),
    IdFault.CHECK: _("身份证号的校验码对不上，至少有一位写错了，请逐位核对。"),
}

PLACEMENT_MESSAGES: dict[PlacementWarning, Any] = {
    PlacementWarning.FULL_TIME_TWICE: _("这段时间已在别处专职在岗，请确认是否应登记为兼职。"),
    PlacementWarning.SECOND_HEAD: _("这段时间该站已有站长，请确认。"),
}
