"""Nouns of the supervision room: plans, sessions with what was agreed, pairing agreements between places."""

from yimi.supervision.models.pairings import (
    AssistingTown,
    CountsPer,
    OnSiteVisit,
    PairingAgreement,
    PairingLocalWorker,
    PairingSupervisor,
)
from yimi.supervision.models.plans import PlannedSupervisee, SupervisionPlan
from yimi.supervision.models.sessions import (
    ActionResult,
    AgreedAction,
    DiscussedCase,
    SessionFunction,
    SessionKind,
    Supervisee,
    SupervisionSession,
    SupervisionSessionQuerySet,
)

__all__ = [
    "ActionResult",
    "AgreedAction",
    "AssistingTown",
    "CountsPer",
    "DiscussedCase",
    "OnSiteVisit",
    "PairingAgreement",
    "PairingLocalWorker",
    "PairingSupervisor",
    "PlannedSupervisee",
    "SessionFunction",
    "SessionKind",
    "Supervisee",
    "SupervisionPlan",
    "SupervisionSession",
    "SupervisionSessionQuerySet",
]
