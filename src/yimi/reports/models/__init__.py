"""Nouns of the reports room: reports with frozen cells, reported figures beside them, corrections, reminders, targets."""

from yimi.reports.models.corrections import Correction, CorrectionCell
from yimi.reports.models.reports import (
    Report,
    ReportCell,
    ReportedValue,
    ReportQuerySet,
    ReportStep,
    State,
    Step,
)
from yimi.reports.models.standing import Reminder, Target

__all__ = [
    "Correction",
    "CorrectionCell",
    "Reminder",
    "Report",
    "ReportCell",
    "ReportQuerySet",
    "ReportStep",
    "ReportedValue",
    "State",
    "Step",
    "Target",
]
