"""What every record of a service unit carries: whose it is, where, and when we knew it."""

from __future__ import annotations

from typing import Self, TypeVar

from django.db import models

from yimi.core import clock
from yimi.core.ids import new_uid

RecordT = TypeVar("RecordT", bound="UnitRecord")


class UnitRecordQuerySet(models.QuerySet[RecordT]):
    """Filters over the two times that every record has."""

    def current(self) -> Self:
        """What stands today: not superseded by a correction, not voided."""
        return self.filter(superseded_at=None, voided_at=None)


class UnitRecord(models.Model):
    """Belongs to a unit; keeps three places apart (the unit's, the one served, the purchaser's); is never deleted.

    ``recorded_at`` is set by the server. A correction is a new row that ``supersedes`` the old one; a void has a reason.
    """

    uid = models.UUIDField(primary_key=True, default=new_uid, editable=False)
    unit = models.ForeignKey(
        "stations.ServiceUnit", models.PROTECT, related_name="+", db_index=False
    )
    unit_region_code = models.CharField(max_length=12)
    served_region_code = models.CharField(max_length=12)
    purchaser_region_code = models.CharField(max_length=12, blank=True)
    project_uid = models.UUIDField(null=True)
    recorded_at = models.DateTimeField(default=clock.now)
    recorded_by = models.UUIDField()
    superseded_at = models.DateTimeField(null=True)
    voided_at = models.DateTimeField(null=True)
    void_reason = models.CharField(max_length=300, blank=True)

    class Meta:
        abstract = True

    @property
    def is_current(self) -> bool:
        """Neither superseded nor voided."""
        return self.superseded_at is None and self.voided_at is None
