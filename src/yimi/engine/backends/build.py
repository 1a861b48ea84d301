"""Small makers of SQLGlot nodes that do not copy what they are given: whoever uses a part twice copies it."""

from __future__ import annotations

from collections.abc import Sequence

from sqlglot import exp


def case(*branches: tuple[exp.Expr, exp.Expr], otherwise: exp.Expr) -> exp.Case:
    """``CASE WHEN … THEN … ELSE otherwise END``."""
    return exp.Case(
        ifs=[exp.If(this=test, true=value) for test, value in branches], default=otherwise
    )


def paren(sql: exp.Expr) -> exp.Expr:
    """``sql`` in brackets, unless it needs none."""
    return sql if isinstance(sql, (exp.Column, exp.Paren, exp.Literal)) else exp.Paren(this=sql)


def all_of(parts: Sequence[exp.Expr]) -> exp.Expr:
    """and."""
    return exp.and_(*parts, copy=False)


def any_of(parts: Sequence[exp.Expr]) -> exp.Expr:
    """or."""
    return exp.or_(*parts, copy=False)


def is_null(sql: exp.Expr) -> exp.Expr:
    """Whether ``sql``, copied, is unknown."""
    return exp.Is(this=paren(sql.copy()), expression=exp.Null())


def number(value: int) -> exp.Expr:
    """A small whole number."""
    return exp.Literal.number(value)


def wide(sql: exp.Expr) -> exp.Expr:
    """``sql`` as 64 bits."""
    return exp.Cast(this=sql, to=exp.DataType.build("BIGINT"))
