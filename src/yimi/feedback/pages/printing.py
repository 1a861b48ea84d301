"""F-22 as Word or PDF."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.views.decorators.http import require_GET

from yimi.audit.actions import record_event
from yimi.core.doors import Channel, door
from yimi.core.errors import NotFound
from yimi.core.requests import Request
from yimi.feedback import access
from yimi.feedback.permissions import HANDLE
from yimi.feedback.printing import printed_complaint
from yimi.forms.printing import MEDIA_TYPES, as_docx, as_pdf, download


@door(HANDLE, model="complaint", channel=Channel.EXPORT)
@require_GET
def print_complaint(request: Request, uid: UUID, kind: str) -> HttpResponse:
    """F-22, for the file; that it was taken out stands in the trail."""
    row = access.get_complaint_for_edit(request.actor, uid)
    if kind not in MEDIA_TYPES:
        raise NotFound
    record_event(
        request.actor, "feedback.printed", subject_kind="complaint", subject_uid=row.uid,
        unit_uid=row.unit_id, region_code=row.region_code, details={"kind": kind},
    )  # fmt: skip
    form = printed_complaint(row)
    title = f"{form.definition.title} {row.number}"
    content = as_pdf(title, [form], contents=False) if kind == "pdf" else as_docx(title, [form])
    return download(content, title, kind)
