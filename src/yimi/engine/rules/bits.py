"""Small pieces of the statements that decide populations: columns, and words of bits."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sqlglot import exp

from yimi.engine.backends.build import case, paren, wide
from yimi.engine.backends.pieces import literal

#: Bits of one word; a word is a BIGINT, its sign left alone.
WORD = 62


def own_column(name: str) -> exp.Expr:
    """A column of the level below."""
    return exp.column(name, quoted=True)


def number(value: int) -> exp.Expr:
    """A number of 64 bits."""
    return wide(literal(value))


def common_bits(one: exp.Expr, other: exp.Expr) -> exp.Expr:
    """The bits set in both."""
    return exp.Paren(this=exp.BitwiseAnd(this=paren(one), expression=paren(other)))


def all_bits(parts: Sequence[exp.Expr]) -> exp.Expr:
    """The bits set in any."""
    total = parts[0]
    for one in parts[1:]:
        total = exp.BitwiseOr(this=total, expression=one)
    return exp.Paren(this=total)


def without(word: exp.Expr, taken: exp.Expr) -> exp.Expr:
    """The bits of ``word`` that ``taken`` does not have."""
    return common_bits(word, exp.BitwiseNot(this=paren(taken)))


def meets(word: exp.Expr, mask: int) -> exp.Expr:
    """Whether any bit of ``mask`` is set in ``word``."""
    return exp.NEQ(this=common_bits(word, number(mask)), expression=literal(0))


def gather(tests: Sequence[tuple[exp.Expr, int]]) -> exp.Expr:
    """A word with the bits of every test that holds; an unknown test adds none.

    Bits may overlap: one test can set the bit of its condition and those of all benefits that need it.
    """
    parts = [case((test, number(bits)), otherwise=number(0)) for test, bits in tests if bits]
    return all_bits(parts) if parts else number(0)


def split(bits: int) -> dict[int, int]:
    """A set of bits as words: word number → bits in it.

    >>> split(1 | 1 << 62), split(0)
    ({0: 1, 1: 1}, {})
    """
    found: dict[int, int] = {}
    word = 0
    while bits:
        if part := bits & ((1 << WORD) - 1):
            found[word] = part
        bits >>= WORD
        word += 1
    return found


def gather_words(
    tests: Sequence[tuple[exp.Expr, int]], words: int, name: str
) -> Mapping[str, exp.Expr]:
    """``name_0`` … as :func:`gather` makes them from bits of any number."""
    return {
        f"{name}_{word}": gather([(test.copy(), split(bits).get(word, 0)) for test, bits in tests])
        for word in range(words)
    }


def level(select: exp.Select, kept: Sequence[str], made: Mapping[str, exp.Expr]) -> exp.Select:
    """One more level around ``select``: the columns kept, and those made from them."""
    return exp.select(
        *[own_column(name) for name in kept],
        *[exp.alias_(sql, name, quoted=True) for name, sql in made.items()],
    ).from_(select.subquery("below", copy=False), copy=False)
