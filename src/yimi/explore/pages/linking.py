"""A table's cells as the page shows them: their text, where they open to, and why some do not."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.urls import reverse

from yimi.core import clock
from yimi.core.actor import Actor
from yimi.engine.indicators import Indicator, IndicatorSet, Measure
from yimi.explore.queries import question_at, villages_of
from yimi.explore.showing import change_text, target_text, unit_name, value_text
from yimi.insight.figures.indicators import (
    dedup_of,
    definition_of,
    is_local,
    parts_of,
    source_of,
    title_of,
)
from yimi.insight.figures.question import UNIT_SIGN, level_below
from yimi.insight.figures.reach import TOWNSHIP
from yimi.insight.figures.table import Cell, CellRef, Column, NoTotal, Row, Table, Withheld
from yimi.insight.figures.words import NO_TOTALS, REASONS
from yimi.services.permissions import VIEW_RECORD

UNKNOWN = "~"


class Links:
    """One table for one actor."""

    def __init__(self, actor: Actor, table: Table, known: IndicatorSet) -> None:
        self.actor, self.table, self.known = actor, table, known
        self.here = reverse("explore:table")

    def columns(self) -> list[dict[str, Any]]:
        """Heading, unit, and where sorting by it leads."""
        return [
            {"title": self._heading(column), "unit": unit_name(column.indicator), "column": column}
            for column in self.table.columns
        ]

    def rows(self, most: int) -> list[dict[str, Any]]:
        """The first rows, each with the address one level down."""
        return [
            {"row": row, "href": self.below(row), "cells": self._cells(row)}
            for row in self.table.rows[:most]
        ]

    def totals(self) -> list[dict[str, Any]]:
        """The last line; a reason where there is no total."""
        return [
            {"why": NO_TOTALS[total]} if isinstance(total, NoTotal) else self._cell(total, column)
            for total, column in zip(self.table.total, self.table.columns, strict=False)
        ]

    def reasons(self) -> list[tuple[str, Any]]:
        """The signs in the table and what they mean."""
        found = {cell.withheld for row in self.table.rows for cell in row.cells if cell.withheld}
        return [
            ("<5" if reason == Withheld.SMALL else "—", REASONS[reason]) for reason in sorted(found)
        ]

    def definitions(self) -> list[Indicator]:
        """Every indicator of the table, with the two counts of ratios."""
        found: dict[str, Indicator] = {}
        for column in self.table.columns:
            for one in (column.indicator, *parts_of(column.indicator, self.known)):
                found[one.key] = one
        return list(found.values())

    def told(self) -> list[dict[str, Any]]:
        """Each of them in words; a place's own with the version that was counted with."""
        return [
            {
                "title": title_of(one),
                "name": one.pack if is_local(one) else one.key,
                "definition": definition_of(one),
                "dedup": dedup_of(one),
                "source": source_of(one),
                "withdrawn_on": one.withdrawn_on,
            }
            for one in self.definitions()
        ]

    def text(self, cell: Cell) -> str:
        """The first column's figure as text."""
        return value_text(cell, self.table.columns[0].indicator)

    def below(self, row: Row) -> str:
        """The row's place with what lies below it; a unit's months; nothing for other rows."""
        question = self.table.question
        if row.is_own or not row.key:
            return ""
        if question.rows == "unit":
            down = question_at(question, "", UUID(row.key)).but(rows="")
            return f"{self.here}?{down.query()}"
        if not question.digits or len(row.key) > TOWNSHIP:
            return ""
        if len(row.key) == TOWNSHIP:
            exact = self.actor.may_at(VIEW_RECORD, region_code=row.key)
            down = villages_of(question, row.key, exact=exact, today=clock.today())
        else:
            down = question.but(place=row.key, rows=level_below(row.key))
        return f"{self.here}?{down.query()}"

    def _cells(self, row: Row) -> list[dict[str, Any]]:
        return [
            self._cell(cell, column)
            for cell, column in zip(row.cells, self.table.columns, strict=True)
        ]

    def _cell(self, cell: Cell, column: Column) -> dict[str, Any]:
        one = column.indicator
        return {
            "text": value_text(cell, one),
            "label": self._heading(column),
            "href": self._opens(cell, one),
            "change": change_text(cell, one),
            "target": target_text(cell, one),
            "parts": self._parts(cell),
            "withheld": cell.withheld,
        }

    def _parts(self, cell: Cell) -> list[tuple[int, str]]:
        """A ratio's two counts, each of which opens."""
        if not cell.counts or cell.withheld:
            return []
        refs = [self.rows_url(ref) for ref in cell.refs] or ["", ""]
        return list(zip(cell.counts, refs, strict=True))

    def _opens(self, cell: Cell, indicator: Indicator) -> str:
        if not cell.may_open or indicator.measure == Measure.RATIO or not cell.value:
            return ""
        return self.rows_url(cell.refs[0])

    def rows_url(self, ref: CellRef) -> str:
        """The address of a cell's rows."""
        told = {
            "i": ref.indicator,
            "at": f"{UNIT_SIGN}{ref.unit}" if ref.unit else ref.place,
            "in": ref.place if ref.unit else "",
            "t": str(ref.span),
            "is": ",".join(
                f"{name}:{UNKNOWN if code is None else code}" for name, code in ref.cuts
            ),
            "known": str(self.table.question.known_on or ""),
        }
        query = urlencode({name: text for name, text in told.items() if text}, safe=",:.~")
        return f"{reverse('explore:rows')}?{query}"

    def _heading(self, column: Column) -> str:
        return " · ".join(column.labels) if column.labels else title_of(column.indicator)
