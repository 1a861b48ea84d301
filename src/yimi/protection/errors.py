"""What the protection room refuses, in words. It refuses little: a report must go out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _

from yimi.core.errors import Conflict, Invalid

#: Message keys of ``rules``, in the words of whoever reports.
MESSAGES: dict[str, Any] = {
    "say_something": _("请至少点一项“发现了什么”，或写一句话，就可以送出。"),
    "unknown_choice": _("有一个选项系统里没有，请刷新页面后重选。"),
    "in_future": _("这个时间还没有到，请核对。"),
    "too_old": _("这个时间太早了，请核对年份。"),
    "too_long": _("太长了，请精简；细节可以在送出后再补一条。"),
    "authority_needed": _("请选报告给了谁。"),
    "way_needed": _("请选是怎么报告的。"),
    "receipt_needed": _("请填回执编号，没有编号时写下对方怎么答复的。"),
    "text_needed": _("请写一两句话。"),
    "unknown_place": _("没有找到这个站点，或不在您的工作范围内。请重新选择。"),
    "unknown_resident": _("选中的人不在您的工作范围内。可以直接写下姓名或特征。"),
    "unknown_step": _("要更正的那一步不在这份报告里。请刷新页面后再试。"),
}


def invalid(faults: Mapping[str, Sequence[str]]) -> Invalid:
    """Turn message keys into the error a door shows at each field."""
    return Invalid({name: [MESSAGES[key] for key in keys] for name, keys in faults.items()})


class SameUidOtherReport(Conflict):
    """A uid came again with other content or from somebody else; nothing about the first is revealed."""

    code = "uid_taken"
    message = _(
        "这份报告已经送出过，内容不同，这一次没有保存。请打开已送出的那一份，用“补一条”写下新情况。"
    )


class StepAlreadyCorrected(Conflict):
    """Two corrections of the same step."""

    code = "step_corrected"
    message = _("这一步刚被更正过。请刷新页面，看看是否还要再补。")


class ReaderAlreadyEnded(Conflict):
    """Two people took the same reader off the list."""

    code = "reader_ended"
    message = _("这个人刚被移出名单。请刷新页面。")
