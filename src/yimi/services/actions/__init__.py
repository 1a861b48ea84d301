"""The only writers of service records."""

from yimi.services.actions.attach import attach_photo, note_photo_viewed, withdraw_photo
from yimi.services.actions.correct import correct_record, void_record
from yimi.services.actions.parameters import set_local_number
from yimi.services.actions.record import record_history, record_service, record_services
from yimi.services.actions.visits import keep_intervals, rebuild_visit_due, settle_due

__all__ = [
    "attach_photo",
    "correct_record",
    "keep_intervals",
    "note_photo_viewed",
    "rebuild_visit_due",
    "record_history",
    "record_service",
    "record_services",
    "set_local_number",
    "settle_due",
    "void_record",
    "withdraw_photo",
]
