"""Asking a group's members what they think: as many may answer as were taken into the group."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.views.decorators.http import require_POST

from yimi.core.doors import Channel, door
from yimi.core.requests import Request
from yimi.feedback.models import SubjectKind
from yimi.feedback.pages.voice import invite_after
from yimi.groups import access
from yimi.groups.errors import GroupNotClosed
from yimi.groups.models import GroupStatus
from yimi.groups.permissions import EDIT


@door(EDIT, model="social_group", channel=Channel.WRITE)
@require_POST
def invite(request: Request, uid: UUID) -> HttpResponse:
    """The QR code with the two questions, once the group has ended."""
    found = access.get_group_for_edit(request.actor, uid)
    if found.status != GroupStatus.CLOSED:
        raise GroupNotClosed
    members = found.members.current().filter(joined_on__isnull=False)
    most = max(members.values("resident").distinct().count(), 1)
    return invite_after(
        request, unit=found.unit, kind=SubjectKind.GROUP, subject_uid=found.pk, most=most
    )
