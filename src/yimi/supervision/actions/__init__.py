"""The only writers of the supervision room. Who supervises whom is written by ``workforce.actions.assign_supervisor``."""

from yimi.supervision.actions.agreed import ActionAnswer, AgreedDraft, answer_action
from yimi.supervision.actions.pairing_places import correct_pairing_places
from yimi.supervision.actions.pairings import (
    PairingDraft,
    add_local_worker,
    add_pairing_supervisor,
    agree_pairing,
    correct_pairing,
    end_pairing_fact,
    record_visit,
)
from yimi.supervision.actions.plans import PlanDraft, correct_plan, make_plan, void_plan
from yimi.supervision.actions.sessions import (
    SessionDraft,
    correct_session,
    hold_session,
    hold_sessions,
    release_session,
    void_session,
    withdraw_release,
    write_note,
)

__all__ = [
    "ActionAnswer",
    "AgreedDraft",
    "PairingDraft",
    "PlanDraft",
    "SessionDraft",
    "add_local_worker",
    "add_pairing_supervisor",
    "agree_pairing",
    "answer_action",
    "correct_pairing",
    "correct_pairing_places",
    "correct_plan",
    "correct_session",
    "end_pairing_fact",
    "hold_session",
    "hold_sessions",
    "make_plan",
    "record_visit",
    "release_session",
    "void_plan",
    "void_session",
    "withdraw_release",
    "write_note",
]
