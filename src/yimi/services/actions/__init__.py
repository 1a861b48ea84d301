"""The only writers of service records."""

from yimi.services.actions.attach import attach_photo, withdraw_photo
from yimi.services.actions.correct import correct_record, void_record
from yimi.services.actions.record import record_history, record_service, record_services
from yimi.services.actions.visits import rebuild_visit_due

__all__ = [
    "attach_photo",
    "correct_record",
    "rebuild_visit_due",
    "record_history",
    "record_service",
    "record_services",
    "void_record",
    "withdraw_photo",
]
