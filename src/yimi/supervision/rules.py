"""Pure rules of the supervision room: what a pairing agreement asks for, and whether it is met. No Django."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Protocol
from uuid import UUID

#: One session lasts at most a day.
MAX_MINUTES = 24 * 60
#: The next session further away than this is a slip of the finger.
NEXT_DAYS = 366


class Outcome(StrEnum):
    """How far a condition has come. ``NOT_YET``: the agreement still runs, so it can still be met."""

    MET = "met"
    NOT_MET = "not_met"
    NOT_YET = "not_yet"


class Clause(StrEnum):
    """The conditions of a pairing agreement, in the order of the document."""

    AGENCY = "agency"
    SUPERVISORS = "supervisors"
    ONSITE_VISITS = "onsite_visits"
    ONSITE_DAYS = "onsite_days"
    LOCAL_WORKERS = "local_workers"
    LOCAL_MONTHS = "local_months"


class Stretch(Protocol):
    """Days from ``starts_on`` to ``ends_on``, both included; no end: still running."""

    @property
    def starts_on(self) -> date: ...
    @property
    def ends_on(self) -> date | None: ...


@dataclass(frozen=True, slots=True)
class Stay:
    """One worker's stretch of days: a visit on site, or service as local worker."""

    worker: UUID
    starts_on: date
    ends_on: date | None = None


@dataclass(frozen=True, slots=True)
class PairingRule:
    """What an agreement asks for. 东莞–铜仁 (2021): two supervisors, each 2 visits and 1 month; one local worker, 3 months."""

    starts_on: date
    ends_on: date
    supervisors_required: int = 2
    onsite_visits_min: int = 2
    onsite_days_min: int = 30
    local_workers_required: int = 1
    local_worker_months: int = 3


@dataclass(frozen=True, slots=True)
class PairingFacts:
    """What is on file: the agency chosen or not, who supervises, who was on site when, who served locally when."""

    has_agency: bool
    supervisors: Sequence[UUID] = ()
    visits: Sequence[Stay] = ()
    local_workers: Sequence[Stay] = ()


@dataclass(frozen=True, slots=True)
class Condition:
    """One line of the check-list: the clause, whom it is about (one supervisor, one local worker, or all), what it asks and found."""

    clause: Clause
    outcome: Outcome
    required: int
    found: int
    worker: UUID | None = None


def pairing_conditions(rule: PairingRule, facts: PairingFacts, *, as_of: date) -> list[Condition]:
    """Every condition of the agreement on ``as_of``, met, not met or not yet; only days up to ``as_of`` count."""
    checks = [
        _line(rule, Clause.AGENCY, 1, int(facts.has_agency), as_of),
        _line(rule, Clause.SUPERVISORS, rule.supervisors_required, len(set(facts.supervisors)), as_of),
    ]  # fmt: skip
    for supervisor in dict.fromkeys(facts.supervisors):
        own = _begun([stay for stay in facts.visits if stay.worker == supervisor], rule, as_of)
        checks += [
            _line(rule, Clause.ONSITE_VISITS, rule.onsite_visits_min, len(own), as_of, worker=supervisor),
            _line(rule, Clause.ONSITE_DAYS, rule.onsite_days_min, days_covered(own, as_of=as_of), as_of, worker=supervisor),
        ]  # fmt: skip
    hired = _begun(facts.local_workers, rule, as_of)
    workers = list(dict.fromkeys(stay.worker for stay in hired))
    checks.append(_line(rule, Clause.LOCAL_WORKERS, rule.local_workers_required, len(workers), as_of))  # fmt: skip
    for worker in workers:
        months = max(months_served(stay, as_of=as_of) for stay in hired if stay.worker == worker)
        checks.append(_line(rule, Clause.LOCAL_MONTHS, rule.local_worker_months, months, as_of, worker=worker))  # fmt: skip
    return checks


