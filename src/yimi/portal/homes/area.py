"""The state of the stations of an area on a day, in a fixed number of queries."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Count, Q

from yimi.core.actor import Actor
from yimi.core.clock import month_of
from yimi.core.scoping import scope_condition
from yimi.people.models import Household
from yimi.portal.homes.attention import StationState
from yimi.services.models import VisitDue
from yimi.services.models.record import Outcome
from yimi.services.parameters import regular_weeks_at
from yimi.services.queries.figures import (
    AGGREGATES,
    figure_records,
    last_service,
    total_figures,
    unit_figures,
)
from yimi.stations.models import ServiceUnit, UnitKind
from yimi.stations.queries import TownshipCoverage, township_coverage, units_in
from yimi.workforce.queries import staff_figures

#: Figures drawn as a line over a year; distinct counts would have to be counted anew for each month.
TREND_KEYS = ("person_times", "visit_times", "events")
TREND_MONTHS = 12
#: Nothing was recorded before; and there must be months before a month.
EARLIEST = date(2000, 1, 1)


@dataclass(frozen=True, slots=True)
class Period:
    """A calendar month, as the report month; ``last`` is included."""

    first: date
    last: date

    @classmethod
    def of(cls, day: date) -> Period:
        """The month of ``day``."""
        first, after = month_of(day)
        return cls(first, after - timedelta(days=1))

    @classmethod
    def parse(cls, text: str, *, today: date) -> Period:
        """From ``2026-10`` in the address; nonsense, the future and times before stations are this month."""
        try:
            year, month = (int(part) for part in text.split("-"))
            first = date(year, month, 1)
        except ValueError:
            return cls.of(today)
        return cls.of(first if EARLIEST <= first <= today else today)

    @property
    def key(self) -> str:
        """As it stands in the address."""
        return f"{self.first:%Y-%m}"

    def previous(self) -> Period:
        """The month before."""
        return Period.of(self.first - timedelta(days=1))

    def following(self) -> Period:
        """The month after."""
        return Period.of(self.last + timedelta(days=1))


@dataclass(frozen=True, slots=True)
class Area:
    """Everything the county's and the township's home show."""

    states: list[StationState]
    totals: dict[str, int]
    before: dict[str, int]
    trend: dict[str, list[int]]
    coverage: list[TownshipCoverage]


def area_of(actor: Actor, prefix: str, period: Period, *, on: date) -> Area:
    """The stations below ``prefix``: thirteen queries, whatever their number. Figures only, no names of residents.

    A month that has not ended is compared with the same days of the month before; trends show whole months only.
    """
    units = list(units_in(prefix, on, [UnitKind.STATION]))
    uids = [unit.pk for unit in units]
    lasts = period.last > on
    before = period.previous()
    until = min(before.last, before.first + (on - period.first)) if lasts else before.last
    return Area(
        states=station_states(actor, units, period, on=on),
        totals=total_figures(actor, first=period.first, last=period.last, unit_uids=uids),
        before=total_figures(actor, first=before.first, last=until, unit_uids=uids),
        trend=monthly_trend(actor, uids, before if lasts else period),
        coverage=township_coverage(prefix, on),
    )


def station_states(
    actor: Actor, units: list[ServiceUnit], period: Period, *, on: date
) -> list[StationState]:
    """One state per unit, in the units' order. Eight queries."""
    staff = staff_figures(units, on)
    figures = unit_figures(actor, first=period.first, last=period.last)
    last = last_service(actor, before=on)
    set_here = regular_weeks_at({unit.region_code for unit in units})
    wanted = {unit.pk: set_here[unit.region_code] for unit in units}
    weeks = weeks_served(actor, wanted, on=on)
    visits = _visits(actor, on)
    households = _households(actor)
    states = []
    for unit in units:
        overdue, due = visits.get(unit.pk, (0, 0))
        mine = figures.get(unit.pk, {})
        states.append(
            StationState(
                uid=unit.pk,
                name=unit.name,
                number=unit.number,
                region_code=unit.region_code,
                workers=staff[unit.pk].workers,
                certified=staff[unit.pk].certified,
                days_unstaffed=staff[unit.pk].days_unstaffed(on),
                last_served_on=last.get(unit.pk),
                weeks_served=weeks.get(unit.pk, 0),
                regular_weeks=wanted[unit.pk],
                overdue=overdue,
                due=due,
                households=households.get(unit.pk, 0),
                figures=mine,
                records=mine.get("records", 0),
            )
        )
    return states


def weeks_served(actor: Actor, wanted: Mapping[UUID, int], *, on: date) -> dict[UUID, int]:
    """In how many of its last weeks (so many as ``wanted`` says, ending on ``on``) each unit served anybody. One query."""
    first = on - timedelta(days=7 * max(wanted.values(), default=1) - 1)
    rows = (
        figure_records(actor, first=first, last=on)
        .filter(outcome=Outcome.MET)
        .order_by()
        .values_list("unit", "served_on")
        .distinct()
    )
    weeks: dict[UUID, set[int]] = {}
    for unit, day in rows:
        week = (on - day).days // 7
        if week < wanted.get(unit, 0):
            weeks.setdefault(unit, set()).add(week)
    return {unit: len(found) for unit, found in weeks.items()}


def _visits(actor: Actor, on: date) -> dict[UUID, tuple[int, int]]:
    """unit → (overdue, due in all): households with a date, counted. One query."""
    condition = scope_condition(
        actor, "services.view_figures", unit="household__unit_id", region="household__region_code"
    )
    rows = (
        VisitDue.objects.filter(condition, household__closed_on=None)
        .exclude(due_on=None)
        .order_by()
        .values_list("household__unit")
        .annotate(overdue=Count("pk", filter=Q(due_on__lt=on)), due=Count("pk"))
    )
    return {unit: (overdue, due) for unit, overdue, due in rows}


def _households(actor: Actor) -> dict[UUID, int]:
    """unit → open household files. One query."""
    condition = scope_condition(
        actor, "services.view_figures", unit="unit_id", region="region_code"
    )
    rows = Household.objects.filter(condition, closed_on=None).order_by().values_list("unit")
    return dict(rows.annotate(n=Count("pk")))


def monthly_trend(actor: Actor, unit_uids: list[UUID], period: Period) -> dict[str, list[int]]:
    """The last twelve months up to ``period``, oldest first, zero where nothing was done. One query."""
    months = [period]
    while len(months) < TREND_MONTHS:
        months.append(months[-1].previous())
    months.reverse()
    # by day, then folded: a date function per row costs ten times as much on SQLite
    rows = (
        figure_records(actor, first=months[0].first, last=period.last, unit_uids=unit_uids)
        .order_by()
        .values("served_on")
        .annotate(**{key: AGGREGATES[key] for key in TREND_KEYS})
    )
    trend = {key: dict.fromkeys((month.first for month in months), 0) for key in TREND_KEYS}
    days: Any = rows
    for day in days:
        for key in TREND_KEYS:
            trend[key][day["served_on"].replace(day=1)] += day[key]
    return {key: list(values.values()) for key, values in trend.items()}
