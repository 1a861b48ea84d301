"""Small words and look-ups that lists need."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import template
from django.utils.dates import MONTHS
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from yimi.core import clock

register = template.Library()
NAMES_SHOWN = 4


@register.filter
def at(mapping: Mapping[Any, Any], key: Any) -> Any:
    """``{{ mapping|at:key }}``; nothing when it is not there."""
    return mapping.get(key, ())


@register.filter
def days_before(day: date, later: date) -> int:
    """``{{ due_on|days_before:today }}``: how many days ``day`` lies before ``later``."""
    return (later - day).days


@register.filter
def month_name(first: date) -> str:
    """``{{ period.first|month_name }}`` → 10 月, with the year unless it is this year's."""
    if (get_language() or "").startswith("zh"):
        text = f"{first.month} 月"
        return text if first.year == clock.today().year else f"{first.year} 年 {text}"
    text = str(MONTHS[first.month])
    return text if first.year == clock.today().year else f"{text} {first.year}"


@register.filter
def some_names(names: list[str]) -> str:
    """``{{ names|some_names }}`` → the first four, and 等 when there are more."""
    shown = _("、").join(names[:NAMES_SHOWN])
    return shown if len(names) <= NAMES_SHOWN else _("%(names)s等") % {"names": shown}
