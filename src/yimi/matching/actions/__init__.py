"""The only writers of leads: recomputing families and everybody, following the trail, and what workers note."""

from yimi.matching.actions.families import recompute_household, recompute_people
from yimi.matching.actions.following import follow_leads
from yimi.matching.actions.nightly import keep_leads, run_due
from yimi.matching.actions.running import run_everybody
from yimi.matching.actions.steps import StepDraft, note_step, note_steps

__all__ = [
    "StepDraft",
    "follow_leads",
    "keep_leads",
    "note_step",
    "note_steps",
    "recompute_household",
    "recompute_people",
    "run_due",
    "run_everybody",
]
