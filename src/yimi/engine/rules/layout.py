"""Which bit of a population's words is which benefit, condition or relation.

In ``failed_n`` and ``unknown_n`` the first bits are the benefits (which have a condition that failed, or is unknown), then
come the conditions; in ``related_n`` the benefits (which are blocked), then the relations. ``receiving``, ``likely`` and
``open`` (information is missing) hold benefits only; a benefit in none of the three is not suggested.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from yimi.engine.errors import PackError, Where
from yimi.engine.expressions.tree import Node
from yimi.engine.rules.bits import WORD
from yimi.engine.rules.decisions import Decision
from yimi.engine.rules.definitions import Benefit, Outcome, RelationKind, RuleSet

#: Columns of the result that hold one bit per benefit, with what the bit says.
BENEFIT_WORDS: Mapping[str, Outcome] = {
    "receiving": Outcome.ALREADY_RECEIVING,
    "likely": Outcome.LIKELY,
    "open": Outcome.NEEDS_INFORMATION,
}


@dataclass(frozen=True)
class Layout:
    """Which bit is which benefit, condition or relation, for one subject fact."""

    subject: str
    benefits: tuple[Benefit, ...]
    trees: tuple[Node, ...]
    relations: tuple[tuple[str, int], ...]
    #: by benefit, each condition's id and number among ``trees``
    conditions: Mapping[str, tuple[tuple[str, int], ...]]

    @classmethod
    def of(cls, rules: RuleSet, subject: str) -> Layout:
        """The layout of the rule set's benefits on ``subject``. Raises :class:`PackError` beyond 62 benefits."""
        benefits = tuple(rules.of_subject(subject))
        if len(benefits) > WORD:
            raise PackError(
                "too_many_benefits",
                f"一个包里同一对象最多 {WORD} 项待遇，这里有 {len(benefits)} 项。请拆成几个包。",
                Where(rules.pack.id),
            )
        trees = dict.fromkeys(c.tree for benefit in benefits for c in benefit.conditions)
        relations = tuple(
            (benefit.id, number)
            for benefit in benefits
            for number, relation in enumerate(benefit.relations)
            if relation.kind != RelationKind.TOPS_UP
        )
        place = {tree: number for number, tree in enumerate(trees)}
        conditions = {
            benefit.id: tuple((c.id, place[c.tree]) for c in benefit.conditions)
            for benefit in benefits
        }
        return cls(subject, benefits, tuple(trees), relations, conditions)

    @property
    def first(self) -> int:
        """The bit of the first condition, and of the first relation."""
        return len(self.benefits)

    @property
    def every_benefit(self) -> int:
        """The bits of all benefits."""
        return (1 << self.first) - 1

    def bit(self, benefit: str) -> int:
        """The bit of a benefit, as a number to be masked with."""
        return 1 << next(n for n, one in enumerate(self.benefits) if one.id == benefit)

    def bits_of_condition(self, number: int) -> int:
        """The bit of a condition and those of the benefits that need it."""
        needing = [b for b, used in self.conditions.items() if any(n == number for _, n in used)]
        return 1 << (self.first + number) | sum(self.bit(benefit) for benefit in needing)

    def bits_of_relation(self, benefit: str, number: int) -> int:
        """The bit of a relation and that of the benefit it stands in the way of."""
        place = self.relations.index((benefit, number))
        return 1 << (self.first + place) | self.bit(benefit)

    @property
    def words(self) -> int:
        """How many words the conditions need."""
        return (self.first + len(self.trees) + WORD - 1) // WORD

    @property
    def relation_words(self) -> int:
        """How many words the relations need; none without relations."""
        return (self.first + len(self.relations) + WORD - 1) // WORD if self.relations else 0

    def outcome(self, benefit: str, row: Mapping[str, Any]) -> Outcome:
        """The outcome of ``benefit`` in a row of the result."""
        bit = self.bit(benefit)
        found = [outcome for word, outcome in BENEFIT_WORDS.items() if row[word] & bit]
        return found[0] if found else Outcome.NOT_ELIGIBLE

    def decision(self, benefit: Benefit, row: Mapping[str, Any]) -> Decision:
        """A row of the result as a decision."""

        def holds(word: str, number: int) -> bool:
            bit = self.first + number
            return bool(row[f"{word}_{bit // WORD}"] >> bit % WORD & 1)

        conditions = self.conditions[benefit.id]
        return Decision(
            benefit.id,
            self.subject,
            row["key"],
            self.outcome(benefit.id, row),
            tuple(name for name, number in conditions if holds("failed", number)),
            tuple(name for name, number in conditions if holds("unknown", number)),
            tuple(
                number
                for place, (owner, number) in enumerate(self.relations)
                if owner == benefit.id and holds("related", place)
            ),
            {
                name: row[f"v_{benefit.id}_{name}"]
                for name in benefit.values
                if f"v_{benefit.id}_{name}" in row
            },
        )
