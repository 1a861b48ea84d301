"""F-06 and F-07 as Word or PDF."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.views.decorators.http import require_GET

from yimi.audit.actions import record_event
from yimi.core.doors import Channel, door
from yimi.core.errors import NotFound
from yimi.core.requests import Request
from yimi.forms.printing import MEDIA_TYPES, PrintedForm, as_docx, as_pdf, download
from yimi.referrals import access
from yimi.referrals.models import ForSomeone
from yimi.referrals.permissions import EDIT
from yimi.referrals.printing import printed_referral, printed_resource


@door(EDIT, model="referral", channel=Channel.EXPORT)
@require_GET
def print_referral(request: Request, uid: UUID, kind: str) -> HttpResponse:
    """F-07, for the file or for the receiving body to sign."""
    row = access.get_referral_for_edit(request.actor, uid)
    return _file(request, row, "referral", kind, printed_referral(row))


@door(EDIT, model="resource_link", channel=Channel.EXPORT)
@require_GET
def print_resource(request: Request, uid: UUID, kind: str) -> HttpResponse:
    """F-06, for the file or for the person to sign."""
    row = access.get_resource_for_edit(request.actor, uid)
    return _file(request, row, "resource_link", kind, printed_resource(row))


def _file(
    request: Request, row: ForSomeone, subject: str, kind: str, form: PrintedForm
) -> HttpResponse:
    """The file; that it was taken out stands in the trail."""
    if kind not in MEDIA_TYPES:
        raise NotFound
    record_event(
        request.actor, "referrals.printed", subject_kind=subject, subject_uid=row.uid,
        unit_uid=row.unit_id, region_code=row.region_code, details={"kind": kind},
    )  # fmt: skip
    title = f"{form.definition.title} {row.number}"
    content = as_pdf(title, [form], contents=False) if kind == "pdf" else as_docx(title, [form])
    return download(content, title, kind)
