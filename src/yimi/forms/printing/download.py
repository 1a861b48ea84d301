"""A printed file on its way to the person who asked for it."""

from __future__ import annotations

from django.http import HttpResponse
from django.utils.http import content_disposition_header

MEDIA_TYPES = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
}


def download(content: bytes, name: str, kind: str) -> HttpResponse:
    """``content`` as a file called ``name.kind``; ``kind`` is ``docx`` or ``pdf``. Nothing keeps a copy on the way."""
    response = HttpResponse(content, content_type=MEDIA_TYPES[kind])
    header = content_disposition_header(as_attachment=True, filename=f"{name}.{kind}")
    response["Content-Disposition"] = header or "attachment"
    response["Cache-Control"] = "private, no-store"
    return response
