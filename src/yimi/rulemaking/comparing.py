"""Two versions over the people of a place, as a page or workbook may show them: small groups hidden as docs/adr/0009 says.

What changes for fewer people than the threshold in the whole place is told as “fewer than five”, without amounts: an amount divided by the
rate would be the count. Within a cut, groups are hidden together so that none is found by subtraction.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from yimi.engine.backends import Backend
from yimi.engine.catalogue import load_catalogue
from yimi.engine.parameters import Bindings
from yimi.engine.rules.changes import BenefitChange, Change
from yimi.engine.rules.comparing import compare
from yimi.engine.rules.definitions import RuleSet
from yimi.insight.figures.exposure import load_exposure
from yimi.rulemaking.counting import empty_facts, hidden_where_small, rounded
from yimi.rulemaking.reading import at_place

#: A figure of a table; None is hidden.
Shown = int | None
COUNTS = ("gain", "lose", "other_amount")


@dataclass(frozen=True)
class ChangeRow:
    """A line of a cut: its key, who gains, loses and gets another amount, and what it costs more in fen."""

    key: str
    gain: Shown
    lose: Shown
    other_amount: Shown
    fen: Shown


@dataclass(frozen=True)
class BenefitRows:
    """One benefit under both versions. ``is_small``: fewer than the threshold change, so that only rounded figures are shown."""

    benefit: str
    title: str
    frequency: str
    people_old: Shown
    people_new: Shown
    unchanged: Shown
    fen_old: Shown
    fen_new: Shown
    without_amount: Shown
    total: ChangeRow
    cuts: Mapping[str, tuple[ChangeRow, ...]]
    has_amounts: bool
    is_small: bool = False

    @property
    def changes(self) -> bool:
        """Whether anything changes for anybody."""
        return self.is_small or any(getattr(self.total, name) for name in COUNTS)


@dataclass(frozen=True)
class Compared:
    """The whole answer: day, place, benefits, and facts that have no row there."""

    day: date
    region_code: str
    benefits: tuple[BenefitRows, ...]
    empty: tuple[str, ...]


def compare_at(
    old: RuleSet | None, new: RuleSet, *, region_code: str, day: date, backend: Backend, exact: bool
) -> Compared:
    """``new`` beside ``old`` (None: nothing in force) for the people of a place. Raises :class:`EngineError`."""
    after = at_place(new, region_code)
    before = at_place(old, region_code) if old else replace(after, benefits=())
    changes = compare(before, after, backend, load_catalogue(), Bindings(day))
    empty = [name for subject in after.subjects for name in empty_facts(after, subject, backend)]
    return Compared(
        day,
        region_code,
        tuple(_rows(change, exact or not _is_personal(change, old, new)) for change in changes),
        tuple(dict.fromkeys(empty)),
    )


def first_common_day(old: RuleSet | None, new: RuleSet, today: date) -> date:
    """Today, or the first day on which both are in force."""
    days = [rules.pack.in_force_from for rules in (old, new) if rules and rules.pack.in_force_from]
    return max([today, *days])


def _is_personal(change: BenefitChange, old: RuleSet | None, new: RuleSet) -> bool:
    subjects = {
        one.subject
        for rules in (old, new)
        if rules
        for one in rules.benefits
        if one.id == change.benefit
    }
    return any(load_exposure().is_personal(subject) for subject in subjects)


def _rows(change: BenefitChange, exact: bool) -> BenefitRows:
    total = change.total
    kept = change.people_old - total.lose
    threshold = load_exposure().threshold
    small = not exact and any(0 < getattr(total, name) < threshold for name in COUNTS)
    if small:
        return _small(change)
    return BenefitRows(
        benefit=change.benefit,
        title=change.title,
        frequency=change.frequency,
        people_old=change.people_old,
        people_new=change.people_new,
        unchanged=kept - total.other_amount,
        fen_old=change.fen_old,
        fen_new=change.fen_new,
        without_amount=change.without_amount,
        total=ChangeRow("", total.gain, total.lose, total.other_amount, total.fen),
        cuts={cut: _cut(rows, exact) for cut, rows in change.by.items() if cut != "total"},
        has_amounts=_has_amounts(change),
    )


def _small(change: BenefitChange) -> BenefitRows:
    """Only the size of the benefit, rounded; each kind of change is told as none, hidden, or rounded."""
    threshold = load_exposure().threshold

    def about(value: int) -> Shown:
        return None if 0 < value < threshold else rounded(value)

    total = change.total
    return BenefitRows(
        benefit=change.benefit,
        title=change.title,
        frequency=change.frequency,
        people_old=about(change.people_old),
        people_new=about(change.people_new),
        unchanged=None,
        fen_old=None,
        fen_new=None,
        without_amount=None,
        total=ChangeRow("", *(about(getattr(total, name)) for name in COUNTS), None),
        cuts={},
        has_amounts=_has_amounts(change),
        is_small=True,
    )


def _cut(rows: Mapping[str, Change], exact: bool) -> tuple[ChangeRow, ...]:
    hidden: dict[str, set[str]] = {name: set() for name in COUNTS}
    if not exact:
        for name in COUNTS:
            some = {key: getattr(row, name) for key, row in rows.items() if getattr(row, name)}
            hidden[name] = hidden_where_small(some) if some else set()

    def figure(key: str, row: Change, name: str) -> Shown:
        return None if key in hidden[name] else getattr(row, name)

    anywhere = set().union(*hidden.values())
    return tuple(
        ChangeRow(
            key,
            *(figure(key, row, name) for name in COUNTS),
            # what it costs more would tell a hidden count, here or by subtraction
            None if key in anywhere else row.fen,
        )
        for key, row in rows.items()
    )


def _has_amounts(change: BenefitChange) -> bool:
    return bool(change.fen_old or change.fen_new or change.without_amount)
