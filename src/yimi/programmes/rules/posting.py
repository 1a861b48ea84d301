"""Posting (公示): which columns a list on the wall may have. A closed set: an ID number, phone or account is not in it."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum


class Column(StrEnum):
    """What may stand on the wall about a worker who is paid."""

    SERIAL = "serial"
    NAME = "name"
    UNIT = "unit"
    BENEFIT = "benefit"
    SLOT = "slot"
    AMOUNT = "amount"


#: Without a person and an amount nobody could object to anything.
REQUIRED = (Column.NAME, Column.AMOUNT)
MAX_DAYS = 60


def columns_of(names: Iterable[str]) -> tuple[Column, ...]:
    """The columns of a template, each once, in its order. Raises ValueError for one that may not be posted.

    >>> columns_of(["name", "amount"])
    (<Column.NAME: 'name'>, <Column.AMOUNT: 'amount'>)
    >>> columns_of(["name", "amount", "id_number"])
    Traceback (most recent call last):
    ...
    ValueError: 'id_number' is not a valid Column
    """
    found = tuple(dict.fromkeys(Column(name) for name in names))
    if any(column not in found for column in REQUIRED):
        raise ValueError("required")
    return found
