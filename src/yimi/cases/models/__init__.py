"""Nouns of the cases room: a case and its file, from intake to follow-up (MZ/T 094)."""

from yimi.cases.models.case import (
    Case,
    CaseAssignment,
    CaseStageEvent,
    HandOver,
    Intake,
)
from yimi.cases.models.local import CaseLevel, LocalSetting
from yimi.cases.models.picture import FamilyPicture
from yimi.cases.models.planning import Goal, Plan, Scale, ScaleReading
from yimi.cases.models.review import FollowUp, ServiceAgreement, SupervisorReview
from yimi.cases.models.session import CaseNote, CaseSession

__all__ = [
    "Case",
    "CaseAssignment",
    "CaseLevel",
    "CaseNote",
    "CaseSession",
    "CaseStageEvent",
    "FamilyPicture",
    "FollowUp",
    "Goal",
    "HandOver",
    "Intake",
    "LocalSetting",
    "Plan",
    "Scale",
    "ScaleReading",
    "ServiceAgreement",
    "SupervisorReview",
]
