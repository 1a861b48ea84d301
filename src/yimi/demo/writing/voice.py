"""What those served said by QR code: mostly content, not always."""

from __future__ import annotations

from datetime import timedelta
from random import Random
from uuid import UUID

from yimi.core.actor import Actor
from yimi.core.clock import today
from yimi.demo.seeds import weighted
from yimi.feedback.actions import Answer, answer_voices, invite_voice, voice_form
from yimi.feedback.drafts import InvitationDraft
from yimi.feedback.pages.voice import OPEN_DAYS
from yimi.stations.models import ServiceUnit

RATINGS = {5: 56, 4: 31, 3: 9, 2: 3, 1: 1}
HELPED = {"yes": 74, "partly": 22, "no": 4}


def ask_and_answer(
    rng: Random, unit: ServiceUnit, kind: str, subject_uid: UUID, *, served: int, actor: Actor
) -> None:
    """A code was held out; about a third of those served answered, of a case the client."""
    draft = InvitationDraft(
        unit=unit, subject_kind=kind, subject_uid=subject_uid,
        expires_on=today() + timedelta(days=OPEN_DAYS), max_answers=served,
    )  # fmt: skip
    invitation = invite_voice(draft, actor=actor)
    answers = served if served < 12 else round(served * rng.uniform(0.2, 0.45))
    answer_voices(
        [
            Answer(
                invitation, weighted(rng, RATINGS), weighted(rng, HELPED), voice_form(invitation)
            )
            for _person in range(answers)
        ]
    )
