"""Computed figures beside reported ones. Facts are made further up in the house: whoever has them lends a hand here.

``lend`` is called once when the application starts; without it nothing is computed and the pages say so. A computed figure
is shown to those whose figures of that place they are, and it is never stored.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import cast

from django.utils.module_loading import import_string

from yimi.core import clock
from yimi.core.actor import Actor
from yimi.engine.regions import prefix_of
from yimi.reported.access import VIEW
from yimi.reported.models import ReportedFigure
from yimi.reported.rules import NATION, Reported, Verdict, Why, compare, explain


@dataclass(frozen=True, slots=True)
class Wanted:
    """One indicator of one place (a prefix; "" the whole country), of everything up to a day."""

    indicator: str
    place: str
    through: date


@dataclass(frozen=True, slots=True)
class Counted:
    """What was computed: a whole number, or a percentage with its two counts. ``title`` is the indicator's, to be shown."""

    value: Decimal
    title: str
    unit: str
    counts: tuple[int, int] | None = None


Compute = Callable[[Sequence[Wanted]], Mapping[Wanted, Counted]]


@dataclass(frozen=True, slots=True)
class Beside:
    """A reported figure's computed neighbours: on the day its source speaks of, and today; and how they stand to it.

    ``difference`` is reported less computed on the day the source speaks of, None where nothing was computed.
    """

    then: Counted | None
    now: Counted | None
    difference: Decimal | None
    verdict: Verdict
    why: Why


class _Lent:
    """Holds the one hand that was lent."""

    compute: Compute | str | None = None


def lend(compute: Compute | str | None) -> None:
    """Say who computes: a function, or its dotted name, imported when it is first asked."""
    _Lent.compute = compute


def _compute() -> Compute | None:
    if isinstance(_Lent.compute, str):
        _Lent.compute = import_string(_Lent.compute)
    return cast("Compute | None", _Lent.compute)


def lay_beside(figures: Iterable[ReportedFigure], *, actor: Actor) -> dict[ReportedFigure, Beside]:
    """The computed neighbours of those figures that have an indicator and whose place is the actor's to see."""
    asked = [
        figure
        for figure in figures
        if _indicator(figure) and actor.may_at(VIEW, unit_uid=None, region_code=figure.region_code)
    ]
    compute = _compute()
    if compute is None or not asked:
        return {}
    today = clock.today()
    wanted = {
        Wanted(_indicator(figure), prefix(figure.region_code), day)
        for figure in asked
        for day in (figure.quotation.as_of, today)
    }
    found = compute(sorted(wanted, key=lambda one: (one.place, one.through, one.indicator)))
    return {figure: _beside(figure, found, today) for figure in asked}


def _indicator(figure: ReportedFigure) -> str:
    quotation = getattr(figure, "quotation", None)
    return quotation.indicator if quotation else ""


def prefix(code: str) -> str:
    """A division's code without its idle zeros; "" for the country.

    >>> prefix("410000000000"), prefix("411600000000"), prefix("000000000000")
    ('41', '4116', '')
    """
    return "" if code == NATION else prefix_of(code)


def _beside(figure: ReportedFigure, found: Mapping[Wanted, Counted], today: date) -> Beside:
    name, place = _indicator(figure), prefix(figure.region_code)
    then = found.get(Wanted(name, place, figure.quotation.as_of))
    now = found.get(Wanted(name, place, today))
    reported, computed = Reported(figure.value, "", figure.qualifier), then.value if then else None
    verdict = compare(
        reported, computed, ""
    )  # an indicator is chosen by unit: the two units are the same
    difference = None if computed is None else Decimal(figure.amount) - computed
    return Beside(then, now, difference, verdict, explain(reported, computed, verdict))
