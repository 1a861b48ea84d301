"""The sealed parts of a complaint, opened for those who may read them (``access`` has been asked before)."""

from __future__ import annotations

import json
from dataclasses import dataclass

from yimi.feedback.models import Complaint, ComplaintStep
from yimi.feedback.rules import Standing

FIELD, STEP_FIELD = "complaint", "step"


@dataclass(frozen=True, slots=True)
class Contents:
    """What was said; name and contact are empty when nobody gave them."""

    text: str
    name: str = ""
    contact: str = ""


def contents_of(complaint: Complaint) -> Contents:
    """Text, name and contact; no query when the key was read with the row."""
    opened = complaint.key.open(complaint.sealed, field=FIELD, row=complaint.uid)
    return Contents(**json.loads(opened)) if opened else Contents("")


def text_of(step: ComplaintStep, complaint: Complaint) -> str:
    """What was written with a step."""
    return complaint.key.open(step.text_sealed, field=STEP_FIELD, row=step.uid)


def standing_of(complaint: Complaint) -> Standing:
    """The row as the rules see it."""
    return Standing(
        complaint.state,
        complaint.about,
        complaint.worker_id is not None,
        complaint.reopened_on is not None,
    )
