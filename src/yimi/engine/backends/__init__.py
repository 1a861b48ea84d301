"""Backends run checked expressions over tables: one small protocol, one dialect file each.

``sql.SelectBuilder`` turns trees into one SQLGlot ``SELECT``; a backend says how its engine spells four date functions
and runs the statement. DuckDB is built in, Spark is an extra; another engine that SQLGlot writes for is one more file.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Protocol

from sqlglot import exp


class Dialect(Protocol):
    """What engines spell differently. Arguments and results are SQLGlot expressions."""

    @property
    def name(self) -> str:
        """SQLGlot's name of the dialect."""
        ...

    def add_months(self, day: exp.Expr, months: exp.Expr) -> exp.Expr:
        """The date ``months`` later, at the month's end where there is no such day."""
        ...

    def add_days(self, day: exp.Expr, days: exp.Expr) -> exp.Expr:
        """The date ``days`` later."""
        ...

    def days_between(self, start: exp.Expr, end: exp.Expr) -> exp.Expr:
        """Days from ``start`` to ``end``."""
        ...

    def last_day(self, day: exp.Expr) -> exp.Expr:
        """The last day of the month of ``day``."""
        ...


class Backend(Protocol):
    """Runs a statement over its facts."""

    @property
    def dialect(self) -> Dialect:
        """How the engine spells what engines spell differently."""
        ...

    @property
    def kept(self) -> Mapping[str, frozenset[str]]:
        """The columns of the tables of sums that lie beside facts (:mod:`yimi.engine.indicators.kept`)."""
        ...

    def fetch(self, statement: exp.Expr) -> list[tuple[Any, ...]]:
        """The rows of ``statement``."""
        ...
