"""An event's photos, and a photo's bytes."""

from __future__ import annotations

from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from yimi.services.errors import PhotoRefused
from yimi.services.models import Attachment, ServiceRecord


def photo_path(uid: UUID) -> Path:
    """Where a photo's encrypted bytes lie: 256 folders by the end of the uid, since its beginning is the time."""
    return Path(settings.MEDIA_ROOT) / "photos" / uid.hex[-2:] / f"{uid.hex}.bin"


def photos_of(record: ServiceRecord) -> QuerySet[Attachment]:
    """The photos of the event, oldest first: a correction makes a new version, the photos stay with all of them."""
    return Attachment.objects.filter(record__number=record.number, voided_at=None).order_by(
        "recorded_at", "uid"
    )


def read_photo(attachment: Attachment) -> bytes:
    """The plain JPEG. Raises :class:`PhotoRefused` when its file is gone (a database restored without its files)."""
    path = photo_path(attachment.uid)
    if not path.exists():
        raise PhotoRefused(why=_("照片文件不在这台机器上，请从备份恢复 files 目录。"))
    return attachment.key.open_bytes(path.read_bytes(), field="photo", row=attachment.uid)
