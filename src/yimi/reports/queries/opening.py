"""Where a cell of a report opens to: the rows it counts, as they were known when it was computed.

The rows themselves are listed by the explore room, from what is named here: the figures of a report and the rows behind
it are asked for with the same indicator, place, time and moment, so that their number is the cell.
"""

from __future__ import annotations

from datetime import datetime
from urllib.parse import urlencode
from uuid import UUID

from django.urls import reverse

from yimi.core.actor import Actor
from yimi.core.errors import NotFound
from yimi.engine.indicators import IndicatorSet, Measure, Periods
from yimi.insight.figures.answering import may_list
from yimi.insight.figures.reach import Reach, reach_of
from yimi.insight.figures.spans import Span as FigureSpan
from yimi.insight.figures.table import CellRef
from yimi.reports import figures
from yimi.reports.figures import EACH_MARK, TOTAL
from yimi.reports.layout import Column, Level, ReportPack, Row, Shape
from yimi.reports.models import Report, State
from yimi.reports.queries.place import Place
from yimi.reports.reading import indicator_set


def computed_at(report: Report | None) -> datetime | None:
    """The moment whose knowledge a report's cells in force say; None while they are computed anew. One query.

    A correction computes every cell: those it does not list still say the same.
    """
    if report is None or report.state in {State.DRAFT, State.RETURNED}:
        return None
    last = report.corrections.filter(round=report.round).order_by("-serial").first()
    return last.known_at if last else report.known_at


class Openings:
    """The cells of one report as requests for their rows, as far as the actor may list them."""

    def __init__(self, actor: Actor, place: Place) -> None:
        self.actor, self.place = actor, place
        self._reach: dict[tuple[str, UUID | None], Reach | None] = {}

    def href(self, row: str, column: str, at: datetime) -> str:
        """The address of a cell's rows as known at ``at``; empty where they are not the actor's to list."""
        if self.ref(row, column) is None:
            return ""
        where = reverse("explore:report_cell", args=[*self.place.args, row, column])
        return f"{where}?{urlencode({'at': at.isoformat()})}"

    def ref(self, row: str, column: str) -> CellRef | None:
        """The request; None for what no row of the actor's stands behind. Two queries for a station's first cell."""
        line = _line(self.place.pack, row, column)
        span = self._span(column)
        if line is None or span is None:
            return None
        indicator = self.known(row, column).get(line.indicator)
        where, unit = self._where(row)
        reach = self._reach_at(where, unit)
        if indicator.measure == Measure.RATIO or reach is None:
            return None
        if not may_list(indicator, reach, place=where, unit=unit):
            return None
        return CellRef(line.indicator, span, where, unit, _cuts(line, row))

    def known(self, row: str, column: str) -> IndicatorSet:
        """The indicators that the cell's one is from."""
        line = _line(self.place.pack, row, column)
        sets = (indicator_set(name.partition("@")[0]) for name in self.place.pack.indicator_packs)
        found = next((one for one in sets if line and line.indicator in one.indicators), None)
        if found is None:
            raise NotFound()
        return found

    def _where(self, row: str) -> tuple[str, UUID | None]:
        """The place or the unit that a line counts."""
        subject = self.place.subject
        if self.place.pack.shape == Shape.TABLE and row != TOTAL:
            return row, None
        if subject.level == Level.STATION:
            return "", subject.unit_uid
        return subject.key, None

    def _reach_at(self, where: str, unit: UUID | None) -> Reach | None:
        if (where, unit) not in self._reach:
            try:
                self._reach[where, unit] = reach_of(self.actor, place=where, unit_uid=unit)
            except NotFound:
                self._reach[where, unit] = None
        return self._reach[where, unit]

    def _span(self, column: str) -> FigureSpan | None:
        if self.place.pack.shape == Shape.TABLE:
            column = Column.PERIOD
        periods = dict(figures.periods_of(self.place.pack, self.place.span)).get(column)
        return _one_span(periods) if periods else None


def _one_span(periods: Periods) -> FigureSpan:
    return FigureSpan(periods.year, periods.month, periods.months)


def _line(pack: ReportPack, row: str, column: str) -> Row | None:
    """The line of the layout that a cell's figure comes from; None for figures that somebody typed."""
    key = column if pack.shape == Shape.TABLE else row.partition(EACH_MARK)[0]
    return next((one for one in pack.derived if one.key == key), None)


def _cuts(line: Row, row: str) -> tuple[tuple[str, str | None], ...]:
    if not line.cut:
        return ()
    code = line.value or row.partition(EACH_MARK)[2]
    return ((line.cut, code or None),)
