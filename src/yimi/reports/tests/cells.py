"""Reports over random facts, and the promises that hold for each of their cells. ``yimi bench cells`` tries thousands."""

from __future__ import annotations

from datetime import UTC, date, datetime
from random import Random
from types import SimpleNamespace

from yimi.core.actor import Actor
from yimi.engine.indicators import Measure
from yimi.insight.figures.opening import open_cell
from yimi.insight.figures.tests.worlds import COUNTY, THROUGH, TOWNS, World
from yimi.reports.figures import TOTAL, Cells, compute
from yimi.reports.layout import Level, ReportPack, Shape
from yimi.reports.queries.opening import Openings
from yimi.reports.queries.place import Place
from yimi.reports.queries.subjects import place_subjects, station_subject
from yimi.reports.reading import shipped
from yimi.reports.spans import Span
from yimi.reports.subjects import Subject

#: When reports were handed in: what was known then stands in them for good.
MOMENTS = (THROUGH, datetime(2026, 6, 6, tzinfo=UTC), datetime(2025, 12, 5, tzinfo=UTC))


def random_place(chance: Random, people: SimpleNamespace) -> Place:
    """Some report: a pack, a period of it, a station, a town or the county."""
    pack = chance.choice(list(shipped().values()))
    day = date(2025, 1, 1).replace(year=chance.choice([2025, 2026]), month=chance.randint(1, 10))
    span = Span.of(pack.frequency, day)
    return Place(pack, span, _subject(chance, pack, people), None)


def _subject(chance: Random, pack: ReportPack, people: SimpleNamespace) -> Subject:
    if pack.level == Level.STATION:
        return station_subject(chance.choice(people.units))
    digits = chance.choice(TOWNS) if pack.level == Level.TOWN else COUNTY
    (found,) = place_subjects(pack.level, [digits.ljust(12, "0")])
    return found


def check_report(
    world: World, actor: Actor, place: Place, chance: Random, cells: int
) -> tuple[int, datetime, Cells]:
    """Compute a report as known at some moment and hold some cells to their promises.

    Returns how many cells opened, the moment, and the cells. Raises AssertionError.
    """
    moment = chance.choice(MOMENTS)
    facts = world.at(moment)
    computed = cells_of(world, place, moment)
    _check_sums(place.pack, computed)
    openings = Openings(actor, place)
    listed = [
        (row, column, amount)
        for (row, column), amount in sorted(computed.items())
        if openings.ref(row, column) is not None
    ]
    chosen = chance.sample(listed, min(len(listed), cells))
    for row, column, amount in chosen:
        ref, known = openings.ref(row, column), openings.known(row, column)
        assert ref is not None
        found = open_cell(ref, snapshot=facts, actor=actor, known=known)
        assert found.count == amount.value, (place.args, row, column, found.count, amount)
    return len(chosen), moment, computed


def cells_of(world: World, place: Place, moment: datetime) -> Cells:
    """The report's figures as known at ``moment``."""
    return compute(place.pack, [place.subject], place.span, world.at(moment))[place.subject.key]


def _check_sums(pack: ReportPack, cells: Cells) -> None:
    """In a roll-up the county is its towns where they may be added, and never more than their sum."""
    if pack.shape != Shape.TABLE:
        return
    for line in pack.derived:
        towns = [
            amount.value or 0
            for (row, column), amount in cells.items()
            if column == line.key and row != TOTAL
        ]
        total = cells[TOTAL, line.key].value or 0 if (TOTAL, line.key) in cells else 0
        if pack.indicators[line.indicator].measure == Measure.COUNT_DISTINCT:
            assert max(towns, default=0) <= total <= sum(towns), (pack.key, line.key)
        else:
            assert total == sum(towns), (pack.key, line.key)
