"""Two versions over the people of a place, as a page or workbook may show them: small groups hidden as docs/adr/0009 says.

What one person alone wrote can say anything, again and again, so its figures are rounded (people to tens, amounts to what ten people get); what two people
answer for is exact. What changes for fewer people than the threshold in the whole place is told as “fewer than five”, without amounts: an amount divided by the
rate would be the count. Within a cut, groups are hidden together so that none is found by subtraction.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from django.utils.translation import gettext_lazy as _

from yimi.engine.backends import Backend
from yimi.engine.catalogue import load_catalogue
from yimi.engine.parameters import Bindings
from yimi.engine.rules.changes import BenefitChange, Change
from yimi.engine.rules.comparing import compare
from yimi.engine.rules.definitions import RuleSet
from yimi.insight.figures.exposure import load_exposure
from yimi.rulemaking.counting import (
    ROUNDED_TO,
    empty_facts,
    hidden_where_small,
    rounded,
)
from yimi.rulemaking.errors import NothingToCompare
from yimi.rulemaking.narrowing import rules_narrow_to_few
from yimi.rulemaking.reading import at_place

#: A figure of a table; None is hidden.
Shown = int | None
COUNTS = ("gain", "lose", "other_amount")
#: A thousand yuan, the least that amounts of drafts are rounded to.
FEN_ROUNDED_TO = 100_000


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
    old: RuleSet | None,
    new: RuleSet,
    *,
    region_code: str,
    day: date,
    backend: Backend,
    exact: bool,
    about: bool = False,
) -> Compared:
    """``new`` beside ``old`` (None: nothing in force) for the people of a place; ``about``: rounded.

    Raises :class:`EngineError`, NothingToCompare for rules that point at few people and somebody who sees no records.
    """
    if not exact and any(rules_narrow_to_few(rules) for rules in (old, new) if rules):
        raise NothingToCompare(why=_("有条件指到了个人或村（社区），人数不显示。"))
    after = at_place(new, region_code)
    before = at_place(old, region_code) if old else replace(after, benefits=())
    changes = compare(before, after, backend, load_catalogue(), Bindings(day))
    empty = [name for subject in after.subjects for name in empty_facts(after, subject, backend)]
    benefits = []
    for change in changes:
        open_to_all = exact or not _is_personal(change, old, new)
        one = _rows(change, open_to_all)
        benefits.append(_about(one) if about and not open_to_all else one)
    return Compared(day, region_code, tuple(benefits), tuple(dict.fromkeys(empty)))


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
        total=ChangeRow("", about(total.gain), about(total.lose), about(total.other_amount), None),
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
        return None if key in hidden[name] else int(getattr(row, name))

    anywhere = set().union(*hidden.values())
    return tuple(
        ChangeRow(
            key,
            figure(key, row, "gain"),
            figure(key, row, "lose"),
            figure(key, row, "other_amount"),
            # what it costs more would tell a hidden count, here or by subtraction
            None if key in anywhere else row.fen,
        )
        for key, row in rows.items()
    )


def _money_step(one: BenefitRows) -> int:
    """What amounts are rounded to: what ten people get, or a thousand yuan; a finer amount would tell how many they are."""
    pairs = ((one.fen_old, one.people_old), (one.fen_new, one.people_new))
    most = max((fen // people for fen, people in pairs if fen and people), default=0)
    return max(-(-most * ROUNDED_TO // FEN_ROUNDED_TO), 1) * FEN_ROUNDED_TO


def _about(one: BenefitRows) -> BenefitRows:
    """The same, rounded."""

    def people(value: Shown) -> Shown:
        return None if value is None else rounded(value)

    step = _money_step(one)

    def money(fen: Shown) -> Shown:
        return None if fen is None else (fen + step // 2) // step * step

    def row(line: ChangeRow) -> ChangeRow:
        counts = people(line.gain), people(line.lose), people(line.other_amount)
        return ChangeRow(line.key, *counts, money(line.fen))

    return replace(
        one,
        people_old=people(one.people_old),
        people_new=people(one.people_new),
        unchanged=people(one.unchanged),
        fen_old=money(one.fen_old),
        fen_new=money(one.fen_new),
        without_amount=people(one.without_amount),
        total=row(one.total),
        cuts={cut: tuple(map(row, lines)) for cut, lines in one.cuts.items()},
    )


def _has_amounts(change: BenefitChange) -> bool:
    return bool(change.fen_old or change.fen_new or change.without_amount)
