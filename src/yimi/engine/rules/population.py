"""Deciding for everyone: one statement per subject fact, one row per subject, every reason kept as a bit.

A row of the result holds ``key``, ``place``, one outcome column per benefit (``o_<id>``, see :class:`Outcome`), and words
of 62 bits: ``failed_0`` and ``unknown_0`` … (which conditions were false, which unknown), ``related_0`` … (which relations
stood in the way). Equal conditions of several benefits share a bit. ``Layout`` reads the bits back into ids.
"""

from __future__ import annotations

from collections.abc import Sequence

from sqlglot import exp

from yimi.engine.backends import Backend
from yimi.engine.backends.build import all_of, any_of, case, is_null
from yimi.engine.backends.pieces import literal, only_value
from yimi.engine.backends.sql import Plan, SelectBuilder
from yimi.engine.catalogue import Catalogue
from yimi.engine.expressions.simplify import simplify
from yimi.engine.expressions.tree import Parameter, walk
from yimi.engine.parameters import Bindings, missing
from yimi.engine.regions import ancestors, bounds
from yimi.engine.rules.bits import gather, meets, outcome_value, own_column
from yimi.engine.rules.decisions import Decision, bindings_of
from yimi.engine.rules.definitions import Benefit, Outcome, RelationKind, RuleSet
from yimi.engine.rules.layout import WORD, Layout
from yimi.engine.rules.reading import require_begun
from yimi.engine.rules.relating import with_relations


class Population:
    """The statements that decide a rule set for all subjects of a backend's facts."""

    def __init__(
        self, rules: RuleSet, backend: Backend, catalogue: Catalogue, bindings: Bindings
    ) -> None:
        require_begun(rules, bindings.as_of)
        self.rules, self.backend, self.catalogue = rules, backend, catalogue
        self.bindings = bindings_of(rules, bindings)

    def statement(
        self, subject: str, *, with_values: bool = True, only: Sequence[str] = ()
    ) -> exp.Select:
        """The SELECT over ``subject``; ``only`` limits it to some keys. Raises :class:`ParameterMissing`."""
        layout = Layout.of(self.rules, subject)
        self._require_parameters(layout)
        inner = self._conditions(layout, with_values, only)
        select = self._words(layout, inner, with_values)
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
        counts = [
            exp.Sum(
                this=case(
                    (
                        exp.EQ(
                            this=own_column(f"o_{benefit.id}"), expression=literal(int(outcome))
                        ),
                        literal(1),
                    ),
                    otherwise=literal(0),
                )
            )
            for benefit in layout.benefits
            for outcome in Outcome
        ]
        # kept apart on purpose: a planner that looks through it repeats every condition for every benefit
        apart = self.backend.dialect.name == "duckdb"
        statement = exp.select(*counts).from_("decided")
        decided = self.statement(subject, with_values=False)
        statement = statement.with_("decided", as_=decided, materialized=apart, copy=False)
        row = self.backend.fetch(statement)[0]
        numbers = iter(row)
        return {
            benefit.id: {outcome: int(next(numbers) or 0) for outcome in Outcome}
            for benefit in layout.benefits
        }

    def _conditions(self, layout: Layout, with_values: bool, only: Sequence[str]) -> exp.Select:
        """Innermost: each distinct condition, who receives, and the values, as columns."""
        fact = self.catalogue.fact(layout.subject)
        plan = Plan(self.catalogue, self.bindings, self.backend.dialect, self.rules.pack.prefix)
        builder = SelectBuilder(plan, fact)
        outputs = {"key": builder.own(fact.key)}
        if fact.place:
            outputs["place"] = builder.own(fact.place)
        for number, tree in enumerate(layout.trees):
            outputs[f"c{number}"] = builder.value(simplify(tree, self.bindings))
        for benefit in layout.benefits:
            if benefit.receiving is not None:
                outputs[f"r_{benefit.id}"] = builder.value(
                    simplify(benefit.receiving, self.bindings)
                )
            for name, node in benefit.values.items():
                if with_values or (name == "amount_fen" and _compares_amounts(layout)):
                    outputs[f"v_{benefit.id}_{name}"] = builder.value(node)
        tests: list[exp.Expr] = []
        if fact.place and self.rules.pack.prefix:
            low, high = bounds(self.rules.pack.prefix)
            place = builder.own(fact.place)
            tests.append(exp.Between(this=place, low=literal(low), high=literal(high)))
        if only:
            tests.append(exp.In(this=builder.own(fact.key), expressions=[literal(k) for k in only]))
        return builder.build(outputs, all_of(tests) if tests else None)

    def _words(self, layout: Layout, inner: exp.Select, with_values: bool) -> exp.Select:
        """Conditions become bits, bits become each benefit's own outcome."""
        names = [output.alias for output in inner.selects]
        kept = [n for n in names if n in {"key", "place"} or n.startswith("v_")]
        bits: dict[str, exp.Expr] = {}
        for word in range(layout.words):
            trees = layout.trees[word * WORD : (word + 1) * WORD]
            columns = [own_column(f"c{word * WORD + n}") for n in range(len(trees))]
            bits[f"failed_{word}"] = gather([exp.Not(this=c) for c in columns])
            doubts = [
                is_null(c) if tree.can_be_unknown else None
                for c, tree in zip(columns, trees, strict=True)
            ]
            bits[f"unknown_{word}"] = gather(doubts)
        receiving = [f"r_{b.id}" for b in layout.benefits if b.receiving is not None]
        middle = exp.select(
            *[own_column(name) for name in [*kept, *receiving]],
            *[exp.alias_(sql, name, quoted=True) for name, sql in bits.items()],
        ).from_(inner.subquery("conditions", copy=False), copy=False)
        outcomes = {f"o_{b.id}": self._outcome(layout, b) for b in layout.benefits}
        return exp.select(
            *[own_column(name) for name in [*kept, *bits]],
            *[exp.alias_(sql, name, quoted=True) for name, sql in outcomes.items()],
        ).from_(middle.subquery("bits", copy=False), copy=False)

    def _outcome(self, layout: Layout, benefit: Benefit) -> exp.Expr:
        failed, unknown = (
            any_of([meets(f"{name}_{word}", mask) for word, mask in layout.masks(benefit).items()])
            for name in ("failed", "unknown")
        )
        branches = [
            (failed, outcome_value(Outcome.NOT_ELIGIBLE)),
            (unknown, outcome_value(Outcome.NEEDS_INFORMATION)),
        ]
        if benefit.receiving is not None:
            receiving = own_column(f"r_{benefit.id}")
            branches.insert(0, (receiving, outcome_value(Outcome.ALREADY_RECEIVING)))
        return case(*branches, otherwise=outcome_value(Outcome.LIKELY))

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
