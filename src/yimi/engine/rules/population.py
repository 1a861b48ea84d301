"""Deciding for everyone: one statement per subject fact, one row per subject, every reason kept as a bit.

A row of the result holds ``key``, ``place`` and words of 62 bits: ``receiving``, ``likely``, ``open`` (which benefits), ``failed_0``
and ``unknown_0`` … (which conditions were false, which unknown), ``related_0`` … (which relations stood in the way). Equal
conditions of several benefits share a bit. ``Layout`` reads the bits back into ids and outcomes.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sqlglot import exp

from yimi.engine.backends import Backend
from yimi.engine.backends.build import all_of, case, is_null
from yimi.engine.backends.pieces import literal
from yimi.engine.backends.sql import Plan, SelectBuilder
from yimi.engine.catalogue import Catalogue
from yimi.engine.expressions.tree import Node, Parameter, walk
from yimi.engine.parameters import Bindings, missing, only_value
from yimi.engine.regions import ancestors, bounds
from yimi.engine.rules.bits import (
    all_bits,
    common_bits,
    gather,
    gather_words,
    level,
    meets,
    own_column,
    without,
)
from yimi.engine.rules.bits import number as number_of
from yimi.engine.rules.decisions import Decision, bindings_of
from yimi.engine.rules.definitions import Outcome, RelationKind, RuleSet
from yimi.engine.rules.layout import BENEFIT_WORDS, Layout
from yimi.engine.rules.preparing import Prepared, asked_of
from yimi.engine.rules.reading import require_begun
from yimi.engine.rules.relating import with_relations


class Population:
    """The statements that decide a rule set for all subjects of a backend's facts."""

    def __init__(
        self,
        rules: RuleSet,
        backend: Backend,
        catalogue: Catalogue,
        bindings: Bindings,
        prepared: Mapping[str, Prepared] | None = None,
    ) -> None:
        require_begun(rules, bindings.as_of)
        self.rules, self.backend, self.catalogue = rules, backend, catalogue
        self.bindings = bindings_of(rules, bindings)
        self.prepared = prepared or {}
        self._questions: dict[tuple[str, int], tuple[Node, Node]] = {}

    def statement(
        self,
        subject: str,
        *,
        with_values: bool = True,
        only: Sequence[str] = (),
        besides: Mapping[str, Node] | None = None,
    ) -> exp.Select:
        """The SELECT over ``subject``; ``only`` limits it to some keys, ``besides`` are more columns (``x_…``).

        Raises :class:`ParameterMissing`.
        """
        layout = Layout.of(self.rules, subject)
        self._require_parameters(layout)
        inner = self._conditions(layout, with_values, only, besides or {})
        select = self._words(layout, inner)
        return with_relations(self.rules, layout, select)

    def decisions(self, *, only: Sequence[str] = ()) -> list[Decision]:
        """Every decision, subject by subject in the order of keys: for lists of hundreds, not for millions."""
        found = []
        for subject in self.rules.subjects:
            layout = Layout.of(self.rules, subject)
            statement = self.statement(subject, only=only).order_by(
                exp.column("key", quoted=True), copy=False
            )
            names = [output.alias_or_name for output in statement.selects]
            for values in self.backend.fetch(statement):
                row = dict(zip(names, values, strict=True))
                found += [layout.decision(benefit, row) for benefit in layout.benefits]
        return found

    def summary(self, subject: str) -> dict[str, dict[Outcome, int]]:
        """How many have which outcome, by benefit, in one pass that keeps nothing."""
        layout = Layout.of(self.rules, subject)
        counts: list[exp.Expr] = [exp.Count(this=exp.Star())]
        for benefit in layout.benefits:
            for word in BENEFIT_WORDS:
                holds = meets(own_column(word), layout.bit(benefit.id))
                counts.append(exp.Sum(this=case((holds, literal(1)), otherwise=literal(0))))
        # kept apart on purpose: a planner that looks through it repeats every condition for every benefit
        apart = True if self.backend.dialect.name == "duckdb" else None
        statement = exp.select(*counts).from_("decided")
        decided = self.statement(subject, with_values=False)
        statement = statement.with_("decided", as_=decided, materialized=apart, copy=False)
        row = self.backend.fetch(statement)[0]
        everyone, *numbers = [int(number or 0) for number in row]
        found = {}
        for place, benefit in enumerate(layout.benefits):
            mine = numbers[place * len(BENEFIT_WORDS) :]
            counted = dict(zip(BENEFIT_WORDS.values(), mine, strict=False))
            rest = {Outcome.NOT_ELIGIBLE: everyone - sum(counted.values())}
            found[benefit.id] = {outcome: (rest | counted)[outcome] for outcome in Outcome}
        return found

    def _conditions(
        self,
        layout: Layout,
        with_values: bool,
        only: Sequence[str],
        besides: Mapping[str, Node],
    ) -> exp.Select:
        """Innermost: each distinct condition, who receives, and the values, as columns."""
        made = self.prepared.get(layout.subject)
        fact = made.fact if made else self.catalogue.fact(layout.subject)
        catalogue = made.catalogue if made else self.catalogue
        builder = SelectBuilder(Plan(catalogue, self.bindings, self.backend.dialect), fact)
        outputs = {"key": builder.own(fact.key)}
        if fact.place:
            outputs["place"] = builder.own(fact.place)
        for number, tree in enumerate(layout.trees):
            outputs[f"c{number}"] = builder.value(self._question(tree, layout))
        for benefit in layout.benefits:
            if benefit.receiving is not None:
                question = self._question(benefit.receiving, layout)
                outputs[f"r_{benefit.id}"] = builder.value(question)
            for name, node in benefit.values.items():
                if with_values or (name == "amount_fen" and _compares_amounts(layout)):
                    question = self._question(node, layout)
                    outputs[f"v_{benefit.id}_{name}"] = builder.value(question)
        for name, node in besides.items():
            outputs[f"x_{name}"] = builder.value(self._question(node, layout))
        tests: list[exp.Expr] = []
        if fact.place and self.rules.pack.prefix:
            low, high = bounds(self.rules.pack.prefix)
            place = builder.own(fact.place)
            tests.append(exp.Between(this=place, low=literal(low), high=literal(high)))
        if only:
            tests.append(exp.In(this=builder.own(fact.key), expressions=[literal(k) for k in only]))
        return builder.build(outputs, all_of(tests) if tests else None)

    def _question(self, node: Node, layout: Layout) -> Node:
        """``node`` as it is asked of the table at hand: parameters written out, simplified, prepared parts as columns."""
        key = (
            layout.subject,
            id(node),
        )  # the node is kept beside its answer, so its identity is not used again
        if key not in self._questions:
            asked = asked_of(self.rules, node, layout.subject, self.catalogue, self.bindings)
            made = self.prepared.get(layout.subject)
            self._questions[key] = node, made.rewrite(asked) if made else asked
        return self._questions[key][1]

    def _words(self, layout: Layout, inner: exp.Select) -> exp.Select:
        """Conditions become bits: of the condition, and of every benefit that needs it."""
        names = [output.alias for output in inner.selects]
        kept = [n for n in names if n in {"key", "place"} or n[:2] in {"v_", "x_"}]
        failed, unknown = [], []
        for number, tree in enumerate(layout.trees):
            column, mine = own_column(f"c{number}"), layout.bits_of_condition(number)
            failed.append((exp.Not(this=column), mine))
            if self._question(tree, layout).can_be_unknown:
                unknown.append((is_null(column), mine))
        receiving = [
            (own_column(f"r_{b.id}"), layout.bit(b.id))
            for b in layout.benefits
            if b.receiving is not None
        ]
        bits = {
            **gather_words(failed, layout.words, "failed"),
            **gather_words(unknown, layout.words, "unknown"),
            "receiving": gather(receiving),
        }
        middle = level(inner, kept, bits)
        blocked = [own_column(name) for name in ("receiving", "failed_0", "unknown_0")]
        outcomes = {
            "likely": without(number_of(layout.every_benefit), all_bits(blocked)),
            "open": common_bits(
                without(own_column("unknown_0"), all_bits([b.copy() for b in blocked[:2]])),
                number_of(layout.every_benefit),
            ),
        }
        return level(middle, [*kept, *bits], outcomes)

    def _require_parameters(self, layout: Layout) -> None:
        """Every place that has a subject must have every parameter that is asked for."""
        nodes = [*layout.trees]
        for benefit in layout.benefits:
            nodes += [*benefit.values.values()]
            nodes += [benefit.receiving] if benefit.receiving is not None else []
        asked = {
            (part.name, self.bindings.day(part.on))
            for node in nodes
            for part in walk(node)
            if isinstance(part, Parameter)
        }
        fact = self.catalogue.fact(layout.subject)
        places: list[str] | None = None
        for name, day in sorted(asked):
            if name in self.bindings.parameters.may_be_unset:
                continue
            values = self.bindings.parameters.in_force(name, day)
            settled = {prefix: value.value for prefix, value in values.items()}
            if only_value(settled, self.rules.pack.prefix) is not None:
                continue
            if places is None:
                places = self._places(fact.name, fact.place)
            without = [p for p in places if not any(a in values for a in ancestors(p))]
            if without:
                raise missing(name, without, day)

    def _places(self, fact: str, column: str) -> list[str]:
        low, high = bounds(self.rules.pack.prefix)
        place = exp.column(column, quoted=True)
        within = exp.Between(this=place, low=literal(low), high=literal(high))
        statement = exp.select(place.copy()).distinct().from_(fact).where(within)
        return sorted(str(row[0]) for row in self.backend.fetch(statement))


def _compares_amounts(layout: Layout) -> bool:
    return any(
        relation.kind == RelationKind.CHOOSE_HIGHER
        for benefit in layout.benefits
        for relation in benefit.relations
    )
