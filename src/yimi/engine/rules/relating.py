"""Relations between benefits, in SQL: what others exclude, and the higher of two amounts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sqlglot import exp

from yimi.engine.backends.build import all_of, any_of, case, paren
from yimi.engine.backends.pieces import literal
from yimi.engine.rules.bits import gather, outcome_value, own_column
from yimi.engine.rules.definitions import Benefit, Outcome, RelationKind, RuleSet
from yimi.engine.rules.layout import WORD, Layout


def with_relations(rules: RuleSet, layout: Layout, select: exp.Select) -> exp.Select:
    """One more level for what others exclude, one for the higher amount; none without relations.

    Exclusion is written out down to the outcomes each benefit has alone: levels upon levels of columns would
    make a planner's work grow beyond measure.
    """
    if not layout.relations:
        return select
    active: dict[str, exp.Expr] = {}
    excluded: dict[str, dict[str, exp.Expr]] = {}
    for benefit in layout.benefits:
        tests = {
            _blocked(benefit.id, number): any_of([active[o].copy() for o in relation.others])
            for number, relation in enumerate(benefit.relations)
            if relation.kind == RelationKind.EXCLUDED_BY
        }
        excluded[benefit.id] = tests
        active[benefit.id] = _active(benefit, list(tests.values()))
    select = _settle(select, excluded)
    lower = {
        benefit.id: {
            _blocked(benefit.id, number): any_of(
                [_higher(rules, benefit.id, other) for other in relation.others]
            )
            for number, relation in enumerate(benefit.relations)
            if relation.kind == RelationKind.CHOOSE_HIGHER
        }
        for benefit in layout.benefits
    }
    if any(lower.values()):
        select = _settle(select, lower)
    return _relation_words(layout, select)


def _relation_words(layout: Layout, select: exp.Select) -> exp.Select:
    """The relation columns gathered into words."""
    blocked = {_blocked(*key) for key in layout.relations}
    kept = [o.alias_or_name for o in select.selects if o.alias_or_name not in blocked]
    words = {}
    for word in range(layout.relation_words):
        mine = layout.relations[word * WORD : (word + 1) * WORD]
        words[f"related_{word}"] = gather([own_column(_blocked(*key)) for key in mine])
    return exp.select(
        *[own_column(name) for name in kept],
        *[exp.alias_(sql, name, quoted=True) for name, sql in words.items()],
    ).from_(select.subquery("relations", copy=False), copy=False)


def _higher(rules: RuleSet, mine: str, other: str) -> exp.Expr:
    """Whether ``other`` is likely with a higher amount, or an equal one and written first."""
    theirs = own_column(f"o_{other}")
    order = [benefit.id for benefit in rules.benefits]
    compare = exp.GTE if order.index(other) < order.index(mine) else exp.GT
    higher = compare(
        this=own_column(f"v_{other}_amount_fen"), expression=own_column(f"v_{mine}_amount_fen")
    )
    likely = literal(int(Outcome.LIKELY))
    return all_of(
        [
            exp.EQ(this=theirs, expression=likely),
            exp.EQ(this=own_column(f"o_{mine}"), expression=likely.copy()),
            exp.Coalesce(this=higher, expressions=[exp.Boolean(this=False)]),
        ]
    )


def _blocked(benefit: str, number: int) -> str:
    """The column that says whether a relation stands in the way."""
    return f"b_{benefit}_{number}"


def _active(benefit: Benefit, blocked: Sequence[exp.Expr]) -> exp.Expr:
    """Received, or likely and not excluded, from the outcomes that benefits have alone."""
    alone = own_column(f"o_{benefit.id}")
    if not blocked:
        return exp.GTE(this=alone, expression=literal(int(Outcome.LIKELY)))
    likely = exp.EQ(this=alone, expression=literal(int(Outcome.LIKELY)))
    free = exp.Not(this=paren(any_of([paren(test.copy()) for test in blocked])))
    receiving = exp.EQ(this=alone.copy(), expression=literal(int(Outcome.ALREADY_RECEIVING)))
    return exp.Paren(this=any_of([receiving, exp.Paren(this=all_of([likely, free]))]))


def _settle(select: exp.Select, wave: Mapping[str, Mapping[str, exp.Expr]]) -> exp.Select:
    """A level that adds the relation columns of ``wave`` and turns what they block into *not eligible*."""
    outputs: list[exp.Expr] = []
    for output in select.selects:
        name = output.alias_or_name
        tests = wave.get(name.removeprefix("o_"), {}) if name.startswith("o_") else {}
        if not tests:
            outputs.append(own_column(name))
            continue
        not_yet = exp.NEQ(this=own_column(name), expression=literal(int(Outcome.ALREADY_RECEIVING)))
        in_the_way = exp.Paren(this=any_of([paren(test.copy()) for test in tests.values()]))
        settled = case(
            (all_of([in_the_way, not_yet]), outcome_value(Outcome.NOT_ELIGIBLE)),
            otherwise=own_column(name),
        )
        outputs.append(exp.alias_(settled, name, quoted=True))
    outputs += [
        exp.alias_(test, name, quoted=True)
        for tests in wave.values()
        for name, test in tests.items()
    ]
    return exp.select(*outputs).from_(select.subquery("alone", copy=False), copy=False)
