"""Which bit of a population's words is which condition or relation."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from yimi.engine.expressions.tree import Node
from yimi.engine.rules.decisions import Decision
from yimi.engine.rules.definitions import Benefit, Outcome, RelationKind, RuleSet

WORD = 62


@dataclass(frozen=True)
class Layout:
    """Which bit is which condition or relation, for one subject fact."""

    subject: str
    benefits: tuple[Benefit, ...]
    trees: tuple[Node, ...]
    relations: tuple[tuple[str, int], ...]
    #: by benefit, each condition's id and bit
    bits: Mapping[str, tuple[tuple[str, int], ...]]

    @classmethod
    def of(cls, rules: RuleSet, subject: str) -> Layout:
        """The layout of the rule set's benefits on ``subject``."""
        benefits = tuple(rules.of_subject(subject))
        trees = dict.fromkeys(c.tree for benefit in benefits for c in benefit.conditions)
        relations = tuple(
            (benefit.id, number)
            for benefit in benefits
            for number, relation in enumerate(benefit.relations)
            if relation.kind != RelationKind.TOPS_UP
        )
        place = {tree: number for number, tree in enumerate(trees)}
        bits = {
            benefit.id: tuple((c.id, place[c.tree]) for c in benefit.conditions)
            for benefit in benefits
        }
        return cls(subject, benefits, tuple(trees), relations, bits)

    def masks(self, benefit: Benefit) -> dict[int, int]:
        """By word, the bits of the benefit's conditions."""
        found: dict[int, int] = {}
        for _, bit in self.bits[benefit.id]:
            word, place = divmod(bit, WORD)
            found[word] = found.get(word, 0) | 1 << place
        return found

    @property
    def words(self) -> int:
        """How many words the conditions need."""
        return (len(self.trees) + WORD - 1) // WORD

    @property
    def relation_words(self) -> int:
        """How many words the relations need."""
        return (len(self.relations) + WORD - 1) // WORD

    def decision(self, benefit: Benefit, row: Mapping[str, Any]) -> Decision:
        """A row of the result as a decision."""

        def holds(word: str, bit: int) -> bool:
            return bool(row[f"{word}_{bit // WORD}"] >> bit % WORD & 1)

        conditions = self.bits[benefit.id]
        return Decision(
            benefit.id,
            self.subject,
            row["key"],
            Outcome(row[f"o_{benefit.id}"]),
            tuple(name for name, bit in conditions if holds("failed", bit)),
            tuple(name for name, bit in conditions if holds("unknown", bit)),
            tuple(
                number
                for bit, (owner, number) in enumerate(self.relations)
                if owner == benefit.id and holds("related", bit)
            ),
            {
                name: row[f"v_{benefit.id}_{name}"]
                for name in benefit.values
                if f"v_{benefit.id}_{name}" in row
            },
        )
