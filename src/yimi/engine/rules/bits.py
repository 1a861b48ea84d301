"""Small pieces of the statements that decide populations: columns, outcomes, words of bits."""

from __future__ import annotations

from collections.abc import Sequence

from sqlglot import exp

from yimi.engine.backends.build import case, wide
from yimi.engine.backends.pieces import literal
from yimi.engine.rules.definitions import Outcome


def own_column(name: str) -> exp.Expr:
    """A column of the level below."""
    return exp.column(name, quoted=True)


def outcome_value(outcome: Outcome) -> exp.Expr:
    """An outcome as the smallest whole number."""
    return exp.cast(literal(int(outcome)), "TINYINT")


def meets(name: str, mask: int) -> exp.Expr:
    """Whether any bit of ``mask`` is set in the word ``name``."""
    both = exp.Paren(this=exp.BitwiseAnd(this=own_column(name), expression=wide_number(mask)))
    return exp.NEQ(this=both, expression=literal(0))


def wide_number(value: int) -> exp.Expr:
    """A number of 64 bits."""
    return wide(literal(value))


def gather(tests: Sequence[exp.Expr | None]) -> exp.Expr:
    """A word with bit n set where test n holds; unknown tests leave it clear."""
    total: exp.Expr | None = None
    for place, test in enumerate(tests):
        if test is None:
            continue
        bit = case((test, wide_number(1 << place)), otherwise=wide_number(0))
        total = bit if total is None else exp.Add(this=total, expression=bit)
    return total if total is not None else wide_number(0)
