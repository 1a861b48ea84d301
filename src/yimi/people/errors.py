"""What the people room refuses, in sentences."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from yimi.core.codes.citizen_id import IdProblem
from yimi.core.codes.phones import PhoneProblem
from yimi.core.errors import Conflict, DomainError, Invalid
from yimi.people.rules.names import NameProblem

NAME_MESSAGES: Mapping[NameProblem, Any] = {
    NameProblem.EMPTY: _("请填写姓名。不知道姓名时可以写“不详”。"),
    NameProblem.TOO_LONG: _("姓名太长，最多 60 个字。"),
    NameProblem.DIGITS: _("姓名里有数字，请检查是不是和别的栏填混了。"),
    NameProblem.SIGNS: _("姓名里有不该出现的符号，请检查。"),
}
ID_MESSAGES: Mapping[IdProblem, Any] = {
    IdProblem.EXCEL_FLOAT: _(
        "这个号码被 Excel 变成了科学计数，后几位已经丢失。请把这一列设为“文本”后重新填写原号码。"
    ),
    IdProblem.EXCEL_ROUNDED: _(
        "末三位是 000，校验码也不对，多半是 Excel 把后几位改成了 0。请按证件重新填写。"
    ),
    IdProblem.LENGTH: _("身份证号应是 18 位（早年的是 15 位），请数一数有没有漏填或多填。"),
    IdProblem.CHARACTERS: _("身份证号只能是数字，最后一位可以是 X。"),
    IdProblem.DATE: _("号码里的出生日期不存在，请对照证件检查第 7 至 14 位。"),
    IdProblem.FUTURE: _("号码里的出生日期还没有到，请对照证件检查第 7 至 14 位。"),
    IdProblem.CHECKSUM: _("最后一位校验码对不上，号码里有一位可能填错了，请对照证件检查。"),
    IdProblem.CARD_KIND: _("残疾人证号的第 19 位应是类别 1–7，第 20 位应是等级 1–4。"),
}
PHONE_MESSAGES: Mapping[PhoneProblem, Any] = {
    PhoneProblem.CHARACTERS: _("电话只能填数字，请检查。"),
    PhoneProblem.EXCEL_FLOAT: _(
        "这个电话被 Excel 变成了科学计数，请把这一列设为“文本”后重新填写。"
    ),
    PhoneProblem.NO_AREA_CODE: _("座机请在前面加上区号，例如 0394-5441234。"),
    PhoneProblem.UNKNOWN: _("这不像能拨通的号码，手机应是 11 位，座机要带区号。"),
}


class InvalidRows(Invalid):
    """Some rows of a batch are wrong; nothing of the batch was saved. ``rows`` maps a row's place to its error."""

    code = "invalid_rows"
    message = _("这一批里有几行需要改，整批都还没有保存。")

    def __init__(self, rows: Mapping[int, Invalid]) -> None:
        self.rows = dict(rows)
        fields = {
            f"{place}.{name}": texts
            for place, error in rows.items()
            for name, texts in error.fields.items()
        }
        super().__init__(fields, self.message)


class RowChanged(Conflict):
    """Somebody saved first. ``current`` is the row as it is now, to be shown beside what was typed."""

    code = "row_changed"
    message = _("您填写时，这份资料刚被别人改过。现在的内容列在旁边，请核对后再保存。")

    def __init__(self, current: Any) -> None:
        self.current = current
        super().__init__(row_version=current.row_version)


class UidTaken(Conflict):
    """A client's uid came again with other content or from somebody else; nothing about the first is revealed."""

    code = "uid_taken"
    message = _("这份资料的编号已被用过，内容不同，没有保存。请换一个新的编号再存。")


class HouseholdIsClosed(DomainError):
    """A closed file takes nothing more."""

    code = "household_closed"
    status = 409
    message = _("户档 %(number)s 已经销档，不能再改。需要时请为这户重新建档。")


class HeadLeaves(DomainError):
    """The head cannot leave before somebody else is head."""

    code = "head_leaves"
    message = _("这位是户主，家里还有其他人。请先换一位户主，再办理离开。")


class AlreadyMember(DomainError):
    """Already there."""

    code = "already_member"
    status = 409
    message = _("这位已经在这一户里了。")


class AlreadyMerged(DomainError):
    """The duplicate is already read as someone else."""

    code = "already_merged"
    status = 409
    message = _("这份档案已经并入另一份。请先撤销原来的合并，再重新合并。")


class MergeInCircle(DomainError):
    """The two are already one, the other way round."""

    code = "merge_in_circle"
    status = 409
    message = _("这两份档案已经是合并关系，不能反过来再合并一次。")


class MergeUndone(DomainError):
    """Undone before."""

    code = "merge_undone"
    status = 409
    message = _("这次合并已经撤销过了。")
