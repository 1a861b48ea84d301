"""The only writers of tiers, plans, due dates, observations and consultations."""

from yimi.visiting.actions.consultations import (
    ConsultationDraft,
    finish_follow_up,
    note_consultation_printed,
    record_consultation,
    record_consultations,
)
from yimi.visiting.actions.due import DueDraft, set_due, set_dues
from yimi.visiting.actions.observations import note_form_read, save_observation
from yimi.visiting.actions.plans import plan_visits, withdraw_visit
from yimi.visiting.actions.tiers import (
    AssignmentDraft,
    TierDraft,
    assign_tier,
    assign_tiers,
    set_tier,
)

__all__ = [
    "AssignmentDraft",
    "ConsultationDraft",
    "DueDraft",
    "TierDraft",
    "assign_tier",
    "assign_tiers",
    "finish_follow_up",
    "note_consultation_printed",
    "note_form_read",
    "plan_visits",
    "record_consultation",
    "record_consultations",
    "save_observation",
    "set_due",
    "set_dues",
    "set_tier",
    "withdraw_visit",
]
