"""Deciding for one subject, in plain Python: what a worker's screen shows for one family, and what ``Population`` must equal."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from yimi.engine.parameters import Bindings
from yimi.engine.reference import Row, World, evaluate
from yimi.engine.rules.definitions import Benefit, Outcome, RelationKind, RuleSet


@dataclass(frozen=True)
class Decision:
    """An outcome and its reasons. ``related`` are the places, in the benefit's list, of relations that stood in the way.

    A decision that is not likely names at least one condition or relation.
    """

    benefit: str
    subject: str
    key: str
    outcome: Outcome
    failed: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()
    related: tuple[int, ...] = ()
    values: Mapping[str, Any] = field(default_factory=dict)


def bindings_of(rules: RuleSet, bindings: Bindings) -> Bindings:
    """``bindings`` with the rule set's parameters."""
    return Bindings(bindings.as_of, bindings.period_start, bindings.period_end, rules.table)


def decide(
    rules: RuleSet, world: World, subject: str, row: Row, bindings: Bindings
) -> list[Decision]:
    """The decisions on one row of ``subject``, one per benefit in the rule set's order; none outside the pack's place.

    Raises :class:`ParameterMissing`.
    """
    bindings = bindings_of(rules, bindings)
    place = world.catalogue.fact(subject).place
    if place and rules.pack.prefix and not (row.get(place) or "").startswith(rules.pack.prefix):
        return []

    def value_of(node: Any) -> Any:
        return evaluate(node, world, subject, row, bindings)

    key = row[world.catalogue.fact(subject).key]
    benefits = rules.of_subject(subject)
    first = {benefit.id: _alone(benefit, subject, key, value_of) for benefit in benefits}
    after_exclusion: dict[str, Decision] = {}
    for benefit in benefits:
        blocked = [
            number
            for number, relation in enumerate(benefit.relations)
            if relation.kind == RelationKind.EXCLUDED_BY
            and any(after_exclusion[o].outcome >= Outcome.LIKELY for o in relation.others)
        ]
        after_exclusion[benefit.id] = _blocked(first[benefit.id], blocked)
    found = []
    for benefit in benefits:
        lower = [
            number
            for number, relation in enumerate(benefit.relations)
            if relation.kind == RelationKind.CHOOSE_HIGHER
            and any(
                _beats(rules, after_exclusion[o], after_exclusion[benefit.id])
                for o in relation.others
            )
        ]
        found.append(_blocked(after_exclusion[benefit.id], lower))
    return found


def _alone(benefit: Benefit, subject: str, key: str, value_of: Any) -> Decision:
    truths = {condition.id: value_of(condition.tree) for condition in benefit.conditions}
    failed = tuple(name for name, truth in truths.items() if truth is False)
    unknown = tuple(name for name, truth in truths.items() if truth is None)
    receiving = benefit.receiving is not None and value_of(benefit.receiving) is True
    if receiving:
        outcome = Outcome.ALREADY_RECEIVING
    elif failed:
        outcome = Outcome.NOT_ELIGIBLE
    else:
        outcome = Outcome.NEEDS_INFORMATION if unknown else Outcome.LIKELY
    values = {name: value_of(node) for name, node in benefit.values.items()}
    return Decision(benefit.id, subject, key, outcome, failed, unknown, (), values)


def _blocked(decision: Decision, relations: list[int]) -> Decision:
    """With a relation in the way nothing is suggested; who receives already still does."""
    if not relations:
        return decision
    outcome = decision.outcome
    if outcome != Outcome.ALREADY_RECEIVING:
        outcome = Outcome.NOT_ELIGIBLE
    return Decision(
        decision.benefit,
        decision.subject,
        decision.key,
        outcome,
        decision.failed,
        decision.unknown,
        (*decision.related, *relations),
        decision.values,
    )


def _beats(rules: RuleSet, other: Decision, mine: Decision) -> bool:
    """Whether ``other`` is likely with a higher amount, or an equal one and written first."""
    if other.outcome != Outcome.LIKELY or mine.outcome != Outcome.LIKELY:
        return False
    theirs, ours = other.values["amount_fen"], mine.values["amount_fen"]
    if theirs is None or ours is None:
        return False
    order = [benefit.id for benefit in rules.benefits]
    first = order.index(other.benefit) < order.index(mine.benefit)
    return bool(theirs > ours or (theirs == ours and first))
