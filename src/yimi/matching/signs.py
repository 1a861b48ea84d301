"""When a missing answer is worth a visit: read off a benefit's conditions once, pure.

Nearly everybody might receive nearly everything as long as nobody has asked. A benefit becomes a lead although something
is missing when it is one answer only, the place has set its own figures, and either the first condition that rests on
what is recorded of a person (not on age and place, which everybody has) holds, for it says whom the policy is for, or the
missing answer stands in the person's own file (where they are registered or live) and the station fills it in.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeGuard

from yimi.engine.expressions.tree import ColumnOf, Node, Quantifier, children_of, walk
from yimi.engine.rules.definitions import Benefit, RuleSet

#: Columns of a resident that everybody has: they say who someone is, not what they need.
EVERYBODYS = frozenset({
    "birth_on", "birth_until_on", "died_on", "sex", "ethnic_code", "region_code", "hukou_region_code",
    "living_region_code", "living_since_on", "hukou_kind", "file_opened_on", "unit_uid", "household_uid",
})  # fmt: skip
#: Of these, what the station itself fills in when it is missing.
OWN_FILE = frozenset({"hukou_region_code", "living_region_code", "living_since_on", "hukou_kind"})
BIRTH = frozenset({"birth_on", "birth_until_on"})
#: Facts that one family's files hold, and columns of theirs that come from service records.
FAMILY = frozenset({"resident", "resident_status", "family_link", "household", "household_member"})
FROM_RECORDS = frozenset({"last_visited_on"})


@dataclass(frozen=True, slots=True)
class Signs:
    """Of one benefit: the condition that says whom it is for ("" when only age and place do), those whose answer stands
    in the person's own file, and those that only the place can answer."""

    first: str
    own: frozenset[str]
    places: frozenset[str]

    def worth_asking(self, unknown: tuple[str, ...]) -> bool:
        """Whether a decision without failed conditions that lacks ``unknown`` is worth a visit."""
        if len(unknown) != 1:
            return False
        (missing,) = unknown
        is_told = bool(self.first) and missing != self.first and missing not in self.places
        return is_told or missing in self.own


def signs_of(benefit: Benefit) -> Signs:
    """The signs of a benefit."""
    first, own, places = "", set(), set()
    for condition in benefit.conditions:
        asked = list(_asked(condition.tree))
        everybodys = [node for node in asked if _is_everybodys(node)]
        if not asked:
            places.add(condition.id)
        elif not everybodys:
            first = first or condition.id
        elif len(everybodys) == len(asked) and _is_of_own_file(everybodys):
            own.add(condition.id)
    return Signs(first, frozenset(own), frozenset(places))


def is_of_family(rules: RuleSet) -> bool:
    """Whether one family's files hold all that the rules on residents ask for."""
    for benefit in rules.of_subject("resident"):
        nodes = [condition.tree for condition in benefit.conditions]
        nodes += [benefit.receiving] if benefit.receiving is not None else []
        for node in nodes:
            for part in walk(node):
                if isinstance(part, Quantifier) and part.fact not in FAMILY:
                    return False
                if isinstance(part, ColumnOf) and (
                    part.name in FROM_RECORDS or not set(part.path) <= FAMILY
                ):
                    return False
    return True


def _asked(node: Node) -> Iterator[Node]:
    """The columns and quantifiers of a condition, quantifiers not looked into."""
    if isinstance(node, (ColumnOf, Quantifier)):
        yield node
        return
    for child in children_of(node):
        yield from _asked(child)


def _is_of_own_file(asked: list[ColumnOf]) -> bool:
    names = {node.name for node in asked}
    return bool(names & OWN_FILE) and not names & BIRTH


def _is_everybodys(node: Node) -> TypeGuard[ColumnOf]:
    return isinstance(node, ColumnOf) and not node.path and node.name in EVERYBODYS
