"""Nouns of the feedback room: complaints with their steps; invitations to speak, and counters of what was said."""

from yimi.feedback.models.complaints import (
    About,
    Channel,
    Complaint,
    ComplaintState,
    ComplaintStep,
    Finding,
    Step,
)
from yimi.feedback.models.days import AnswerDays
from yimi.feedback.models.flood import PublicUse
from yimi.feedback.models.voice import (
    Helped,
    SubjectKind,
    VoiceInvitation,
    VoiceTally,
    VoiceUse,
)

__all__ = [
    "About",
    "AnswerDays",
    "Channel",
    "Complaint",
    "ComplaintState",
    "ComplaintStep",
    "Finding",
    "Helped",
    "PublicUse",
    "Step",
    "SubjectKind",
    "VoiceInvitation",
    "VoiceTally",
    "VoiceUse",
]
