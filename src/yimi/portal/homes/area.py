"""The state of the stations of an area on a day, in a fixed number of queries."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.db.models import Count, Q

from yimi.core.actor import Actor
from yimi.core.scoping import scope_condition
from yimi.people.models import Household
from yimi.portal.homes.attention import StationState
from yimi.portal.homes.counted import Counted, counted_in
from yimi.portal.homes.periods import Period
from yimi.services.models import VisitDue
from yimi.services.models.record import Outcome
from yimi.services.parameters import regular_weeks_at
from yimi.services.queries.figures import FIGURES, figure_records, last_service
from yimi.stations.models import ServiceUnit, UnitKind
from yimi.stations.queries import TownshipCoverage, township_coverage, units_in
from yimi.workforce.queries import staff_figures


@dataclass(frozen=True, slots=True)
class Area:
    """Everything the county's and the township's home show; ``counted`` is None while no facts are published."""

    states: list[StationState]
    counted: Counted | None
    coverage: list[TownshipCoverage]

    @property
    def totals(self) -> dict[str, int]:
        """The area's figures; late records are the stations'."""
        now = self.counted.now if self.counted else {}
        return {**now, "late": sum(state.late for state in self.states)}


def area_of(actor: Actor, prefix: str, period: Period, *, on: date) -> Area:
    """The stations below ``prefix``: a fixed number of queries, whatever theirs. Figures only, no names of residents."""
    units = list(units_in(prefix, on, [UnitKind.STATION]))
    states = station_states(actor, units, period, on=on)
    counted = counted_in(actor, prefix, period, on=on)
    if counted is not None:
        for state in states:
            state.figures = counted.units.get(state.uid, {})
    return Area(states, counted, township_coverage(prefix, on))


def station_states(
    actor: Actor, units: list[ServiceUnit], period: Period, *, on: date
) -> list[StationState]:
    """One state per unit, in the units' order, without what it did. Eight queries."""
    staff = staff_figures(units, on)
    kept = late_figures(actor, units, period)
    last = last_service(actor, before=on, unit_uids=[unit.pk for unit in units])
    set_here = regular_weeks_at({unit.region_code for unit in units})
    wanted = {unit.pk: set_here[unit.region_code] for unit in units}
    weeks = weeks_served(actor, wanted, on=on)
    visits = _visits(actor, wanted, on)
    households = _households(actor, wanted)
    states = []
    for unit in units:
        overdue, due = visits.get(unit.pk, (0, 0))
        records, late = kept.get(unit.pk, (0, 0))
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
                records=records,
                late=late,
            )
        )
    return states


def late_figures(
    actor: Actor, units: Iterable[ServiceUnit], period: Period
) -> dict[UUID, tuple[int, int]]:
    """unit → records of the month, late ones among them. One query."""
    uids = [unit.pk for unit in units]
    rows = (
        figure_records(actor, first=period.first, last=period.last, unit_uids=uids)
        .order_by()
        .values_list("unit")
        .annotate(records=Count("pk"), late=Count("pk", filter=FIGURES["late"].condition))
    )
    return {unit: (records, late) for unit, records, late in rows}


def weeks_served(actor: Actor, wanted: Mapping[UUID, int], *, on: date) -> dict[UUID, int]:
    """In how many of its last weeks (so many as ``wanted`` says, ending on ``on``) each unit served anybody. One query."""
    first = on - timedelta(days=7 * max(wanted.values(), default=1) - 1)
    rows = (
        figure_records(actor, first=first, last=on, unit_uids=list(wanted))
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


def _visits(actor: Actor, units: Iterable[UUID], on: date) -> dict[UUID, tuple[int, int]]:
    """unit → (overdue, due in all): households with a date, counted. One query."""
    condition = scope_condition(
        actor, "services.view_figures", unit="household__unit_id", region="household__region_code"
    )
    rows = (
        VisitDue.objects.filter(
            condition, household__closed_on=None, household__unit__in=list(units)
        )
        .exclude(due_on=None)
        .order_by()
        .values_list("household__unit")
        .annotate(overdue=Count("pk", filter=Q(due_on__lt=on)), due=Count("pk"))
    )
    return {unit: (overdue, due) for unit, overdue, due in rows}


def _households(actor: Actor, units: Iterable[UUID]) -> dict[UUID, int]:
    """unit → open household files. One query."""
    condition = scope_condition(
        actor, "services.view_figures", unit="unit_id", region="region_code"
    )
    rows = Household.objects.filter(condition, closed_on=None, unit__in=list(units)).order_by()
    return dict(rows.values_list("unit").annotate(n=Count("pk")))
