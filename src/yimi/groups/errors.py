"""What the groups room refuses, in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _

from yimi.core.errors import Conflict, DomainError, Invalid

#: Message keys of ``rules``, in the worker's words.
MESSAGES: dict[str, Any] = {
    "no_sessions": _("请至少排一节。"),
    "too_many_sessions": _("最多排 60 节。更长的请分成两个小组。"),
    "session_numbers": _("节次要从 1 开始连着排，不能空也不能重。"),
    "theme_needed": _("每一节都要有主题，可以先写“待定”。"),
    "theme_too_long": _("主题最多 60 个字。"),
    "days_backwards": _("后一节的日期早于前一节，请核对。"),
    "session_number": _("节次要在 1 到 60 之间。"),
    "unknown_phase": _("没有这个阶段，请从五个阶段里选。"),
    "not_a_member": _("选中的人里有当天不是组员的。先把他们加入小组，或记在不具名的人数里。"),
    "after_the_end": _("这一天小组已经结束。请核对日期，或先更正结束日期。"),
    "end_in_future": _("结束日期在今天之后。请等小组结束后再填。"),
    "end_before_last_session": _("结束日期早于最后一节的日期，请核对。"),
    "more_satisfied_than_replies": _("满意的份数不能多于有效答卷数。"),
}


def told(faults: Mapping[str, Sequence[str]]) -> dict[str, list[Any]]:
    """Message keys as the sentences a door shows at each field."""
    return {name: [MESSAGES[key] for key in keys] for name, keys in faults.items()}


def refuse(faults: Mapping[str, Sequence[str]]) -> None:
    """Raise Invalid when there are any faults."""
    if faults:
        raise Invalid(told(faults))


class GroupIsOver(DomainError):
    """The group was closed or cancelled."""

    code = "group_is_over"
    message = _("这个小组已经结束，不能再改。要更正结束的内容，请用“更正结束情况”。")


class GroupHasSessions(DomainError):
    """A group that has held sessions cannot be called off; it ends."""

    code = "group_has_sessions"
    message = _("这个小组已经办过活动，请用“结束小组”，不能记作“没有开成”。")


class GroupNotHeld(DomainError):
    """A group without any session has nothing to close."""

    code = "group_not_held"
    message = _("这个小组还没有办过活动。没有开成的，请用“没有开成”。")


class GroupNotClosed(Conflict):
    """Members are asked what they think once the group has ended."""

    code = "group_not_closed"
    message = _("小组结束以后再请组员评价。")


class SessionAlreadyHeld(Conflict):
    """Session ``no`` stands already, with another record."""

    code = "session_already_held"
    message = _("第 %(no)s 节已经记过。要改请打开那一节更正；另一次活动请换一个节次。")


class SessionGone(Conflict):
    """The session's record was voided elsewhere."""

    code = "session_gone"
    message = _("这一节的服务记录已作废，不能再改。要重记，请从小组页面记这一节。")


class MemberAlreadyThere(DomainError):
    """Somebody stands on the group's list already."""

    code = "member_already_there"
    message = _("%(name)s 已经在名单里，请直接改他的那一行。")


class MemberWasThere(DomainError):
    """Dates that would make an attendance impossible."""

    code = "member_was_there"
    message = _("他在 %(day)s 参加过活动，日期不能排除这一天。请先更正那一节的签到。")
