"""What a station needs, in words."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from yimi.portal.homes.attention import Need

_TAGS = {
    "unstaffed": lambda: _("岗位空缺"),
    "never_served": lambda: _("没有服务"),
    "silent": lambda: _("没有服务"),
    "overdue": lambda: _("走访逾期"),
    "uncertified": lambda: _("无持证"),
    "late": lambda: _("补录偏多"),
}


def need_tag(need: Need) -> Any:
    """One or two words."""
    return _TAGS[need.kind]()


def need_sentence(need: Need) -> Any:
    """What is missing, with its figure and unit."""
    n = {"n": need.amount}
    if need.kind == "unstaffed":
        return _("无驻站社工 %(n)d 天") % n if need.amount else _("还没有驻站社工")
    if need.kind == "never_served":
        return _("还没有一条服务记录")
    if need.kind == "silent":
        return _("%(n)d 天没有服务记录") % n
    if need.kind == "overdue":
        return _("%(n)d 户走访已过期") % n
    if need.kind == "uncertified":
        return _("%(n)d 名社工都未持证") % n
    return _("本月补录 %(n)d 条") % n
