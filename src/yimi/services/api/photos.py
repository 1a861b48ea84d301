"""A photo's bytes, for those who may read the note of its record."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse

from yimi.core.doors import Channel, door
from yimi.core.requests import Request
from yimi.core.rest import Router, answers, file_answer
from yimi.services.access import get_photo_for_view
from yimi.services.actions import note_photo_viewed
from yimi.services.permissions import VIEW_NOTE
from yimi.services.queries.photos import read_photo

router = Router(tags=["服务记录 / service records"])


@router.get(
    "/{uid}",
    response=answers(None, 403, 404),
    openapi_extra=file_answer("image/jpeg", "照片 / the photo"),
    summary="下载照片 / download a photo",
)
@door(VIEW_NOTE, model="attachment", channel=Channel.API)
def get_photo(request: Request, uid: UUID) -> HttpResponse:
    """The JPEG. Every download stands in the trail; keep no copy longer than you need it."""
    photo = get_photo_for_view(request.actor, uid)
    content = read_photo(photo)
    note_photo_viewed(photo, actor=request.actor)
    response = HttpResponse(content, content_type=photo.media_type)
    response["Cache-Control"] = "private, no-store"
    return response
