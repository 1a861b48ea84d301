"""What the engine refuses, with a stable code, the place, and what to do next. The sentences are Chinese: bureaus read them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from difflib import get_close_matches
from typing import Any


@dataclass(frozen=True)
class Where:
    """The place of an error: file, rule (or indicator, or column), line and column within its expression, from 1."""

    file: str = ""
    rule: str = ""
    line: int = 0
    column: int = 0

    def __str__(self) -> str:
        spot = f"第 {self.line} 行第 {self.column} 字" if self.line else ""
        return " · ".join(part for part in (self.file, self.rule, spot) if part)


class EngineError(Exception):
    """Something in a definition, a fact or a request that the engine refuses. ``code`` is stable, ``data`` for programs."""

    def __init__(self, code: str, message: str, where: Where | None = None, **data: Any) -> None:
        self.code = code
        self.message = message
        self.where = where or Where()
        self.data = data
        super().__init__(code)

    def __str__(self) -> str:
        place = str(self.where)
        return (
            f"{place}：{self.message}（{self.code}）" if place else f"{self.message}（{self.code}）"
        )

    def inside(self, *, file: str = "", rule: str = "") -> EngineError:
        """The same error, told from further out: a file or rule that is already named stays."""
        self.where = replace(self.where, file=self.where.file or file, rule=self.where.rule or rule)
        return self


class ExpressionError(EngineError):
    """An expression that is not understood, or asks for something that is not there."""


class PackError(EngineError):
    """A pack (or catalogue file) that does not say what it should."""


class ParameterMissing(EngineError):
    """No value of a parameter is in force for the place and day. Never answered with the newest value instead."""


class FactsError(EngineError):
    """A table of facts that does not match the catalogue."""


class CannotAdd(EngineError):
    """Figures that may not be added: other units, distinct counts, stocks over time."""


def nearest(name: str, names: Iterable[str]) -> str:
    """A hint with the nearest valid name, or the first few names when none is near.

    >>> nearest("isued_on", ["issued_on", "level"])
    '您是不是想写“issued_on”？'
    """
    known = sorted(names)
    close = get_close_matches(name, known, n=1, cutoff=0.6)
    if close:
        return f"您是不是想写“{close[0]}”？"
    if not known:
        return "这里没有可用的名称。"
    more = "……" if len(known) > 12 else ""
    return f"可用的有：{'、'.join(known[:12])}{more}。"
