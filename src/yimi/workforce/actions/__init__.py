"""The only writers of the workforce room."""

from yimi.workforce.actions.certificates import (
    CertificateDraft,
    add_certificate,
    add_certificates,
    renew_registration,
    void_certificate,
)
from yimi.workforce.actions.placements import (
    PlacementDraft,
    correct_placement,
    end_placement,
    place_worker,
    place_workers,
)
from yimi.workforce.actions.supervision import assign_supervisor, end_supervision
from yimi.workforce.actions.workers import (
    FirstPost,
    WorkerDraft,
    correct_worker,
    record_leaving,
    register_worker,
    register_workers,
    reveal_value,
)

__all__ = [
    "CertificateDraft",
    "FirstPost",
    "PlacementDraft",
    "WorkerDraft",
    "add_certificate",
    "add_certificates",
    "assign_supervisor",
    "correct_placement",
    "correct_worker",
    "end_placement",
    "end_supervision",
    "place_worker",
    "place_workers",
    "record_leaving",
    "register_worker",
    "register_workers",
    "renew_registration",
    "reveal_value",
    "void_certificate",
]
