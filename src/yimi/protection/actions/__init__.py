"""The only writers of reports, of their chains, of who may read them, and of the local limit."""

from yimi.protection.actions.chain import add_step
from yimi.protection.actions.limits import set_limit
from yimi.protection.actions.readers import end_reader, name_reader
from yimi.protection.actions.reading import note_list_read, read_report
from yimi.protection.actions.reporting import Sent, report_harm

__all__ = [
    "Sent",
    "add_step",
    "end_reader",
    "name_reader",
    "note_list_read",
    "read_report",
    "report_harm",
    "set_limit",
]
