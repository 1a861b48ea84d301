"""Why: each condition of a decision with its clause, its words, its truth, and the values that met or failed it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from yimi.engine.backends import Backend
from yimi.engine.backends.sql import Plan, SelectBuilder
from yimi.engine.catalogue import Catalogue
from yimi.engine.describe import Reader, show
from yimi.engine.expressions.tree import Node, Parameter, leaves
from yimi.engine.parameters import Bindings
from yimi.engine.reference import World, evaluate
from yimi.engine.rules.decisions import Decision, bindings_of
from yimi.engine.rules.definitions import Benefit, Condition, Outcome, RuleSet
from yimi.engine.rules.reading import VALUES

VALUE_TITLES = {
    "amount_fen": "金额",
    "points": "分值",
    "claim_until": "最迟申请日",
    "due_on": "应办日期",
}


@dataclass(frozen=True)
class Evidence:
    """A value that a condition rests on; ``source`` is set for parameters: the value, its first day, its document."""

    label: str
    value: str
    source: str = ""


@dataclass(frozen=True)
class Reason:
    """One condition as it stands for one subject. ``truth`` None is unknown; ``ask``: who can supply what is missing."""

    condition: str
    clause: str
    text: str
    truth: bool | None
    evidence: tuple[Evidence, ...]
    ask: str = ""

    @property
    def mark(self) -> str:
        """✓ ✗ ?"""
        return "✓" if self.truth else "?" if self.truth is None else "✗"


@dataclass(frozen=True)
class Explanation:
    """A decision with all its reasons; relations that stood in the way come as reasons too."""

    decision: Decision
    title: str
    reasons: tuple[Reason, ...]

    @property
    def missing(self) -> list[Reason]:
        """What is not known, to be asked."""
        return [reason for reason in self.reasons if reason.truth is None]


class Explainer:
    """Explains decisions of one rule set on one day."""

    def __init__(self, rules: RuleSet, catalogue: Catalogue, bindings: Bindings) -> None:
        self.rules, self.catalogue = rules, catalogue
        self.bindings = bindings_of(rules, bindings)
        self.titles = rules.titles
        # what each benefit's conditions rest on; trees live as long as the rule set, so their identity names them
        self.leaves = {
            benefit.id: [(c, leaves(c.tree)) for c in benefit.conditions]
            for benefit in rules.benefits
        }

    def of_world(self, decisions: Sequence[Decision], world: World) -> list[Explanation]:
        """Explanations from rows in memory: one family on a worker's screen."""
        found = []
        for decision in decisions:
            row = world.row(decision.subject, decision.key)
            benefit = self.rules.benefit(decision.benefit)
            values = {
                id(node): evaluate(node, world, decision.subject, row, self.bindings)
                for _, nodes in self.leaves[benefit.id]
                for node in nodes
            }
            place = row.get(self.catalogue.fact(decision.subject).place)
            found.append(self._explanation(decision, benefit, values, place))
        return found

    def of_backend(self, decisions: Sequence[Decision], backend: Backend) -> list[Explanation]:
        """The same from a backend's facts, one statement per subject fact: for lists of hundreds."""
        values: dict[tuple[str, str], tuple[Mapping[int, Any], str | None]] = {}
        for subject in dict.fromkeys(decision.subject for decision in decisions):
            keys = [d.key for d in decisions if d.subject == subject]
            values.update(self._fetch(subject, list(dict.fromkeys(keys)), backend))
        return [
            self._explanation(d, self.rules.benefit(d.benefit), *values[d.subject, d.key])
            for d in decisions
        ]

    def _fetch(
        self, subject: str, keys: list[str], backend: Backend
    ) -> dict[tuple[str, str], tuple[Mapping[int, Any], str | None]]:
        fact = self.catalogue.fact(subject)
        nodes = [
            node
            for benefit in self.rules.of_subject(subject)
            for _, found in self.leaves[benefit.id]
            for node in found
        ]
        plan = Plan(self.catalogue, self.bindings, backend.dialect)
        builder = SelectBuilder(plan, fact)
        outputs = {"key": builder.own(fact.key), "place": builder.own(fact.place or fact.key)}
        outputs |= {f"n{number}": builder.value(node) for number, node in enumerate(nodes)}
        statement = builder.build(outputs, builder.own(fact.key).isin(*keys))
        return {
            (subject, row[0]): (
                dict(zip(map(id, nodes), row[2:], strict=True)),
                row[1] if fact.place else None,
            )
            for row in backend.fetch(statement)
        }

    def _explanation(
        self, decision: Decision, benefit: Benefit, values: Mapping[int, Any], place: str | None
    ) -> Explanation:
        reasons = [
            self._reason(condition, nodes, decision, values, place)
            for condition, nodes in self.leaves[benefit.id]
        ]
        for number in decision.related:
            relation = benefit.relations[number]
            titles = "、".join(self.rules.benefit(other).title for other in relation.others)
            reasons.append(
                Reason(
                    f"relation_{number}",
                    relation.clause,
                    relation.text,
                    False,
                    (Evidence("相关待遇", titles),),
                )
            )
        return Explanation(decision, benefit.title, tuple(reasons))

    def _reason(
        self,
        condition: Condition,
        nodes: Sequence[Node],
        decision: Decision,
        values: Mapping[int, Any],
        place: str | None,
    ) -> Reason:
        truth: bool | None = True
        if condition.id in decision.failed:
            truth = False
        elif condition.id in decision.unknown:
            truth = None
        fact = self.catalogue.fact(decision.subject)
        reader = Reader(self.catalogue, fact, self.titles)
        evidence = tuple(self._evidence(node, values[id(node)], reader, place) for node in nodes)
        return Reason(
            condition.id, condition.clause, condition.text, truth, evidence, condition.ask
        )

    def _evidence(self, leaf: Node, value: Any, reader: Reader, place: str | None) -> Evidence:
        shown = show(value, leaf.kind, reader.codes_of(leaf))
        source = ""
        if isinstance(leaf, Parameter) and place:
            if value is None:
                return Evidence(reader.words(leaf), "当地还没有设定")
            found = self.bindings.parameters.get(leaf.name, place, self.bindings.day(leaf.on))
            example = "，示例值" if found.example else ""
            source = f"自 {found.starts_on} 起，{found.source}{example}"
        return Evidence(reader.words(leaf), shown, source)


def lines(explanation: Explanation) -> list[str]:
    """An explanation as plain lines, for a terminal or a note."""
    decision = explanation.decision
    found = [f"{decision.key}  {explanation.title}：{decision.outcome.zh}{_values(decision)}"]
    for reason in explanation.reasons:
        found.append(f"  {reason.mark} {reason.text}（{reason.clause}）")
        for evidence in reason.evidence:
            source = f"（{evidence.source}）" if evidence.source else ""
            found.append(f"      {evidence.label}：{evidence.value}{source}")
        if reason.truth is None and reason.ask:
            found.append(f"      可以问：{reason.ask}")
    return found


def _values(decision: Decision) -> str:
    if decision.outcome < Outcome.NEEDS_INFORMATION:
        return ""
    parts = [
        f"{VALUE_TITLES[name]} {show(value, VALUES[name])}"
        for name, value in decision.values.items()
        if value is not None
    ]
    return f"（{'，'.join(parts)}）" if parts else ""
