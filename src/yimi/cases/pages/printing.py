"""The whole file on paper, in the order an evaluator expects."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from yimi.cases.access import get_case_for_edit
from yimi.cases.actions.viewing import note_case_printed
from yimi.cases.paper_file import whole_file
from yimi.cases.permissions import WORK
from yimi.core.doors import Channel, door
from yimi.core.errors import NotFound
from yimi.core.requests import Request
from yimi.forms.filling import MEDIA_TYPES, hand_out


@door(WORK, model="case", channel=Channel.EXPORT)
@require_GET
def whole(request: Request, uid: UUID, kind: str) -> HttpResponse:
    """The file as Word or PDF; that it was taken out stands in the trail."""
    case = get_case_for_edit(request.actor, uid)
    if kind not in MEDIA_TYPES:
        raise NotFound
    sheets = whole_file(case)
    note_case_printed(case, actor=request.actor, kind=kind, sheets=len(sheets))
    return hand_out(_("个案档案 %(number)s") % {"number": case.number}, sheets, kind)
