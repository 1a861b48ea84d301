"""First gate: the text's length, its words and its nesting. Nothing passes that is not on the list below."""

from __future__ import annotations

import re

from sqlglot import Dialect
from sqlglot.errors import SqlglotError
from sqlglot.tokens import Token, TokenType  # type: ignore[attr-defined]

from yimi.engine.errors import ExpressionError, Where

LONGEST = 8_000
MOST_WORDS = 1_200
DEEPEST = 12
#: NOT and minus signs in a row.
MOST_SIGNS = 4

_PUNCTUATION = {
    TokenType.L_PAREN, TokenType.R_PAREN, TokenType.COMMA, TokenType.DOT, TokenType.COLON,
    TokenType.EQ, TokenType.NEQ, TokenType.LT, TokenType.LTE, TokenType.GT, TokenType.GTE,
    TokenType.PLUS, TokenType.DASH, TokenType.STAR,
}  # fmt: skip
_KEYWORDS = {
    TokenType.AND, TokenType.OR, TokenType.NOT, TokenType.IN, TokenType.IS, TokenType.NULL,
    TokenType.BETWEEN, TokenType.CASE, TokenType.WHEN, TokenType.THEN, TokenType.ELSE,
    TokenType.END, TokenType.TRUE, TokenType.FALSE, TokenType.DATE,
}  # fmt: skip
_NAME = re.compile(r"[a-z][a-z0-9_]{0,62}")
#: Words that begin something which is no expression: told so plainly.
_STATEMENTS = {
    "select", "from", "where", "union", "join", "with", "insert", "update", "delete", "create",
    "drop", "attach", "copy", "exists", "like", "cast", "over", "interval",
}  # fmt: skip
#: Marks a call, so that no dialect's function of the same name is meant.
CALL = "fn__"


def read_tokens(text: str) -> list[Token]:
    """The words of ``text``, calls marked with :data:`CALL`. Raises :class:`ExpressionError` at the first foreign one."""
    if len(text) > LONGEST:
        raise ExpressionError(
            "too_long", f"表达式有 {len(text)} 个字，最多 {LONGEST} 个。请拆成几条条件。"
        )
    try:
        tokens = Dialect.get_or_raise("").tokenize(text)
    except SqlglotError as error:
        raise ExpressionError(
            "unreadable", "读不懂这段文字，多半是引号没有成对。", Where(line=1, column=1)
        ) from error
    if not tokens:
        raise ExpressionError("empty", "表达式是空的。请写一个条件。")
    if len(tokens) > MOST_WORDS:
        raise ExpressionError(
            "too_long", f"表达式有 {len(tokens)} 个词，最多 {MOST_WORDS} 个。请拆成几条条件。"
        )
    marked = [
        _admit(token, following, text)
        for token, following in zip(tokens, [*tokens[1:], None], strict=True)
    ]
    _check_nesting(tokens, text)
    return marked


def spot(text: str, start: int) -> Where:
    """Line and column, from 1, of the character at ``start``."""
    before = text[:start]
    return Where(line=before.count("\n") + 1, column=start - (before.rfind("\n") + 1) + 1)


def _admit(token: Token, following: Token | None, text: str) -> Token:
    kind, word = token.token_type, token.text
    before_bracket = following is not None and following.token_type == TokenType.L_PAREN
    callable_ = kind not in _KEYWORDS - {TokenType.DATE} and word not in _STATEMENTS
    if before_bracket and callable_ and _NAME.fullmatch(word):
        return Token(TokenType.VAR, CALL + word, token.line, token.col, token.start, token.end)
    if kind in _PUNCTUATION | _KEYWORDS:
        return token
    written = text[token.start : token.end + 1]
    if written == word and word not in _STATEMENTS and _NAME.fullmatch(word):
        # SQL keeps words such as "operator" for itself; here they are names like any other
        return Token(TokenType.VAR, word, token.line, token.col, token.start, token.end)
    if kind == TokenType.NUMBER:
        if word.isdecimal() and word.isascii() and len(word) <= 15:
            return token
        raise ExpressionError(
            "whole_numbers",
            f"“{word}”不是整数。金额以分、时间以分钟、比例以乘法写（a * 100 > b * 40）。",
            spot(text, token.start),
        )
    if kind == TokenType.STRING and "\x00" not in word and len(word) <= 200:
        return token
    if kind == TokenType.SLASH:
        raise ExpressionError(
            "no_division",
            "表达式里没有除法：各引擎舍入不同。请用乘法比较，把 a / b > 0.4 写成 a * 100 > b * 40。",
            spot(text, token.start),
        )
    shown = written[:40]
    raise ExpressionError(
        "not_allowed",
        f"这里不能用“{shown}”。表达式只有列名、比较、and/or/not、in、between、case 和规定的函数。",
        spot(text, token.start),
        word=shown,
    )


def _check_nesting(tokens: list[Token], text: str) -> None:
    depth = signs = 0
    for token in tokens:
        opens = token.token_type in {TokenType.L_PAREN, TokenType.CASE}
        closes = token.token_type in {TokenType.R_PAREN, TokenType.END}
        depth += opens - closes
        signs = signs + 1 if token.token_type in {TokenType.NOT, TokenType.DASH} else 0
        if depth > DEEPEST or signs > MOST_SIGNS:
            raise ExpressionError(
                "too_deep",
                f"括号套得太深（最多 {DEEPEST} 层）。请把里面的部分写成单独的条件。",
                spot(text, token.start),
            )
        if depth < 0:
            raise ExpressionError("unbalanced", "这里多了一个右括号。", spot(text, token.start))
    if depth:
        raise ExpressionError(
            "unbalanced", "少了右括号（或 case 没有 end）。", spot(text, len(text.rstrip()))
        )
