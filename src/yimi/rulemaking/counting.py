"""How many a rule would reach: asked of the facts as they are now, and shown so that no small group can be picked out.

An expression can be anything, so whoever does not see the records gets no exact count: each figure is rounded to tens, and a group
smaller than the threshold of docs/adr/0009 is not shown, nor what would give it by subtraction.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from sqlglot import exp

from yimi.core import clock
from yimi.engine.backends import Backend
from yimi.engine.catalogue import load_catalogue
from yimi.engine.expressions.tree import ColumnOf, Node, Quantifier
from yimi.engine.packs import Pack, parameter_values
from yimi.engine.parameters import Bindings, ParameterTable
from yimi.engine.regions import bounds
from yimi.engine.rules.definitions import Benefit, Condition, Outcome, ParameterInfo, RuleSet
from yimi.engine.rules.population import Population
from yimi.engine.rules.preparing import nodes_of
from yimi.insight.figures.exposure import load_exposure
from yimi.insight.figures.hiding import hidden_places

YES, UNKNOWN, NO, RECEIVING = "yes", "unknown", "no", "receiving"
ROUNDED_TO = 10
_ONE = "one"


@dataclass(frozen=True)
class Counted:
    """How many by outcome on ``day``; ``empty`` are the facts asked that have no row at the place."""

    subject: str
    counts: Mapping[str, int]
    day: date
    empty: tuple[str, ...] = ()

    @property
    def everyone(self) -> int:
        """All that were asked."""
        return sum(self.counts.values())


@dataclass(frozen=True)
class ShownCount:
    """A count as it may be seen: exact, rounded (``about``), or not at all (None)."""

    value: int | None
    about: bool = False


def day_for(rules: RuleSet) -> date:
    """Today, or the pack's first day where that is still to come."""
    return max(clock.today(), rules.pack.in_force_from or date.min)


def count_condition(
    pack: Pack,
    parameters: Mapping[str, ParameterInfo],
    tree: Node,
    *,
    subject: str,
    region_code: str,
    backend: Backend,
) -> Counted:
    """How many rows of ``subject`` meet one condition. Raises :class:`EngineError` (a parameter without a value …)."""
    table = ParameterTable(
        parameter_values(pack.content, "draft"),
        [name for name, info in parameters.items() if info.may_be_unset],
    )
    alone = Benefit(_ONE, _ONE, _ONE, "", subject, (Condition(_ONE, "", "", tree),), None, {})
    head = replace(pack, region=region_code or "national", repealed_on=None)
    rules = RuleSet(head, (alone,), parameters, table)
    return count_benefits(rules, backend)[_ONE]


def count_benefits(rules: RuleSet, backend: Backend) -> dict[str, Counted]:
    """How many would get each benefit, at the place of the rules. One statement per subject fact."""
    day = day_for(rules)
    catalogue = load_catalogue()
    population = Population(rules, backend, catalogue, Bindings(day))
    found: dict[str, Counted] = {}
    for subject in rules.subjects:
        empty = empty_facts(rules, subject, backend)
        for benefit, outcomes in population.summary(subject).items():
            counts = {
                YES: outcomes[Outcome.LIKELY],
                UNKNOWN: outcomes[Outcome.NEEDS_INFORMATION],
                NO: outcomes[Outcome.NOT_ELIGIBLE],
                RECEIVING: outcomes[Outcome.ALREADY_RECEIVING],
            }
            found[benefit] = Counted(subject, counts, day, empty)
    return found


def empty_facts(rules: RuleSet, subject: str, backend: Backend) -> tuple[str, ...]:
    """The facts that the rules ask and that have no row at the place: then nothing can be known of them."""
    catalogue = load_catalogue()
    low, high = bounds(rules.pack.prefix)
    without = []
    for name in facts_of(nodes_of(rules, subject), subject):
        statement = exp.select(exp.Literal.number(1)).from_(exp.to_table(name)).limit(1)
        if place := catalogue.fact(name).place:
            column = exp.column(place, quoted=True)
            statement = statement.where(
                exp.Between(this=column, low=exp.Literal.string(low), high=exp.Literal.string(high))
            )
        if not backend.fetch(statement):
            without.append(name)
    return tuple(without)


def facts_of(nodes: list[Node], subject: str) -> list[str]:
    """The facts that trees over ``subject`` read, itself first."""
    catalogue = load_catalogue()
    found = {subject: None}

    def follow(start: str, path: tuple[str, ...]) -> str:
        for step in path:
            start = catalogue.fact(start).parents[step].fact
            found[start] = None
        return start

    def look(node: Node, fact: str) -> None:
        if isinstance(node, ColumnOf):
            follow(fact, node.path)
        if isinstance(node, Quantifier):
            follow(fact, node.path)
            found[node.fact] = None
            fact = node.fact
        for name in ("item", "left", "right", "condition", "value", "otherwise"):
            inner = getattr(node, name, None)
            if isinstance(inner, Node):
                look(inner, fact)
        for name in ("items", "arguments", "branches", "values"):
            for inner in getattr(node, name, ()):
                for one in inner if isinstance(inner, tuple) else (inner,):
                    if isinstance(one, Node):
                        look(one, fact)

    for node in nodes:
        look(node, subject)
    return list(found)


def shown(counted: Counted, *, exact: bool) -> dict[str, ShownCount]:
    """The counts for somebody who sees the records (``exact``), or who does not."""
    if exact or not load_exposure().is_personal(counted.subject):
        return {name: ShownCount(value) for name, value in counted.counts.items()}
    some = {name: value for name, value in counted.counts.items() if value}
    hidden = hidden_where_small(some)
    return {
        name: ShownCount(0)
        if not value
        else ShownCount(None)
        if name in hidden
        else ShownCount(rounded(value), about=True)
        for name, value in counted.counts.items()
    }


def hidden_where_small(values: Mapping[str, int]) -> set[str]:
    """The parts of a whole that are not shown; a single part is the whole and hidden only when that is small."""
    threshold = load_exposure().threshold
    if len(values) == 1:
        return {name for name, value in values.items() if value < threshold}
    return hidden_places(values, values, threshold)


def rounded(value: int) -> int:
    """To tens, halves up.

    >>> rounded(5), rounded(14), rounded(1235)
    (10, 10, 1240)
    """
    return (value + ROUNDED_TO // 2) // ROUNDED_TO * ROUNDED_TO
