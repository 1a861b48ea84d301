"""Keyset paging: a page costs the same on row 50 and on row 5,000,000."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Generic, TypeVar

from django.core.exceptions import ValidationError
from django.db.models import Model, Q, QuerySet

RowT = TypeVar("RowT", bound=Model)
PAGE_SIZE = 50
SEPARATOR = "~"


@dataclass(frozen=True, slots=True)
class Page(Generic[RowT]):
    """Rows, and the cursors for ``?after=`` (the page before these) and ``?before=`` (the page that follows)."""

    rows: list[RowT]
    newer: str = ""
    older: str = ""


def page_of(
    rows: QuerySet[RowT],
    *,
    by: str,
    key: str,
    after: str = "",
    before: str = "",
    size: int = PAGE_SIZE,
    newest_first: bool = False,
) -> Page[RowT]:
    """One page in order of ``by``, then of the unique ``key``; text, date or uid columns of the model, never null.

    Ascending, or from the largest down with ``newest_first``. ``before`` is the last row already seen, ``after`` the
    first one; a cursor that makes no sense gives the first page. One query.
    """
    start, back = _parse(rows.model, by, key, before), _parse(rows.model, by, key, after)
    onward, backward = ("lt", "gt") if newest_first else ("gt", "lt")
    there, here = ("", "-") if newest_first else ("-", "")
    if back is not None:
        rows = rows.filter(_past(by, key, back, backward))
        found = list(rows.order_by(f"{there}{by}", f"{there}{key}")[: size + 1])
        more_newer, more_older = len(found) > size, True
        found = found[:size][::-1]
    else:
        if start is not None:
            rows = rows.filter(_past(by, key, start, onward))
        found = list(rows.order_by(f"{here}{by}", f"{here}{key}")[: size + 1])
        more_newer, more_older = start is not None, len(found) > size
        found = found[:size]
    return Page(
        found,
        newer=_cursor(found[0], by, key) if found and more_newer else "",
        older=_cursor(found[-1], by, key) if found and more_older else "",
    )


def _past(by: str, key: str, cursor: tuple[Any, Any], side: str) -> Q:
    value, unique = cursor
    return Q(**{f"{by}__{side}": value}) | Q(**{by: value, f"{key}__{side}": unique})


def _cursor(row: Model, by: str, key: str) -> str:
    return f"{getattr(row, by)}{SEPARATOR}{getattr(row, key)}"


def _parse(model: type[Model], by: str, key: str, cursor: str) -> tuple[Any, Any] | None:
    value, found, unique = cursor.rpartition(SEPARATOR)
    if not found or "\0" in cursor:
        return None
    columns = {field.name: field for field in model._meta.concrete_fields}
    try:
        start = columns[by].to_python(value)
        if isinstance(start, datetime):
            start = start.astimezone(UTC)  # as the database will; at the calendar's ends it cannot
        return start, columns[key].to_python(unique)
    except (ValidationError, ValueError, OverflowError):
        return None
