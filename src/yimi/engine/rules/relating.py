"""Relations between benefits, in SQL: what others exclude, and the higher of two amounts. All on words of bits.

Benefits that exclude one another stand in waves: what a wave excludes is settled before the next one asks who is likely.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sqlglot import exp

from yimi.engine.backends.build import all_of, any_of
from yimi.engine.rules.bits import all_bits, gather_words, level, meets, own_column, without
from yimi.engine.rules.definitions import Benefit, Relation, RelationKind, RuleSet
from yimi.engine.rules.layout import Layout

#: What a blocked benefit is taken out of. Who receives already keeps receiving.
BLOCKED_IN = ("likely", "open")


def with_relations(rules: RuleSet, layout: Layout, select: exp.Select) -> exp.Select:
    """One more level for each wave of exclusions, one for the higher amounts; none without relations."""
    for wave in _waves(layout):
        tests = [
            (_excluded(layout, relation), layout.bits_of_relation(name, number))
            for name, number, relation in wave
        ]
        select = _settle(layout, select, tests)
    higher = [
        (
            any_of([_higher(rules, layout, name, other) for other in relation.others]),
            layout.bits_of_relation(name, number),
        )
        for name, number, relation in _relations(layout.benefits, RelationKind.CHOOSE_HIGHER)
    ]
    return _settle(layout, select, higher) if higher else select


def _relations(
    benefits: Sequence[Benefit], kind: RelationKind
) -> Iterator[tuple[str, int, Relation]]:
    for benefit in benefits:
        for number, relation in enumerate(benefit.relations):
            if relation.kind == kind:
                yield benefit.id, number, relation


def _waves(layout: Layout) -> list[list[tuple[str, int, Relation]]]:
    """The exclusions by how many others must be settled before them; benefits stand in an order that looks back only."""
    depth: dict[str, int] = {}
    waves: dict[int, list[tuple[str, int, Relation]]] = {}
    for benefit in layout.benefits:
        mine = list(_relations([benefit], RelationKind.EXCLUDED_BY))
        others = [depth[other] for _, _, relation in mine for other in relation.others]
        depth[benefit.id] = 1 + max(others) if others else 0
        if mine:
            waves.setdefault(depth[benefit.id], []).extend(mine)
    return [waves[number] for number in sorted(waves)]


def _excluded(layout: Layout, relation: Relation) -> exp.Expr:
    """Whether one of the others is received, or likely and not excluded itself."""
    active = all_bits([own_column("receiving"), own_column("likely")])
    return meets(active, sum(layout.bit(other) for other in set(relation.others)))


def _higher(rules: RuleSet, layout: Layout, mine: str, other: str) -> exp.Expr:
    """Whether ``other`` is likely with a higher amount, or an equal one and written first."""
    order = [benefit.id for benefit in rules.benefits]
    compare = exp.GTE if order.index(other) < order.index(mine) else exp.GT
    higher = compare(
        this=own_column(f"v_{other}_amount_fen"), expression=own_column(f"v_{mine}_amount_fen")
    )
    return exp.Paren(
        this=all_of(
            [
                meets(own_column("likely"), layout.bit(other)),
                meets(own_column("likely"), layout.bit(mine)),
                exp.Coalesce(this=higher, expressions=[exp.Boolean(this=False)]),
            ]
        )
    )


def _settle(
    layout: Layout, select: exp.Select, tests: Sequence[tuple[exp.Expr, int]]
) -> exp.Select:
    """Two levels: which relations of a wave stand in the way, then the outcomes without what they block."""
    kept = [output.alias_or_name for output in select.selects]
    found = gather_words(tests, layout.relation_words, "now")
    select = level(select, kept, found)
    outputs: dict[str, exp.Expr] = {}
    for name in kept:
        if name in BLOCKED_IN:
            outputs[name] = without(own_column(name), own_column("now_0"))
    for word in range(layout.relation_words):
        now, before = own_column(f"now_{word}"), f"related_{word}"
        outputs[before] = all_bits([own_column(before), now]) if before in kept else now
    return level(select, [name for name in kept if name not in outputs], outputs)
