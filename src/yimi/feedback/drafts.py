"""Complaints and invitations about to be registered."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from yimi.core.ids import new_uid
from yimi.feedback.models import Channel
from yimi.feedback.receipts import new_seed
from yimi.stations.models import ServiceUnit
from yimi.workforce.models import Worker


@dataclass(frozen=True, slots=True, kw_only=True)
class ComplaintDraft:
    """What was said, by whom if they say so. ``uid`` may come from the form, so that sending twice is saying once.

    ``seed`` comes from the form too and makes the receipt code (``receipts``).
    """

    unit: ServiceUnit
    about: str
    text: str
    channel: str = Channel.PUBLIC_FORM
    worker: Worker | None = None
    name: str = ""
    contact: str = ""
    received_on: date | None = None
    seed: str = field(default_factory=new_seed)
    uid: UUID = field(default_factory=new_uid)


@dataclass(frozen=True, slots=True, kw_only=True)
class InvitationDraft:
    """After which case, group, activity or visit people are asked, until when, and how many answers may come."""

    unit: ServiceUnit
    subject_kind: str
    subject_uid: UUID
    expires_on: date
    max_answers: int = 1
