"""A station's year of records, as it was entered: in weekly batches, a few late, a few put right. Pure functions."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from uuid import UUID

from yimi.demo.calendar import days, weeks
from yimi.demo.gatherings import other_work
from yimi.demo.seeds import uid_at
from yimi.demo.stories import sentences
from yimi.demo.visits import Station, year_of_visits
from yimi.services.models.record import Method
from yimi.services.rules import NewRecord

#: Of so many records one is entered weeks later, corrected, or voided.
LATE_IN, CORRECTED_IN, VOIDED_IN = 35, 260, 700
#: Cuts a stretch of days into those after which records are entered.
Stretches = Callable[[date, date], Iterator[tuple[date, date]]]
#: Every staffed station has at least so many households due on the day the demo is made for.
DUE_TODAY = 3


@dataclass(frozen=True, slots=True)
class Entry:
    """Records entered in one sitting, in order of service, by one worker."""

    at: datetime
    worker_uid: UUID
    records: tuple[NewRecord, ...]


@dataclass(frozen=True, slots=True)
class Mending:
    """A record put right (``new``) or voided (no ``new``), with its reason."""

    at: datetime
    worker_uid: UUID
    record_uid: UUID
    reason: str
    new: NewRecord | None = None


@dataclass(frozen=True, slots=True)
class Year:
    """All that a station wrote down."""

    entries: tuple[Entry, ...]
    mendings: tuple[Mending, ...]


def year_of(
    rng: Random,
    station: Station,
    *,
    first: date,
    last: date,
    until: datetime,
    sitting: Stretches = weeks,
) -> Year:
    """The records of a station from ``first`` to ``last``, none of them entered after ``until``.

    ``sitting``: the stretches after which somebody sits down and enters what was done.
    """
    records = [
        *year_of_visits(rng, station, first, last),
        *other_work(rng, station, first, last),
    ]
    records.sort(key=lambda record: record.uid)
    if station.on_duty(last):
        records = _with_some_due(records, last + timedelta(days=1))
    entries = tuple(
        _entries(rng, station, records, sittings=list(sitting(first, last)), until=until)
    )
    return Year(entries, tuple(_mendings(rng, entries, until)))


def _with_some_due(records: list[NewRecord], today: date) -> list[NewRecord]:
    """At least three households are due today: the next ones in turn are called forward."""
    newest = {
        record.household_uid: place
        for place, record in enumerate(records)
        if record.method == "home_visit"
    }
    dues = sorted(
        (due, place)
        for place in newest.values()
        if (due := records[place].next_due_on) is not None and due >= today
    )
    for _due, place in dues[:DUE_TODAY]:
        records[place] = replace(records[place], next_due_on=today)
    return records


def _entries(
    rng: Random,
    station: Station,
    records: Sequence[NewRecord],
    *,
    sittings: Sequence[tuple[date, date]],
    until: datetime,
) -> list[Entry]:
    """On the last evening somebody enters the week; late ones turn up two or three weeks on."""
    week_of = {
        day: number for number, (start, end) in enumerate(sittings) for day in days(start, end)
    }
    entered: dict[int, list[NewRecord]] = defaultdict(list)
    for record in records:
        week = week_of[record.served_on]
        if rng.randrange(LATE_IN) == 0:
            week += rng.randrange(2, 4)
        entered[min(week, len(sittings) - 1)].append(record)
    entries = []
    for week, batch in sorted(entered.items()):
        evening = datetime.combine(sittings[week][1], time(9, rng.randrange(10, 50)), UTC)
        # whoever served last that week writes; nobody writes after having left
        writer = batch[-1].worker_uids[0]
        batch.sort(key=lambda record: record.uid)
        entries.append(Entry(min(evening, until), writer, tuple(batch)))
    return entries


def _mendings(rng: Random, entries: Sequence[Entry], until: datetime) -> list[Mending]:
    """Slips noticed some days later: a length in hours, an item, a visit entered twice."""
    mended = []
    for entry in entries:
        for record in entry.records:
            draw = rng.randrange(VOIDED_IN * CORRECTED_IN)
            at = entry.at + timedelta(days=rng.randrange(1, 6), minutes=rng.randrange(50))
            if at >= until:
                continue
            if draw % CORRECTED_IN == 0:
                reason = rng.choice(sentences("reasons", "corrected"))
                new = replace(
                    record,
                    uid=uid_at(rng, at),
                    minutes=min(record.minutes + rng.choice((10, 15, 30)), 240),
                )
                if _may_correct(record, entry.worker_uid):
                    mended.append(Mending(at, entry.worker_uid, record.uid, reason, new))
            elif draw % VOIDED_IN == 0:
                reason = rng.choice(sentences("reasons", "void"))
                mended.append(Mending(at, entry.worker_uid, record.uid, reason))
    return mended


def _may_correct(record: NewRecord, worker_uid: UUID) -> bool:
    """Casework is put right by those who gave it: nobody else may read, and so replace, its note."""
    return record.method != Method.CASE_SESSION or worker_uid in record.worker_uids