def pairing_outcome(conditions: Iterable[Condition], rule: PairingRule) -> Outcome:
    """The agreement as a whole. Of supervisors and local workers as many as the rule asks for must have met their part.

    Somebody who was replaced half-way therefore spoils nothing, as long as enough others did what was agreed.
    """
    outcomes: list[Outcome] = []
    personal: dict[Clause, dict[UUID, Outcome]] = {}
    for condition in conditions:
        if condition.worker is None:
            outcomes.append(condition.outcome)
        else:
            personal.setdefault(condition.clause, {})[condition.worker] = condition.outcome
    visits, days = personal.get(Clause.ONSITE_VISITS, {}), personal.get(Clause.ONSITE_DAYS, {})
    whole = [_worst((outcome, days[worker])) for worker, outcome in visits.items()]
    outcomes += _best(whole, rule.supervisors_required)
    outcomes += _best(personal.get(Clause.LOCAL_MONTHS, {}).values(), rule.local_workers_required)
    return _worst(outcomes)


def _line(
    rule: PairingRule, clause: Clause, required: int, found: int, as_of: date, *, worker: UUID | None = None
) -> Condition:  # fmt: skip
    open_still = Outcome.NOT_YET if as_of <= rule.ends_on else Outcome.NOT_MET
    return Condition(clause, Outcome.MET if found >= required else open_still, required, found, worker)  # fmt: skip


_ORDER = (Outcome.NOT_MET, Outcome.NOT_YET, Outcome.MET)


def _worst(outcomes: Iterable[Outcome]) -> Outcome:
    return min(outcomes, key=_ORDER.index, default=Outcome.MET)


def _best(outcomes: Iterable[Outcome], count: int) -> list[Outcome]:
    return sorted(outcomes, key=_ORDER.index, reverse=True)[:count]


def _begun(stays: Iterable[Stay], rule: PairingRule, as_of: date) -> list[Stay]:
    """Stays that had begun by ``as_of`` and share a day with the agreement, cut to its days."""
    last = min(as_of, rule.ends_on)
    return [
        Stay(stay.worker, max(stay.starts_on, rule.starts_on), min(stay.ends_on or last, last))
        for stay in stays
        if stay.starts_on <= last and (stay.ends_on is None or stay.ends_on >= rule.starts_on)
    ]


def days_covered(stays: Iterable[Stretch], *, as_of: date) -> int:
    """Different days within the stays up to ``as_of``: a day in two of them counts once, both ends count.

    >>> one = Stay(UUID(int=1), date(2021, 6, 1), date(2021, 6, 10))
    >>> two = Stay(UUID(int=1), date(2021, 6, 10), date(2021, 6, 30))
    >>> days_covered([one, two], as_of=date(2021, 12, 31))
    30
    """
    total, counted_until = 0, date.min
    for stay in sorted(stays, key=lambda stay: stay.starts_on):
        first = max(stay.starts_on, counted_until + timedelta(days=1) if total else stay.starts_on)
        last = min(stay.ends_on or as_of, as_of)
        if last >= first:
            total += (last - first).days + 1
            counted_until = last
    return total


def add_months(day: date, months: int) -> date:
    """The same day ``months`` later, or the month's last day when there is none.

    >>> add_months(date(2021, 11, 30), 3)
    datetime.date(2022, 2, 28)
    """
    years, month = divmod(day.month - 1 + months, 12)
    year = day.year + years
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def months_served(stay: Stretch, *, as_of: date) -> int:
    """Full months from the first day to the last: 1 June to 31 August are three.

    >>> months_served(Stay(UUID(int=1), date(2021, 6, 1), date(2021, 8, 31)), as_of=date(2021, 12, 31))
    3
    >>> months_served(Stay(UUID(int=1), date(2021, 6, 1), date(2021, 8, 30)), as_of=date(2021, 12, 31))
    2
    """
    day_after = min(stay.ends_on or as_of, as_of) + timedelta(days=1)
    months = 0
    while add_months(stay.starts_on, months + 1) <= day_after:
        months += 1
    return months
