"""Which of the two complete languages the reader chose; names that are data carry both."""

from __future__ import annotations

from django.utils.translation import get_language


def in_english() -> bool:
    """Whether the reader chose English; everything else reads Chinese."""
    return (get_language() or "").startswith("en")
