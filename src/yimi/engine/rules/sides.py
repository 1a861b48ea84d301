"""Two versions of a pack in one statement: both decided in one scan, who changes gathered, the changes counted by cut."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlglot import exp

from yimi.engine.backends import Backend
from yimi.engine.backends.build import all_of, any_of, case, wide
from yimi.engine.backends.pieces import literal
from yimi.engine.catalogue import Catalogue
from yimi.engine.expressions import check
from yimi.engine.expressions.tree import ColumnOf, Compare, Literal, Node, Quantifier, walk
from yimi.engine.kinds import Kind
from yimi.engine.parameters import Bindings
from yimi.engine.rules.bits import all_bits, gather, level, meets, own_column
from yimi.engine.rules.changes import MEASURES
from yimi.engine.rules.definitions import RuleSet
from yimi.engine.rules.layout import Layout
from yimi.engine.rules.merging import marked, merged
from yimi.engine.rules.population import Population
from yimi.engine.rules.preparing import Prepared, nodes_of

#: First year of each age band; a band goes up to the next.
AGE_BANDS = (0, 18, 60, 80)
#: Digits of a town's code.
TOWN = 9


class Sides:
    """The versions ``old`` and ``new`` over one subject fact; ``ids`` are all benefits of either."""

    def __init__(
        self, sides: Mapping[str, RuleSet], subject: str, catalogue: Catalogue, bindings: Bindings
    ) -> None:
        self.rules = merged(sides)
        self.subject, self.catalogue, self.bindings = subject, catalogue, bindings
        self.fact = catalogue.fact(subject)
        self.layout = Layout.of(self.rules, subject)
        asks_status = "status" in self.fact.shorthands
        self.statuses = _statuses_named(self.rules, subject) if asks_status else []
        listed = [*sides["new"].of_subject(subject), *sides["old"].of_subject(subject)]
        self.ids = list(dict.fromkeys(benefit.id for benefit in listed))
        self._known = {benefit.id: benefit for benefit in self.layout.benefits}

    def statement(self, backend: Backend) -> exp.Expr:
        """Rows of: place of the benefit among ``ids``, cut, its value, and five numbers (see :data:`MEASURES`).

        Under the cut ``all`` the numbers are people and fen of each version, and who has no known amount in the new one.
        """
        cuts = self._cuts()
        made = Prepared(self.rules, self.subject, self.catalogue, self.bindings, [*cuts.values()])
        population = Population(
            self.rules, backend, self.catalogue, self.bindings, {self.subject: made}
        )
        changes = self._changes()
        steps = {
            made.fact.name: made.statement(backend),
            "decided": self._both(population.statement(self.subject, besides=cuts)),
            "changed": exp.union(*changes, distinct=False) if len(changes) > 1 else changes[0],
        }
        whole: Any = exp.union(*self._by_cut(), *self._everyone(), distinct=False)
        # kept apart on purpose, see ``Population.summary``
        apart = True if backend.dialect.name == "duckdb" else None
        for name, step in steps.items():
            whole = whole.with_(name, as_=step, materialized=apart, copy=False)
        return whole  # type: ignore[no-any-return]

    def _cuts(self) -> dict[str, Node]:
        """What people are told apart by: age band and statuses. The town comes with the place."""
        found: dict[str, Node] = {}
        if "birth_on" in self.fact.columns:
            by_shorthand = "aged" in self.fact.shorthands
            old = "aged({0}, :as_of)" if by_shorthand else "age_on(birth_on, :as_of) >= {0}"
            whens = [f"when {old.format(n)} then {n}" for n in reversed(AGE_BANDS[1:])]
            text = f"case {' '.join(whens)} else 0 end"
            found["age"] = check(text, self.catalogue, self.subject, kind=Kind.INT)
        for number, code in enumerate(self.statuses):
            found[f"s{number}"] = check(f"status('{code}')", self.catalogue, self.subject)
        return found

    def _both(self, decided: exp.Select) -> exp.Select:
        """By person: the bits of what each version gives, the amounts, and the cuts as texts."""
        names = [output.alias_or_name for output in decided.selects]
        gets = all_bits([own_column("receiving"), own_column("likely")])
        outputs: dict[str, exp.Expr] = {"gets": gets, "town": literal(""), "age": literal("")}
        if self.fact.place:
            arguments = [own_column("place"), literal(1), literal(TOWN)]
            outputs["town"] = _text(exp.Anonymous(this="SUBSTRING", expressions=arguments))
        if "x_age" in names:
            outputs["age"] = _text(own_column("x_age"))
        held = [(own_column(f"x_s{n}"), 1 << n) for n in range(len(self.statuses))]
        outputs["statuses"] = _text(gather(held))
        amounts = [name for name in names if name.startswith("v_") and name.endswith("_amount_fen")]
        return level(decided, amounts, outputs)

    def _gets(self, side: str, benefit: str) -> exp.Expr:
        name = marked(side, benefit)
        if name not in self._known:
            return exp.Boolean(this=False)
        return exp.Paren(this=meets(own_column("gets"), self.layout.bit(name)))

    def _has_amount(self, side: str, benefit: str) -> bool:
        name = marked(side, benefit)
        return name in self._known and "amount_fen" in self._known[name].values

    def _amount(self, side: str, benefit: str) -> exp.Expr:
        """The amount where the version gives the benefit, else nothing."""
        if not self._has_amount(side, benefit):
            return wide(exp.Null())
        amount = own_column(f"v_{marked(side, benefit)}_amount_fen")
        return case((self._gets(side, benefit), amount), otherwise=exp.Null())

    def _changes(self) -> list[exp.Select]:
        """One row for each person and benefit that changes."""
        found = []
        for number, benefit in enumerate(self.ids):
            old, new = self._gets("old", benefit), self._gets("new", benefit)
            before, after = self._amount("old", benefit), self._amount("new", benefit)
            differs = exp.NullSafeNEQ(this=exp.Paren(this=before), expression=exp.Paren(this=after))
            other = exp.Paren(this=all_of([old.copy(), new.copy(), differs]))
            outputs = {
                "benefit": literal(number),
                **{name: own_column(name) for name in ("town", "age", "statuses")},
                "gain": _one(all_of([new.copy(), exp.Not(this=old.copy())])),
                "lose": _one(all_of([old.copy(), exp.Not(this=new.copy())])),
                "other_amount": _one(other.copy()),
                "fen_old": _or_nothing(before.copy()),
                "fen_new": _or_nothing(after.copy()),
            }
            where = any_of([exp.NEQ(this=old, expression=new), other])
            found.append(_select(outputs).from_("decided").where(where, copy=False))
        return found

    def _by_cut(self) -> list[exp.Select]:
        """The changes summed, all together and by each cut."""
        cuts = {"total": literal(""), "town": own_column("town"), "age": own_column("age")}
        if self.statuses:
            cuts["status"] = own_column("statuses")
        found = []
        for cut, column in cuts.items():
            outputs = {"benefit": own_column("benefit"), "cut": literal(cut), "value": column}
            outputs |= {name: wide(exp.Sum(this=own_column(name))) for name in MEASURES}
            keys = [own_column("benefit"), *([] if cut == "total" else [column.copy()])]
            found.append(_select(outputs).from_("changed").group_by(*keys, copy=False))
        return found

    def _everyone(self) -> list[exp.Select]:
        found = []
        for number, benefit in enumerate(self.ids):
            new, after = self._gets("new", benefit), self._amount("new", benefit)
            no_amount = exp.Is(this=exp.Paren(this=after.copy()), expression=exp.Null())
            without = all_of([new.copy(), no_amount])
            sums = [
                _one(self._gets("old", benefit)),
                _one(new),
                self._amount("old", benefit),
                after,
                _one(without) if self._has_amount("new", benefit) else literal(0),
            ]
            outputs = {"benefit": literal(number), "cut": literal("all"), "value": literal("")}
            outputs |= {
                name: wide(exp.Sum(this=one)) for name, one in zip(MEASURES, sums, strict=True)
            }
            found.append(_select(outputs).from_("decided"))
        return found


def _select(outputs: Mapping[str, exp.Expr]) -> exp.Select:
    return exp.select(*[exp.alias_(sql, name, quoted=True) for name, sql in outputs.items()])


def _one(test: exp.Expr) -> exp.Expr:
    return case((test, literal(1)), otherwise=literal(0))


def _or_nothing(sql: exp.Expr) -> exp.Expr:
    return exp.Coalesce(this=sql, expressions=[literal(0)])


def _text(sql: exp.Expr) -> exp.Expr:
    """As text, so that all cuts fit one column; unknown is empty."""
    return exp.Coalesce(this=exp.cast(sql, "TEXT"), expressions=[literal("")])


def _statuses_named(rules: RuleSet, subject: str) -> list[str]:
    """The codes of statuses that the rules ask about."""
    found: dict[Any, None] = {}
    for node in nodes_of(rules, subject):
        for part in walk(node):
            if isinstance(part, Quantifier) and part.fact == "resident_status":
                found |= dict.fromkeys(
                    inner.right.value
                    for inner in walk(part.condition)
                    if isinstance(inner, Compare)
                    and isinstance(inner.left, ColumnOf)
                    and inner.left.name == "kind"
                    and isinstance(inner.right, Literal)
                )
    return sorted(found)
