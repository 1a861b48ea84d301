"""What the services room refuses, in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _

from yimi.core.errors import Conflict, DomainError, Forbidden, Invalid

#: Message keys of ``rules.check_record`` and of the look-ups, in the worker's words.
MESSAGES: dict[str, Any] = {
    "in_future": _("服务日期在今天之后。请改成实际服务的那一天。"),
    "too_old": _("服务日期超过五年。旧台账请用“导入”，会标为历史记录。"),
    "minutes_range": _("时长要在 0 到 1440 分钟之间。跨天的服务请分天记。"),
    "minutes_needed": _("请填用了多少分钟。"),
    "due_before_service": _("下次走访日期早于这次服务日期。"),
    "due_too_far": _("下次走访日期超过两年，请核对年份。"),
    "note_too_long": _("备注超过 20,000 字，请精简或拆成两条。"),
    "too_many_participants": _("一条记录最多 500 位具名参加者，更多的人请用分段人数。"),
    "head_count_range": _("分段人数要在 1 到 100,000 之间。"),
    "household_needed": _("入户走访要选一户。"),
    "nobody_served": _("请选见到了谁，或填不具名的人数。"),
    "not_met_only_at_door": _("只有入户走访可以记“未遇”。"),
    "nobody_was_met": _("记“未遇”时不能再选见到的人。"),
    "worker_twice": _("同一位社工选了两次。"),
    "worker_needed": _("请选提供服务的社工。"),
    "item_twice": _("同一项服务选了两次。"),
    "unknown_choice": _("有一个选项系统里没有，请刷新页面后重选。"),
    "unknown_method": _("没有这种服务方式。"),
    "unknown_item": _("没有这项服务，或它在服务当天已停用。"),
    "unknown_unit": _("没有找到这个站点，或不在您的工作范围内。"),
    "unknown_household": _("没有找到这一户，或不在您的工作范围内。"),
    "unknown_resident": _("选中的人里有不在您工作范围内的，请重新选择。"),
    "resident_twice": _("同一位居民选了两次。"),
    "unknown_worker": _("选中的社工服务当天不在这个站点。"),
    "household_elsewhere": _("这一户由别的站点服务。请先办理移交，或由那个站点记录。"),
    "household_closed": _("这一户的档案已关闭。请先重新开户。"),
    "unit_closed": _("站点在服务当天没有运行，请核对日期。"),
    "place_outside": _("服务地点不是有效的行政区划代码。"),
}


def invalid_record(faults: Mapping[str, Sequence[str]]) -> Invalid:
    """Turn message keys into the error a door shows at each field."""
    return Invalid({name: [MESSAGES[key] for key in keys] for name, keys in faults.items()})


class InvalidBatch(DomainError):
    """Some rows of a batch are wrong: ``rows`` maps position → field → messages. Nothing was saved."""

    code = "invalid_batch"
    message = _("这一批里有几行需要改，整批都没有保存。")

    def __init__(self, rows: Mapping[int, dict[str, list[Any]]]) -> None:
        self.rows = rows
        super().__init__()


class SameUidOtherContent(Conflict):
    """A uid came again with other content or from somebody else; nothing about the first is revealed."""

    code = "uid_taken"
    message = _("这条记录的编号已被用过，内容不同，没有保存。请重新打开“记一笔”再存。")


class RecordAlreadyReplaced(Conflict):
    """Somebody corrected or voided the record meanwhile."""

    code = "record_replaced"
    message = _("这条记录刚被更正或作废。请打开最新的一版再改。")


class NoteNotYours(Forbidden):
    """A case session's note is for those who gave the session; a correction by others would lose it."""

    code = "note_not_yours"
    message = _("这次个案面谈的备注只有参与面谈的社工能看，请由他们更正。")


class VoidNeedsReason(DomainError):
    """A void without a reason."""

    code = "void_needs_reason"
    message = _("请写明作废原因，它会留在记录里。")


class WithdrawalNeedsReason(DomainError):
    """A photo taken out of sight without a reason."""

    code = "withdrawal_needs_reason"
    message = _("请写明撤下照片的原因，它会留在访问记录里。")


class PhotoRefused(DomainError):
    """The file is no photo we take: type, size or content."""

    code = "photo_refused"
    message = _("这张照片不能用：%(why)s")
