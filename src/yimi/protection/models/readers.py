"""The short list of those who may read a place's reports of harm: named people, from a day to a day."""

from __future__ import annotations

from datetime import date
from typing import Self

from django.db import models
from django.db.models import F, Q

from yimi.core import clock
from yimi.core.ids import new_uid
from yimi.stations.models import ServiceUnit


class ProtectionReaderQuerySet(models.QuerySet["ProtectionReader"]):
    """Filters over who may read."""

    def in_force(self, on: date) -> Self:
        """Begun, not ended, not taken away."""
        return self.filter(Q(ends_on=None) | Q(ends_on__gte=on), starts_on__lte=on, revoked_at=None)


class ProtectionReader(models.Model):
    """One person may read the reports of one unit, or of one division and all below it.

    Being head of the station or officer of the county is not enough: a report is read by those named here and by
    whoever sent it. ``user_uid`` is the account's; taking the right away ends it at once and keeps the row.
    """

    uid = models.UUIDField(primary_key=True, default=new_uid, editable=False)
    user_uid = models.UUIDField()
    user_name = models.CharField(max_length=100)
    unit = models.ForeignKey(
        ServiceUnit, models.PROTECT, null=True, related_name="+", db_index=False
    )
    region_code = models.CharField(max_length=12, blank=True)
    reason = models.CharField(max_length=200)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True)
    granted_by = models.UUIDField()
    granted_by_name = models.CharField(max_length=100)
    granted_at = models.DateTimeField(default=clock.now)
    revoked_at = models.DateTimeField(null=True)
    revoked_by = models.UUIDField(null=True)
    revoke_reason = models.CharField(max_length=200, blank=True)

    objects = ProtectionReaderQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(unit__isnull=False, region_code="")
                | (Q(unit=None) & ~Q(region_code="")),
                name="reader_of_a_unit_or_a_division",
            ),
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
                name="reader_ends_after_start",
            ),
            models.CheckConstraint(
                condition=Q(revoked_at=None, revoked_by=None)
                | (Q(revoked_at__isnull=False, revoked_by__isnull=False) & ~Q(revoke_reason="")),
                name="reader_revoked_by_someone_with_a_reason",
            ),
        ]
        indexes = [
            # what may this person read
            models.Index(fields=["user_uid", "starts_on"], name="protection_reader_by_user"),
            # who may read this station's, this division's reports
            models.Index(fields=["unit", "region_code"], name="protection_reader_by_place"),
        ]

    def __str__(self) -> str:
        return f"{self.user_uid} {self.unit_id or self.region_code}"
