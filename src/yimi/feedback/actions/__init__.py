"""The only writers of complaints, invitations and counters."""

from yimi.feedback.actions.complaints import (
    PUBLIC,
    Filed,
    receive_public_complaint,
    register_complaint,
    register_complaints,
)
from yimi.feedback.actions.days import set_answer_days
from yimi.feedback.actions.handling import (
    answer_complaint,
    close_complaint,
    name_worker,
    note_inquiry,
    reopen_by_receipt,
    reopen_complaint,
    reveal_complainant,
    take_complaint,
)
from yimi.feedback.actions.voice import (
    Answer,
    answer_voice,
    answer_voices,
    invite_voice,
    invite_voices,
    is_our_form,
    voice_form,
)

__all__ = [
    "PUBLIC",
    "Answer",
    "Filed",
    "answer_complaint",
    "answer_voice",
    "answer_voices",
    "close_complaint",
    "invite_voice",
    "invite_voices",
    "is_our_form",
    "name_worker",
    "note_inquiry",
    "receive_public_complaint",
    "register_complaint",
    "register_complaints",
    "reopen_by_receipt",
    "reopen_complaint",
    "reveal_complainant",
    "set_answer_days",
    "take_complaint",
    "voice_form",
]
