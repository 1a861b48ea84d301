"""Writing rows of plain values with the time at which they are recorded."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import models

from yimi.core.bulk import insert_rows, plain_instant

Row = tuple[Any, ...]
#: A data key's columns; ``created_at`` is its time.
KEYS = ("uid", "wrapped")


def insert_timed(
    model: type[models.Model],
    columns: Sequence[str],
    rows: Sequence[Row],
    *,
    at: datetime,
    named: str = "recorded_at",
) -> None:
    """Insert ``rows``, each with the instant ``at`` in its column ``named``; no rows are no statement."""
    if rows:
        last = (plain_instant(at),)
        insert_rows(model._meta.db_table, [*columns, named], (row + last for row in rows))
