"""Filters of the programmes room's templates."""

from __future__ import annotations

from django import template
from django.utils.translation import get_language

from yimi.engine.describe import yuan as in_words

register = template.Library()


@register.filter
def yuan(fen: int | None) -> str:
    """``{{ 50000|yuan }}`` → 500 元; ¥500 in English; nothing known: an em dash."""
    if fen is None:
        return "—"
    words = in_words(fen)
    return words if (get_language() or "zh").startswith("zh") else "¥" + words.removesuffix(" 元")
