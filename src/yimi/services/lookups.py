"""What a batch of records refers to, fetched in a fixed number of plain queries, and what is wrong with it.

This is the hot path of recording: no ORM query is compiled here (see ``core.sql``).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Protocol
from uuid import UUID

from django.db.models import Q

from yimi.core import clock
from yimi.core.actor import Actor
from yimi.core.sql import ask
from yimi.services.lookup_rows import (
    households_among,
    items_among,
    placements_of,
    residents_among,
    units_of,
)
from yimi.services.models import LocalItem, ServiceItem
from yimi.services.models.record import Band, Method, Outcome, Presence
from yimi.services.permissions import RECORD_SERVICE
from yimi.services.rules import NewRecord, check_record

PERMISSION = RECORD_SERVICE
DIVISION_DIGITS = 12
METHODS, OUTCOMES = frozenset(Method.values), frozenset(Outcome.values)
BANDS, PRESENCES = frozenset(Band.values), frozenset(Presence.values)


class Placed(Protocol):
    """A worker's placement: :class:`~yimi.workforce.models.Placement`, or its light form here."""

    unit_id: Any

    def is_in_force(self, on: date) -> bool:
        """True on both end days and between."""


class Offered(Protocol):
    """A catalogue item, or a place's closing of one."""

    region_code: Any
    valid_from: Any
    valid_to: Any


class _Answers:
    """Answers that many records of a batch share: may this actor record there, was this offered, was she placed.

    Kept by the identity of rows that the surroundings hold: a UUID's hash is worked out in Python, many times a record.
    """

    def __init__(self) -> None:
        self.actor: Actor | None = None
        self.theirs: dict[int, bool] = {}
        self.offered: dict[tuple[str, str, date], bool] = {}
        self.placed: dict[tuple[Any, ...], bool] = {}

    def of(self, actor: Actor) -> dict[int, bool]:
        """What is known of this actor's rights; forgotten when another actor's records come."""
        if self.actor is not actor:
            self.actor, self.theirs = actor, {}
        return self.theirs


