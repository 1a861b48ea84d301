"""The words of service ledgers: methods, outcomes, items of the catalogue."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import override

from yimi.core.clock import today
from yimi.imports.faults import CellRefused, Problem
from yimi.services.lookups import offered_items
from yimi.services.models import LocalItem, ServiceItem
from yimi.services.models.record import Method, Outcome

_METHODS = {
    "入户": "home_visit", "走访": "home_visit", "上门": "home_visit", "上门走访": "home_visit", "入户探访": "home_visit",
    "探访": "home_visit", "家访": "home_visit", "入户服务": "home_visit", "上门服务": "home_visit", "走访慰问": "home_visit",
    "咨询": "consultation", "来访": "consultation", "接待": "consultation", "接待咨询": "consultation", "面谈": "consultation",
    "电话访问": "phone", "电访": "phone", "电话探访": "phone", "电话咨询": "phone", "微信": "online", "网络": "online",
    "线上服务": "online", "个案": "case_session", "个案服务": "case_session", "小组活动": "group_session",
    "小组工作": "group_session", "社区活动": "activity", "主题活动": "activity", "集体活动": "activity", "宣传活动": "activity",
    "链接资源": "resource_link", "资源": "resource_link", "转送": "referral", "代办": "handling", "事务": "handling",
    "协助办理": "handling",
}  # fmt: skip
_OUTCOMES = {
    "见到": "met", "已见": "met", "是": "met", "见面": "met", "成功": "met", "正常": "met", "已走访": "met",
    "未遇": "not_met", "未见": "not_met", "没见到": "not_met", "未见到": "not_met", "否": "not_met", "无人": "not_met",
    "不在家": "not_met", "无人在家": "not_met", "家中无人": "not_met",
}  # fmt: skip

with override("zh-hans"):
    _METHODS |= {str(method.label): method.value for method in Method}
    _OUTCOMES |= {str(outcome.label): outcome.value for outcome in Outcome}


def parse_method(text: str) -> str:
    """How the service was given.

    >>> parse_method("上门走访"), parse_method("入户走访"), parse_method("电话")
    ('home_visit', 'home_visit', 'phone')
    """
    return _pick(_METHODS, text)


def parse_outcome(text: str) -> str:
    """Whether anybody was met.

    >>> parse_outcome("家中无人")
    'not_met'
    """
    return _pick(_OUTCOMES, text)


def _pick(words: Mapping[str, str], text: str) -> str:
    found = words.get(text.replace(" ", ""))
    if found is None:
        raise CellRefused(Problem.UNKNOWN_CHOICE)
    return found


def item_words(region_code: str) -> dict[str, str]:
    """Every name of every item, closed ones included (whether it was offered that day the services room decides)."""
    words: dict[str, str] = {}
    for item in ServiceItem.objects.all():
        if region_code.startswith(item.region_code):
            for name in (item.code, item.code.lower(), item.name, item.short_name, item.name_en):
                words.setdefault(_bare(name), item.code)
    for local in LocalItem.objects.exclude(name="").order_by("valid_from"):
        if region_code.startswith(local.region_code):
            words[_bare(local.name)] = local.item_id
    return words


def item_choices(region_code: str) -> list[str]:
    """The items that the place offers today, by short name, for the template's list."""
    return [item.short_name for item in offered_items(region_code, today())]


def pick_item(words: Mapping[str, str], text: str) -> str:
    """The code of an item; raises :class:`CellRefused`."""
    found = words.get(_bare(text))
    if found is None:
        raise CellRefused(Problem.UNKNOWN_ITEM)
    return found


def _bare(text: str) -> str:
    return "".join(char for char in text if char.isalnum())
