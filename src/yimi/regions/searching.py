"""The search index: one row per place with its grams, on SQLite an FTS5 table, on PostgreSQL a tsvector under GIN.

A row's key is the level followed by the 12 digits, so that walking in order of keys shows provinces first and one division
below one level is one range of keys. Both backends answer the same question in the same order; neither sorts more than it must:

- SQLite walks the gram's list in order of keys and stops when it has enough.
- PostgreSQL collects and sorts a rare gram through GIN; a frequent one (the edition lists them) it looks for while walking
  the primary key, where the next hit is never far. The ``+ 0`` and ``IS TRUE`` below keep the planner on that choice.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

from django.db import connection

from yimi.core.bulk import insert_rows
from yimi.regions.divisions import edition_header
from yimi.regions.naming import grams_of
from yimi.regions.rules import CODE_LENGTH, pad_code

TABLE = "regions_search"
LEVEL_STEP = 10**CODE_LENGTH
#: Dropped and made again around a full load. Without fastupdate a search would first read the list of pending rows.
CREATE_GIN = f"CREATE INDEX {TABLE}_grams ON {TABLE} USING gin (grams) WITH (fastupdate = off)"
DROP_GIN = f"DROP INDEX {TABLE}_grams"


class Band(NamedTuple):
    """A range of keys, both ends included."""

    low: int
    high: int


def key_of(level: int, code: str) -> int:
    """The key under which a place stands.

    >>> key_of(3, "411623000000")
    3411623000000
    """
    return level * LEVEL_STEP + int(code)


def code_of(key: int) -> str:
    """The 12-digit code of a key."""
    return str(key % LEVEL_STEP).rjust(CODE_LENGTH, "0")


def level_band(level: int, prefix: str = "") -> Band:
    """All places of one level below a prefix.

    >>> level_band(4, "411623")
    Band(low=4411623000000, high=4411623999999)
    """
    return Band(key_of(level, pad_code(prefix)), key_of(level, prefix.ljust(CODE_LENGTH, "9")))


def find_keys(
    grams: Sequence[str], bands: Sequence[Band], limit: int, *, begins: bool = False
) -> list[int]:
    """Keys of the places that carry every gram, in order, at most ``limit``; with ``begins`` a gram may go on.

    The bands come in order and may overlap. One query.
    """
    if not bands or not grams:
        return []
    of_postgres = connection.vendor == "postgresql"
    one_band, terms = (_postgres_band if of_postgres else _sqlite_band)(grams, begins)
    # Band by band, so that the walk can stop after the first.
    sql = " UNION ALL ".join(
        f"SELECT * FROM ({one_band}) AS band{number}"  # noqa: S608 - names of ours
        for number in range(len(bands))
    )
    params: list[Any] = [value for band in bands for value in (*terms, *band, limit)]
    with connection.cursor() as cursor:
        cursor.execute(f"{sql} LIMIT %s", [*params, limit])
        return sorted({row[0] for row in cursor.fetchall()})


def _sqlite_band(grams: Sequence[str], begins: bool) -> tuple[str, list[str]]:
    mark = "*" if begins else ""
    terms = " AND ".join('"' + gram.replace('"', '""') + '"' + mark for gram in grams)
    return (
        f"SELECT rowid FROM {TABLE} WHERE {TABLE} MATCH %s"  # noqa: S608 - names of ours
        " AND rowid BETWEEN %s AND %s ORDER BY rowid LIMIT %s",
        [terms],
    )


def _postgres_band(grams: Sequence[str], begins: bool) -> tuple[str, list[str]]:
    mark = ":*" if begins else ""
    terms = " & ".join(quote_lexeme(gram) + mark for gram in grams)
    is_frequent = set(grams) <= frequent_grams()
    match, order = ("IS TRUE", "key") if is_frequent else ("", "key + 0")
    return (
        f"SELECT key FROM {TABLE} WHERE (grams @@ %s::tsquery) {match}"  # noqa: S608 - names of ours
        f" AND key BETWEEN %s AND %s ORDER BY {order} LIMIT %s",
        [terms],
    )


@lru_cache(maxsize=1)
def frequent_grams() -> frozenset[str]:
    """Grams carried by so many places that the index does not pay."""
    return frozenset(edition_header()["frequent"])


def quote_lexeme(gram: str) -> str:
    """A gram as PostgreSQL's tsvector and tsquery read it.

    >>> quote_lexeme("^o'b")
    "'^o''b'"
    """
    return "'" + gram.replace("\\", "\\\\").replace("'", "''") + "'"


def index_places(places: Iterable[tuple[int, str, str]]) -> None:
    """Put places (level, code, name) into the index; they must be new, and best arrive in order of their keys."""
    if connection.vendor == "postgresql":
        rows = (
            (key_of(level, code), " ".join(map(quote_lexeme, grams_of(name))))
            for level, code, name in places
        )
        insert_rows(TABLE, ("key", "grams"), rows)
    else:
        rows = ((key_of(level, code), " ".join(grams_of(name))) for level, code, name in places)
        insert_rows(TABLE, ("rowid", "grams"), rows)
