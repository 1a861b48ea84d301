"""Form fields for single answers. What is typed becomes what an answer keeps (see ``Kind``).

A field that is ``disabled`` (the system knows the answer) is cleaned with the answer itself, which stays as it is.
"""

from __future__ import annotations

import re
from datetime import date, time
from decimal import Decimal
from typing import Any

from django import forms

SEPARATORS = re.compile(r"[、，,；;\n]+")


class DayField(forms.DateField):
    """A date; kept as text, so that the answer is what JSON holds."""

    def clean(self, value: Any) -> Any:
        day = super().clean(value)
        return day.isoformat() if isinstance(day, date) else ""


class ClockField(forms.TimeField):
    """A time of day; kept as text."""

    def clean(self, value: Any) -> Any:
        at = super().clean(value)
        return f"{at:%H:%M}" if isinstance(at, time) else ""


class NumberField(forms.DecimalField):
    """A number with up to two decimals."""

    def clean(self, value: Any) -> Any:
        exact = super().clean(value)
        if not isinstance(exact, Decimal):
            return None
        return int(exact) if exact == exact.to_integral_value() else float(exact)


class YuanField(forms.DecimalField):
    """Typed in yuan, kept in fen."""

    def clean(self, value: Any) -> Any:
        if isinstance(value, int):
            return value
        yuan = super().clean(value)
        return int(yuan * 100) if isinstance(yuan, Decimal) else None

    def prepare_value(self, value: Any) -> Any:
        return Decimal(value) / 100 if isinstance(value, int) else value


class PeopleField(forms.CharField):
    """Names with 、 between them."""

    def clean(self, value: Any) -> Any:
        if isinstance(value, list | tuple):
            return list(value)
        return [name.strip() for name in SEPARATORS.split(super().clean(value)) if name.strip()]

    def prepare_value(self, value: Any) -> Any:
        return "、".join(value) if isinstance(value, list | tuple) else value


def number_or_none(text: str) -> int | None:
    """A score chosen, as a number."""
    return int(text) if text else None


def yes_or_none(text: Any) -> bool | None:
    """是 or 否 chosen, as a truth."""
    return {"yes": True, "no": False}.get(text)


class YesNoField(forms.TypedChoiceField):
    """是, 否, or not asked."""

    def clean(self, value: Any) -> Any:
        return value if isinstance(value, bool) else super().clean(value)

    def prepare_value(self, value: Any) -> Any:
        return {True: "yes", False: "no"}.get(value, value) if isinstance(value, bool) else value
