"""Reading service records: a household's timeline, the day's visits, a station's register, figures."""

from yimi.services.queries.due import DueVisit, visits_due
from yimi.services.queries.figures import FIGURES, last_service, total_figures, unit_figures
from yimi.services.queries.masked import MaskedRow, masked_rows
from yimi.services.queries.register import RegisterFilter, register_page, register_rows
from yimi.services.queries.timeline import TimelineEntry, household_timeline

__all__ = [
    "FIGURES",
    "DueVisit",
    "MaskedRow",
    "RegisterFilter",
    "TimelineEntry",
    "household_timeline",
    "last_service",
    "masked_rows",
    "register_page",
    "register_rows",
    "total_figures",
    "unit_figures",
    "visits_due",
]
