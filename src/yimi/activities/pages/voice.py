"""Asking those who came what they think: as many may answer as were there."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.views.decorators.http import require_POST

from yimi.activities import access
from yimi.activities.errors import ActivityNotHeld
from yimi.activities.permissions import RECORD
from yimi.activities.queries.held import standing_record
from yimi.core.doors import Channel, door
from yimi.core.requests import Request
from yimi.feedback.models import SubjectKind
from yimi.feedback.pages.voice import invite_after


@door(RECORD, model="activity", channel=Channel.WRITE)
@require_POST
def invite(request: Request, uid: UUID) -> HttpResponse:
    """The QR code with the two questions, once the activity was held."""
    found = access.get_activity_for_record(request.actor, uid)
    record = standing_record(found)
    if record is None:
        raise ActivityNotHeld
    return invite_after(
        request, unit=found.unit, kind=SubjectKind.ACTIVITY, subject_uid=found.pk,
        most=record.person_times,
    )  # fmt: skip
