"""The rows that recording looks at, light and read by plain SQL: no ORM query is compiled here (see ``core.sql``)."""

# ruff: noqa: S608 - table and column names are ours, values travel as parameters

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from yimi.core.models import DataKey
from yimi.core.sql import Question, among, listed, uid_value

Rows = list[tuple[Any, ...]]


@dataclass(slots=True)
class Unit:
    """What recording needs of a service unit."""

    pk: UUID
    number: str
    region_code: str
    opened_on: date | None
    closed_on: date | None
    _key_row: Sequence[Any]
    _key: DataKey | None = None

    @property
    def key(self) -> DataKey | None:
        """The unit's own key, where it has one already."""
        if self._key is None and self._key_row[0]:
            self._key = _key(*self._key_row)
        return self._key

    @key.setter
    def key(self, key: DataKey) -> None:
        self._key = key

    @property
    def unit_id(self) -> UUID:
        """Whose it is: its own."""
        return self.pk

    def is_open(self, on: date) -> bool:
        """Open on ``on``; the closing day is the last day of service."""
        return (self.opened_on is None or self.opened_on <= on) and (
            self.closed_on is None or on <= self.closed_on
        )


@dataclass(slots=True)
class Person:
    """What recording needs of a household or a resident: whose it is, and its key."""

    pk: UUID
    unit_id: UUID | None
    region_code: str
    closed_on: date | None
    _key_row: Sequence[Any]
    _key: DataKey | None = None

    @property
    def key(self) -> DataKey:
        """Under which what is written about them is encrypted; made into an object when it is first needed."""
        if self._key is None:
            self._key = _key(*self._key_row)
        return self._key


@dataclass(slots=True)
class Placing:
    """One placement of a worker."""

    unit_id: UUID
    starts_on: date
    ends_on: date | None

    def is_in_force(self, on: date) -> bool:
        """True on both end days and between."""
        return self.starts_on <= on and (self.ends_on is None or on <= self.ends_on)


@dataclass(slots=True)
class Item:
    """A catalogue item, or (with ``item_id``) a place's closing of it."""

    item_id: str
    region_code: str
    valid_from: date | None
    valid_to: date | None


def _key(uid: Any, wrapped: Any, destroyed_at: Any) -> DataKey:
    return DataKey(uid=uid_value(uid), wrapped=wrapped, destroyed_at=destroyed_at)


def units_of(uids: Collection[UUID]) -> Question[dict[UUID, Unit]]:
    """These units, with their keys."""
    return Question(
        "SELECT u.uid, u.number, u.region_code, u.opened_on, u.closed_on, k.uid, k.wrapped, k.destroyed_at"
        " FROM stations_serviceunit u LEFT JOIN core_datakey k ON k.uid = u.key_id"
        f" WHERE {among('u.uid', len(uids))}"
        if uids
        else "",
        listed(uids),
        _read_units,
    )


def _read_units(rows: Rows) -> dict[UUID, Unit]:
    found = (
        Unit(
            uid_value(uid) or UUID(int=0),
            number,
            place,
            opened,
            closed,
            key,
        )
        for uid, number, place, opened, closed, *key in rows
    )
    return {unit.pk: unit for unit in found}


def households_among(uids: Collection[UUID]) -> Question[dict[UUID, Person]]:
    """These households. Whether somebody may record for them, :class:`Surroundings` asks of each record's actor."""
    return _people("people_household", "p.closed_on", "p.uid", uids)


def residents_among(uids: Collection[UUID]) -> Question[dict[UUID, Person]]:
    """These residents."""
    return _people("people_resident", "NULL", "p.uid", uids)


def households_of(unit_uid: UUID) -> Question[dict[UUID, Person]]:
    """Every household of a unit; for whoever records a whole ledger."""
    return _people("people_household", "p.closed_on", "p.unit_id", [unit_uid])


def residents_of(unit_uid: UUID) -> Question[dict[UUID, Person]]:
    """Every resident whose basic file the unit keeps."""
    return _people("people_resident", "NULL", "p.unit_id", [unit_uid])


def _people(
    table: str, closed: str, column: str, uids: Collection[UUID]
) -> Question[dict[UUID, Person]]:
    """Households or residents whose ``column`` is among ``uids``."""
    return Question(
        f"SELECT p.uid, p.unit_id, p.region_code, {closed}, k.uid, k.wrapped, k.destroyed_at"
        f" FROM {table} p JOIN core_datakey k ON k.uid = p.key_id WHERE {among(column, len(uids))}"
        if uids
        else "",
        listed(uids),
        _read_people,
    )


def _read_people(rows: Rows) -> dict[UUID, Person]:
    found = (
        Person(uid_value(uid) or UUID(int=0), uid_value(unit), place, closed_on, key)
        for uid, unit, place, closed_on, *key in rows
    )
    return {person.pk: person for person in found}


def placements_of(uids: Collection[UUID]) -> Question[dict[UUID, list[Placing]]]:
    """Where these workers are or were placed."""
    return Question(
        "SELECT worker_id, unit_id, starts_on, ends_on FROM workforce_placement"
        f" WHERE superseded_at IS NULL AND {among('worker_id', len(uids))}"
        if uids
        else "",
        listed(uids),
        _read_placements,
    )


def _read_placements(rows: Rows) -> dict[UUID, list[Placing]]:
    found: dict[UUID, list[Placing]] = {}
    for worker, unit, starts_on, ends_on in rows:
        row = Placing(uid_value(unit) or UUID(int=0), starts_on, ends_on)
        found.setdefault(uid_value(worker) or UUID(int=0), []).append(row)
    return found


def items_among(codes: Collection[str]) -> Question[tuple[dict[str, Item], list[Item]]]:
    """The items with these codes, and the places that closed them."""
    return Question(
        "SELECT i.code, i.region_code, i.valid_from, i.valid_to, l.region_code, l.valid_from, l.valid_to"
        " FROM services_serviceitem i LEFT JOIN services_localitem l ON l.item_id = i.code AND l.is_closed"
        f" WHERE {among('i.code', len(codes))}"
        if codes
        else "",
        listed(codes),
        _read_items,
    )


def _read_items(rows: Rows) -> tuple[dict[str, Item], list[Item]]:
    items, closings = {}, []
    for code, place, valid_from, valid_to, closed_at, closed_from, closed_to in rows:
        items[code] = Item(code, place, valid_from, valid_to)
        if closed_at is not None:
            closings.append(Item(code, closed_at, closed_from, closed_to))
    return items, closings
