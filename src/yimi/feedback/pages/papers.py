"""What F-22 asks besides the steps: the wish, satisfaction, improvement, signatures, and what the place added."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.views.decorators.http import require_http_methods

from yimi.audit.actions import record_event
from yimi.core.doors import Channel, door
from yimi.core.requests import Request
from yimi.feedback import access
from yimi.feedback.papers import complaint_paper
from yimi.feedback.permissions import HANDLE
from yimi.forms.filling import fill_in


@door(HANDLE, model="complaint", channel=Channel.WRITE)
@require_http_methods(["GET", "POST"])
def complaint_form(request: Request, uid: UUID) -> HttpResponse:
    """F-22: what the complaint holds is shown, the rest is written here; each look stands in the trail."""
    row = access.get_complaint_for_edit(request.actor, uid)
    if request.method == "GET":
        record_event(
            request.actor, "feedback.complaint_viewed", subject_kind="complaint",
            subject_uid=row.uid, unit_uid=row.unit_id, region_code=row.region_code,
        )  # fmt: skip
    return fill_in(request, complaint_paper(row))
