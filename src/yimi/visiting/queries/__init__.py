"""Reading: which tier holds where, whom to visit today, who is overdue, which consultations wait."""

from yimi.visiting.queries.consultations import (
    ConsultationFilter,
    ConsultationRow,
    consultation_rows,
)
from yimi.visiting.queries.households import HouseholdVisits, household_visits
from yimi.visiting.queries.stops import DueFilter, Found, Route, Stop, overdue_visits, route_of
from yimi.visiting.queries.tiers import tiers_at, tiers_for

__all__ = [
    "ConsultationFilter",
    "ConsultationRow",
    "DueFilter",
    "Found",
    "HouseholdVisits",
    "Route",
    "Stop",
    "consultation_rows",
    "household_visits",
    "overdue_visits",
    "route_of",
    "tiers_at",
    "tiers_for",
]
