"""Pieces of statements that need no state: tables, join conditions, written values, parameters by place."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from sqlglot import exp

from yimi.engine.backends.build import all_of, case, is_null, paren, wide
from yimi.engine.catalogue import Link
from yimi.engine.expressions import tree
from yimi.engine.kinds import NUMBERS


def source(fact: str, alias: str) -> exp.Expr:
    """The table of a fact."""
    return exp.to_table(fact, alias=None).as_(alias, quoted=True, table=True)  # type: ignore[return-value]


def pairs(link: Link, own: str, other: str) -> exp.Expr:
    """The join condition of a link."""
    return all_of(
        [
            exp.EQ(
                this=exp.column(mine, table=own, quoted=True),
                expression=exp.column(theirs, table=other, quoted=True),
            )
            for mine, theirs in link.on
        ]
    )


def literal(value: object) -> exp.Expr:
    """A written value."""
    if value is None:
        return exp.Null()
    if isinstance(value, bool):
        return exp.Boolean(this=value)
    if isinstance(value, date):
        return exp.cast(exp.Literal.string(value.isoformat()), "DATE")
    if isinstance(value, int):
        return exp.Literal.number(value) if value >= 0 else exp.Neg(this=exp.Literal.number(-value))
    return exp.Literal.string(str(value))


def whole(node: tree.Node, sql: exp.Expr) -> exp.Expr:
    """A number as 64 bits, so that products of small ones do not overflow 32; columns already are."""
    if node.kind in NUMBERS and not isinstance(node, tree.ColumnOf):
        return wide(sql)
    return paren(sql)


def known_place(place: exp.Expr, sql: exp.Expr) -> exp.Expr:
    """``sql`` where the row's place is known."""
    return case((is_null(place), exp.Null()), otherwise=sql)


def value_table(values: Mapping[str, int | None], alias: str) -> exp.Expr:
    """A joined table of places and their values."""
    rows = [(literal(prefix), wide(literal(value))) for prefix, value in values.items()]
    table = exp.values(rows, alias="w", columns=["place", "amount"])
    inner = exp.select("place", "amount").from_(table)
    return exp.Subquery(
        this=inner, alias=exp.TableAlias(this=exp.to_identifier(alias, quoted=True))
    )
