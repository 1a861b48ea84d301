"""How soon a place wants reports to have reached an authority, where it says so; the law says 立即 and no number."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from yimi.core.records import Dated, DatedQuerySet, ends_after_start


class ProtectionLimitQuerySet(DatedQuerySet["ProtectionLimit"]):
    """Limits, by their two times."""


class ProtectionLimit(Dated):
    """After how many minutes a report that no authority knows of raises the alarm, in a division; 0 is at once.

    Local data with its source. Where nothing is set, 0 holds: no national text names a number of hours.
    """

    region_code = models.CharField(max_length=12)
    minutes = models.PositiveIntegerField()
    source = models.CharField(max_length=200)

    objects = ProtectionLimitQuerySet.as_manager()

    class Meta:
        constraints = [
            ends_after_start("protection_limit_ends_after_start"),
            models.CheckConstraint(
                condition=Q(minutes__lte=7 * 24 * 60), name="protection_limit_within_a_week"
            ),
            # one open limit a place; also finds the limits on the way up from a station
            models.UniqueConstraint(
                fields=["region_code"],
                condition=Q(superseded_at=None, ends_on=None),
                name="protection_limit_once_a_place",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.region_code}: {self.minutes}"
