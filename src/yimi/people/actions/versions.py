"""Writing a row only while it is still what was on the screen."""

from __future__ import annotations

from typing import Any

from yimi.people.errors import RowChanged
from yimi.people.models import Household, Resident

#: What a page that shows the clash needs beside the row.
RELATED = ("key", "unit")


def compare_and_set(row: Household | Resident, row_version: int, **changes: Any) -> None:
    """Write ``changes`` if the row is still at ``row_version``; raises :class:`RowChanged` with the row as it is now."""
    rows = type(row)._default_manager
    changed = rows.filter(pk=row.pk, row_version=row_version)
    if changed.update(row_version=row_version + 1, **changes) != 1:
        raise RowChanged(rows.select_related(*RELATED).get(pk=row.pk))
    row.row_version = row_version + 1
    for name, value in changes.items():
        setattr(row, name, value)
