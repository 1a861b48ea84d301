"""The only writers of the reports room."""

from yimi.reports.actions.corrections import accept_correction, correct_report
from yimi.reports.actions.filling import report_value, start_report, start_reports, withdraw_value
from yimi.reports.actions.life import (
    accept_reports,
    lock_report,
    return_report,
    submit_report,
    submit_reports,
)
from yimi.reports.actions.standing import remind, set_target

__all__ = [
    "accept_correction",
    "accept_reports",
    "correct_report",
    "lock_report",
    "remind",
    "report_value",
    "return_report",
    "set_target",
    "start_report",
    "start_reports",
    "submit_report",
    "submit_reports",
    "withdraw_value",
]
