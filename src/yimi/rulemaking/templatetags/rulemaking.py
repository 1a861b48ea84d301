"""Figures of drafts as words: exact, about, hidden; amounts in yuan, differences with their sign."""

from __future__ import annotations

from django import template
from django.utils.translation import gettext as _

from yimi.core import formats
from yimi.core.language import in_english
from yimi.engine.describe import yuan
from yimi.rulemaking.counting import ShownCount

register = template.Library()


@register.filter
def people(count: ShownCount) -> str:
    """``{{ count|people }}`` → 1,230 人, 约 1,230 人, 人数很少."""
    if count.value is None:
        return _("人数很少，不显示")
    words = _("约 %(count)s") if count.about else "%(count)s"
    return words % {"count": formats.number(count.value)}


@register.filter
def figure_or_hidden(value: int | None) -> str:
    """``{{ row.gain|figure_or_hidden }}`` → 12, or that it is not shown."""
    return _("不显示") if value is None else formats.number(value)


@register.filter
def money(fen: int | None) -> str:
    """``{{ fen|money }}`` → 500 元."""
    return _("不显示") if fen is None else _yuan(fen)


@register.filter
def difference(fen: int | None) -> str:
    """``{{ fen|difference }}`` → +500 元."""
    if fen is None:
        return _("不显示")
    return f"+{_yuan(fen)}" if fen > 0 else _yuan(fen)


def _yuan(fen: int) -> str:
    return yuan(fen).replace(" 元", " yuan") if in_english() else yuan(fen)
