"""Gain and lose: two versions of a pack over the same people, before anyone signs.

``compare(old, new, …)`` is a pure function of facts, rules and day. A person *gets* a benefit that is suggested (likely) or
already received. Counted are who gains it, who loses it, and whose amount changes, with the sums in fen per payment (a month,
a year, once: as the benefit says), all together and by town, age and status. A person with several statuses counts under each.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from yimi.engine.backends import Backend
from yimi.engine.catalogue import Catalogue
from yimi.engine.parameters import Bindings
from yimi.engine.rules.changes import MEASURES, BenefitChange, Change
from yimi.engine.rules.definitions import RuleSet
from yimi.engine.rules.reading import require_begun
from yimi.engine.rules.sides import Sides

#: By cut, then by its value.
Cuts = Mapping[str, Mapping[str, Change]]


def compare(
    old: RuleSet, new: RuleSet, backend: Backend, catalogue: Catalogue, bindings: Bindings
) -> list[BenefitChange]:
    """Who gains and who loses when ``new`` takes the place of ``old``, benefit by benefit.

    Raises :class:`EngineError` when a version is not in force on the day, or when they are for different places.
    """
    sides = {"old": old, "new": new}
    for rules in sides.values():
        require_begun(rules, bindings.as_of)
    found = []
    for subject in dict.fromkeys([*new.subjects, *old.subjects]):
        asked = Sides(sides, subject, catalogue, bindings)
        rows = backend.fetch(asked.statement(backend))
        found += _changes(sides, asked, rows)
    return found


def _changes(
    sides: Mapping[str, RuleSet], asked: Sides, rows: Sequence[Sequence[object]]
) -> list[BenefitChange]:
    by: dict[str, dict[str, dict[str, Change]]] = {benefit: {} for benefit in asked.ids}
    everyone: dict[str, list[int]] = {}
    for number, cut, value, *numbers in rows:
        benefit, counted = asked.ids[int(str(number))], [int(str(n or 0)) for n in numbers]
        if cut == "all":
            everyone[benefit] = counted
        else:
            by[benefit].setdefault(str(cut), {})[str(value)] = Change(*counted)
    return [_change(sides, asked, one, everyone[one], by[one]) for one in asked.ids]


def _change(
    sides: Mapping[str, RuleSet], asked: Sides, benefit: str, everyone: Sequence[int], by: Cuts
) -> BenefitChange:
    known = next(
        one for side in ("new", "old") for one in sides[side].benefits if one.id == benefit
    )
    people_old, people_new, fen_old, fen_new, without_amount = everyone
    cuts = {cut: dict(sorted(by[cut].items())) for cut in ("town", "age") if cut in by}
    if "status" in by:
        cuts["status"] = _by_status(asked.statuses, by["status"])
    return BenefitChange(
        benefit=benefit,
        title=known.title,
        frequency=known.frequency.zh if known.frequency else "",
        people_old=people_old,
        people_new=people_new,
        fen_old=fen_old,
        fen_new=fen_new,
        without_amount=without_amount,
        total=by.get("total", {}).get("", Change()),
        by=cuts,
    )


def _by_status(statuses: Sequence[str], words: Mapping[str, Change]) -> dict[str, Change]:
    """Every set of statuses, written as bits, counts under each of them; no status counts under "" alone."""
    found: dict[str, Change] = {}
    for word, change in words.items():
        held = [code for bit, code in enumerate(statuses) if int(word) >> bit & 1]
        for name in held or [""]:
            before = found.get(name, Change())
            found[name] = Change(*[getattr(before, m) + getattr(change, m) for m in MEASURES])
    return dict(sorted(found.items()))
