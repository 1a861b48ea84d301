"""Second gate: SQLGlot's tree, with the position of every part. ``checking`` lets only known node types on."""

from __future__ import annotations

from sqlglot import Dialect, exp
from sqlglot.errors import ParseError

from yimi.engine.errors import ExpressionError, Where
from yimi.engine.expressions.tokens import read_tokens, spot


def parse(text: str) -> exp.Expr:
    """SQLGlot's tree of one expression. Raises :class:`ExpressionError` when it is not exactly one."""
    tokens = read_tokens(text)
    try:
        found = Dialect.get_or_raise("").parser().parse(tokens, text)
    except (ParseError, RecursionError) as error:
        raise ExpressionError("unreadable", _sentence(error), _place(error, text)) from error
    if len(found) != 1 or found[0] is None:
        raise ExpressionError("unreadable", "这里应当是一个条件。", Where(line=1, column=1))
    return found[0]


def position(node: exp.Expr, text: str) -> Where:
    """Where ``node`` begins in ``text``: the first of its words that knows its place."""
    current: exp.Expr | None = node
    while current is not None:
        starts = [part.meta["start"] for part in current.walk() if "start" in part.meta]
        if starts:
            return spot(text, min(starts))
        current = current.parent
    return Where(line=1, column=1)


def _sentence(error: Exception) -> str:
    if isinstance(error, RecursionError):
        return "这个表达式太复杂。请拆成几条条件。"
    return "这里读不下去：多半是少了比较的一边、逗号或 and。"


def _place(error: Exception, text: str) -> Where:
    if isinstance(error, ParseError) and error.errors:
        line, column = error.errors[0].get("line"), error.errors[0].get("col")
        if isinstance(line, int) and isinstance(column, int):
            return Where(line=line, column=max(column, 1))
    return Where(line=1, column=1) if text else Where()