@dataclass(frozen=True, slots=True)
class Surroundings:
    """Everything a batch refers to. What is not in here, or not the actor's to record for, is unknown to them."""

    units: Mapping[UUID, Any]
    households: Mapping[UUID, Any]
    residents: Mapping[UUID, Any]
    items: Mapping[str, Offered]
    closings: Sequence[Any]
    placements: Mapping[UUID, Sequence[Placed]]
    _answers: _Answers = field(default_factory=_Answers, repr=False, compare=False)

    @classmethod
    def of(cls, batch: Sequence[NewRecord]) -> Surroundings:
        """Five queries, whatever the size of the batch, in one round trip where the database allows."""
        units, households, residents, (items, closings), placements = ask(
            units_of({new.unit_uid for new in batch}),
            households_among({new.household_uid for new in batch if new.household_uid}),
            residents_among({uid for new in batch for uid in new.participants}),
            items_among({c for new in batch for c in (new.item_code, *new.further_items)}),
            placements_of({uid for new in batch for uid in new.worker_uids}),
        )
        return cls(
            units=units,
            households=households,
            residents=residents,
            items=items,
            closings=closings,
            placements=placements,
        )

    def faults(
        self,
        record: NewRecord,
        actor: Actor,
        *,
        is_historic: bool = False,
        today: date | None = None,
    ) -> dict[str, list[str]]:
        """Field → message keys: what is wrong with ``record`` by itself and with what it refers to."""
        found = check_record(record, today=today or clock.today(), is_historic=is_historic)
        for name, key in self._reference_faults(record, actor):
            found.setdefault(name, []).append(key)
        return found

    def _reference_faults(self, record: NewRecord, actor: Actor) -> Iterable[tuple[str, str]]:
        unit: Any = self.units.get(record.unit_uid)
        if not self._is_theirs(unit, actor):
            yield "unit", "unknown_unit"
            return
        if not unit.is_open(record.served_on):
            yield "served_on", "unit_closed"
        yield from self._code_faults(record, unit.region_code)
        if record.household_uid is not None:
            household: Any = self.households.get(record.household_uid)
            if not self._is_theirs(household, actor):
                yield "household", "unknown_household"
            elif household.closed_on is not None and household.closed_on < record.served_on:
                yield "household", "household_closed"
        for uid in record.participants:
            if not self._is_theirs(self.residents.get(uid), actor):
                yield "participants", "unknown_resident"
                break
        placed = self._answers.placed
        key = (tuple(record.worker_uids), unit.number, record.served_on)
        are_placed = placed.get(key)
        if are_placed is None:
            are_placed = placed[key] = self._are_placed(record, unit.pk)
        if not are_placed:
            yield "workers", "unknown_worker"

    def _is_theirs(self, row: Any, actor: Actor) -> bool:
        """Whether a unit, household or resident is there, and the actor may record for it."""
        if row is None:
            return False
        known = self._answers.of(actor)
        answer = known.get(id(row))
        if answer is None:
            answer = known[id(row)] = actor.may_at(
                PERMISSION, unit_uid=row.unit_id, region_code=row.region_code
            )
        return answer

    def _code_faults(self, record: NewRecord, region_code: str) -> Iterable[tuple[str, str]]:
        if record.method not in METHODS:
            yield "method", "unknown_method"
        if record.outcome not in OUTCOMES:
            yield "outcome", "unknown_choice"
        if not BANDS.issuperset(record.head_counts):
            yield "head_counts", "unknown_choice"
        if not PRESENCES.issuperset(record.participants.values()):
            yield "participants", "unknown_choice"
        for name, codes in (("item", (record.item_code,)), ("further_items", record.further_items)):
            if not all(self._was_offered(code, region_code, record.served_on) for code in codes):
                yield name, "unknown_item"
        for place in (record.served_region_code, record.purchaser_region_code):
            if place and not (
                len(place) == DIVISION_DIGITS and place.isdecimal() and place.isascii()
            ):
                yield "served_region_code", "place_outside"

    def _was_offered(self, code: str, region_code: str, on: date) -> bool:
        key = (code, region_code, on)
        known = self._answers.offered.get(key)
        if known is None:
            known = self._answers.offered[key] = self._is_offered(code, region_code, on)
        return known

    def _is_offered(self, code: str, region_code: str, on: date) -> bool:
        item = self.items.get(code)
        if item is None or not region_code.startswith(item.region_code) or not _holds(item, on):
            return False
        return not any(
            closing.item_id == code
            and region_code.startswith(closing.region_code)
            and _holds(closing, on)
            for closing in self.closings
        )

    def _are_placed(self, record: NewRecord, unit_uid: UUID) -> bool:
        """The lead worker is placed at the unit that day; the others are placed anywhere."""
        for position, uid in enumerate(record.worker_uids):
            placed = [
                row for row in self.placements.get(uid, ()) if row.is_in_force(record.served_on)
            ]
            if not placed or (position == 0 and all(row.unit_id != unit_uid for row in placed)):
                return False
        return True


def _holds(row: Offered, on: date) -> bool:
    return (row.valid_from is None or row.valid_from <= on) and (
        row.valid_to is None or on <= row.valid_to
    )


def offered_items(region_code: str, on: date) -> list[ServiceItem]:
    """The catalogue as the place of ``region_code`` offers it on ``on``, with local names put in. Two queries."""
    items = ServiceItem.objects.select_related("domain").filter(
        Q(valid_from=None) | Q(valid_from__lte=on), Q(valid_to=None) | Q(valid_to__gte=on)
    )
    local: dict[str, LocalItem] = {}
    rows = LocalItem.objects.filter(
        Q(valid_to=None) | Q(valid_to__gte=on), valid_from__lte=on
    ).order_by("valid_from")
    for row in sorted(rows, key=lambda row: len(row.region_code)):
        if region_code.startswith(row.region_code):
            local[row.item_id] = row
    offered = []
    for item in items:
        own = local.get(item.code)
        if not region_code.startswith(item.region_code) or (own and own.is_closed):
            continue
        if own and own.name:
            item.name = item.short_name = own.name
        offered.append(item)
    return offered
