"""How a fact lies in a file: its columns, typed, and the two times between which we held the row to be true."""

from __future__ import annotations

from yimi.engine.backends.duckdb import column_type
from yimi.engine.catalogue import Column, Fact
from yimi.engine.kinds import Kind

#: When we began, and ceased, to hold a row to be true; UTC. Empty ``known_to``: we still do.
KNOWN = ("known_from", "known_to")


def stored_type(column: Column) -> str:
    """The type of a column in our files: uids are 16 bytes, not 36 letters; everything else as the engine has it."""
    return "UUID" if column.kind == Kind.UID else column_type(column)


def columns_of(fact: Fact) -> list[str]:
    """The fact's own columns, quoted, in the catalogue's order."""
    return [f'"{name}"' for name in fact.columns]


def empty_table(fact: Fact, name: str) -> str:
    """``CREATE TABLE`` for no rows at all."""
    listed = [f'"{column.name}" {stored_type(column)}' for column in fact.columns.values()]
    listed += [f"{name} TIMESTAMP" for name in KNOWN]
    return f'CREATE TABLE "{name}" ({", ".join(listed)})'


def order_of(fact: Fact, on: str) -> str:
    """The order in which rows lie in a file: by place, then by day, so that one county's month is one stretch."""
    keys = [f'"{name}"' for name in (fact.place, on, fact.key) if name]
    return ", ".join(dict.fromkeys(keys))
