"""How figures look: text with its unit, change against last year, share of a target. Pure but for the language."""

from __future__ import annotations

from django.utils.translation import gettext as _

from yimi.core.formats import number
from yimi.engine.indicators import Indicator, Measure
from yimi.insight.figures.table import Cell
from yimi.insight.figures.words import in_language

FEN = "分"


def unit_name(indicator: Indicator) -> str:
    """The unit as it is shown: money is shown in yuan."""
    return unit_name_of(indicator.unit)


def unit_name_of(unit: str) -> str:
    """A unit in the reader's language."""
    return _("元") if unit == FEN else in_language(unit)


def value_text(cell: Cell, indicator: Indicator) -> str:
    """The figure, or what stands in its place."""
    if cell.withheld is not None:
        return "<5" if cell.withheld == "small" else "—"
    if indicator.measure == Measure.RATIO:
        return "—" if cell.permille is None else f"{number(cell.permille / 10, 1)}%"
    if indicator.unit == FEN:
        return number((cell.value or 0) / 100, 2)
    return number(cell.value or 0)


def change_text(cell: Cell, indicator: Indicator) -> str:
    """Against the same period last year: per cent, or percentage points for a ratio; empty without a last year."""
    then = cell.before
    if then is None or cell.number is None or then.number is None or cell.withheld:
        return ""
    if indicator.measure == Measure.RATIO:
        points = (cell.number - then.number) / 10
        return _("%(points)s 个百分点") % {"points": f"{points:+.1f}".replace("-", "−")}
    if not then.number:
        return ""
    return f"{(cell.number - then.number) / then.number:+.1%}".replace("-", "−")


def target_text(cell: Cell, indicator: Indicator) -> str:
    """How far towards the target."""
    if not cell.target or cell.number is None or cell.withheld:
        return ""
    goal = value_text(
        Cell(counts=(cell.target, 1000))
        if indicator.measure == Measure.RATIO
        else Cell(cell.target),
        indicator,
    )
    return _("目标 %(goal)s，已到 %(share)s") % {
        "goal": goal,
        "share": f"{cell.number / cell.target:.0%}",
    }
