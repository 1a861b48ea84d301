"""From a question to the engine: groupings, cells by row and cut. A statement per fact, never one per cell."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from yimi.engine.backends import Backend
from yimi.engine.catalogue import load_catalogue
from yimi.engine.indicators import Figure, Figures, Grouping, IndicatorSet
from yimi.insight.figures.question import Question
from yimi.insight.figures.spans import Span

Cut = tuple[str | None, ...]


class Facts(Protocol):
    """What a snapshot of the facts gives (:mod:`yimi.insight.facts.snapshot`)."""

    @property
    def number(self) -> int:
        """The manifest's number."""
        ...

    @property
    def through_at(self) -> datetime:
        """Everything recorded up to then is in it."""
        ...

    @property
    def known_at(self) -> datetime | None:
        """As known then; None: as known now."""
        ...

    @property
    def backend(self) -> Backend:
        """An engine backend that several threads may ask."""
        ...


@dataclass(frozen=True)
class Computed:
    """Figures by indicator, row key and cut values."""

    cells: dict[tuple[str, str, Cut], Figure]

    def get(self, key: str, row: str, cut: Cut = ()) -> Figure | None:
        """The figure, or None where nothing was counted."""
        return self.cells.get((key, row, cut))

    def rows(self) -> set[str]:
        """The row keys that have any."""
        return {row for _key, row, _cut in self.cells}

    def cuts(self, key: str) -> set[Cut]:
        """The cut values that an indicator has anywhere."""
        return {cut for own, _row, cut in self.cells if own == key}


class Runner:
    """Runs questions over one snapshot."""

    def __init__(self, facts: Facts, known: IndicatorSet) -> None:
        self.known = known
        self._figures = Figures(known, facts.backend, load_catalogue())

    def rows(self, question: Question, keys: Iterable[str], span: Span | None = None) -> Computed:
        """Every cell of the question's rows, for ``span`` instead of its own when given."""
        chosen = list(keys)
        if not chosen:
            return Computed({})
        period = span or question.span
        grouping = Grouping(
            period.periods(question.rows if question.by_period else ""),
            place=question.place,
            digits=question.digits,
            cuts=(*([question.row_cut] if question.row_cut else []), *question.cuts),
            by_unit=question.rows == "unit",
            units=(str(question.unit),) if question.unit else (),
        )
        cells = {}
        for figure in self._figures.compute(chosen, grouping):
            cut = tuple(figure.cuts[name] for name in grouping.cuts)
            cells[figure.indicator.key, *_split(question, figure, cut)] = figure
        return Computed(cells)

    def totals(self, question: Question, keys: Iterable[str], span: Span | None = None) -> Computed:
        """The same cells with all rows in one; its row key is empty."""
        return self.rows(question.but(rows=""), keys, span)


def _split(question: Question, figure: Figure, cut: Cut) -> tuple[str, Cut]:
    """The row that a figure belongs to, and what is left of its cuts."""
    if question.by_period:
        return figure.period, cut
    if question.row_cut:
        return cut[0] or "", cut[1:]
    if question.digits or question.rows == "unit":
        return figure.place, cut
    return "", cut
