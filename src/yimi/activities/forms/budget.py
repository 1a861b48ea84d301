"""The budget in yuan."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from yimi.activities.rules import (
    MOST_LINES,
    Line,
)
from yimi.core.forms import VersionedForm, text_field

#: Empty rows under the budget, to write into.
SPARE_ROWS = 3


def yuan_field(label: Any, **kwargs: Any) -> forms.DecimalField:
    """An amount in yuan, kept in fen."""
    return forms.DecimalField(
        label=label, required=False, min_value=0, max_digits=10, decimal_places=2, **kwargs
    )


def fen(yuan: Decimal | None) -> int | None:
    """Yuan as typed, in fen."""
    return None if yuan is None else int(yuan * 100)


def yuan(amount: int | None) -> Decimal | None:
    """Fen as yuan."""
    return None if amount is None else Decimal(amount) / 100


class BudgetForm(VersionedForm):
    """The budget as rows: purpose, planned, spent. A row whose purpose is emptied is left out."""

    def __init__(self, *args: Any, lines: Sequence[Line], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        sent = sum(name.startswith("purpose_") for name in self.data)
        count = max(len(lines), sent) if self.is_bound else len(lines) + SPARE_ROWS
        self.count = min(count, MOST_LINES)
        for no in range(self.count):
            line = lines[no] if no < len(lines) else None
            self.fields[f"purpose_{no}"] = text_field(
                _("用途"), 60, required=False, initial=line.purpose if line else ""
            )
            self.fields[f"budget_{no}"] = yuan_field(
                _("预算（元）"), initial=yuan(line.budget_fen) if line else None
            )
            self.fields[f"actual_{no}"] = yuan_field(
                _("实际（元）"), initial=yuan(line.actual_fen) if line else None
            )

    @property
    def rows(self) -> list[tuple[int, forms.BoundField, forms.BoundField, forms.BoundField]]:
        """Number and fields of each row, for the template."""
        return [
            (no + 1, self[f"purpose_{no}"], self[f"budget_{no}"], self[f"actual_{no}"])
            for no in range(self.count)
        ]

    def lines(self) -> list[Line]:
        """The rows that say what for, or hold an amount."""
        found = []
        for no in range(self.count):
            purpose = self.cleaned_data.get(f"purpose_{no}", "")
            planned = fen(self.cleaned_data.get(f"budget_{no}"))
            spent = fen(self.cleaned_data.get(f"actual_{no}"))
            if purpose or planned or spent:
                found.append(Line(purpose, planned or 0, spent))
        return found
