"""Photos of a record: re-encoded without location data, encrypted, kept outside the database."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from yimi.core import clock
from yimi.core.ids import new_uid


class Attachment(models.Model):
    """One photo. The file's bytes are encrypted under ``key``; ``sha256`` is of the plain bytes."""

    uid = models.UUIDField(primary_key=True, default=new_uid, editable=False)
    record = models.ForeignKey("services.ServiceRecord", models.PROTECT, related_name="attachments")
    key = models.ForeignKey("core.DataKey", models.PROTECT, related_name="+")
    media_type = models.CharField(max_length=40)
    size = models.PositiveIntegerField()
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    recorded_at = models.DateTimeField(default=clock.now)
    recorded_by = models.UUIDField()
    voided_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            # the same photo sent twice is one photo; one taken out of sight may come back
            models.UniqueConstraint(
                fields=["record", "sha256"], condition=Q(voided_at=None), name="attachment_once"
            ),
        ]

    def __str__(self) -> str:
        return str(self.uid)
