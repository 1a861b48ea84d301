"""Which rules ask about so few that whoever does not see the records is told no count: rows, villages, single days.

Counts of drafts are rounded to tens, and rounding alone gives way to somebody who moves one border day by day.
"""

from __future__ import annotations

from datetime import date

from yimi.engine.expressions.tree import (
    Call,
    ColumnOf,
    Compare,
    Day,
    Literal,
    Node,
    OneOf,
    children_of,
    walk,
)
from yimi.engine.kinds import Kind
from yimi.engine.regions import prefix_of
from yimi.engine.rules.definitions import Benefit, RuleSet
from yimi.engine.rules.preparing import nodes_of
from yimi.insight.figures.exposure import load_exposure

#: Digits of the smallest place that may be named.
TOWNSHIP = 9
#: Ages are counted at the day asked for, never at a day that somebody chose.
AGE = "age_on"
#: With these a day is reached from another one.
DAY_SUMS = frozenset({"add_days", "days_between"})


def narrows_to_few(node: Node, subject: str) -> bool:
    """Whether a test names single rows, a place below a township or, about residents, a birthday or a single day."""
    personal = load_exposure().is_personal(subject)
    return any(
        _names_row(part) or _names_village(part) or (personal and _names_day(part))
        for part in walk(node)
    )


def rules_narrow_to_few(rules: RuleSet) -> bool:
    """Whether anything in the rules does."""
    return any(
        narrows_to_few(node, fact) for fact in rules.subjects for node in nodes_of(rules, fact)
    )


def benefit_narrows_to_few(benefit: Benefit) -> bool:
    """Whether anything that a benefit asks does: its conditions, who receives it already, its values."""
    trees = [one.tree for one in benefit.conditions] + list(benefit.values.values())
    if benefit.receiving is not None:
        trees.append(benefit.receiving)
    return any(narrows_to_few(tree, benefit.subject) for tree in trees)


def _names_row(part: Node) -> bool:
    if isinstance(part, Compare):
        sides = (part.left, part.right)
        named = any(isinstance(side, Literal) for side in sides)
        return named and Kind.UID in {side.kind for side in sides}
    return isinstance(part, OneOf) and part.item.kind == Kind.UID


def _names_village(part: Node) -> bool:
    if not (isinstance(part, Literal) and part.kind == Kind.REGION and part.value):
        return False
    code = str(part.value)
    # in_region is kept as a range: its upper end is filled with nines
    code = code[:TOWNSHIP] if code[TOWNSHIP:] == "999" else code
    return len(prefix_of(code) if len(code) == 12 else code) > TOWNSHIP


def _names_day(part: Node) -> bool:
    """A date of birth other than as an age, an age at another day, a day within a month."""
    if isinstance(part, Literal):
        return isinstance(part.value, date) and part.value.day != 1
    if isinstance(part, Call):
        if part.name == AGE:
            return not isinstance(part.arguments[1], Day)
        if part.name in DAY_SUMS and any(
            isinstance(one, Literal) and one.kind == Kind.DATE for one in part.arguments
        ):
            return True
    return any(
        isinstance(child, ColumnOf)
        and child.name.startswith("birth_")
        and child.kind == Kind.DATE
        and not (isinstance(part, Call) and part.name == AGE)
        for child in children_of(part)
    )
