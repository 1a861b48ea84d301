"""What stands beside reports: reminders of those that are late, and targets of a year."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from yimi.core import clock
from yimi.core.ids import new_uid
from yimi.core.records import Known, KnownQuerySet
from yimi.stations.models import ServiceUnit


class Reminder(models.Model):
    """A county reminded a station of a late report; it stands on the head's first page until the report is in.

    At most one a day for the same report.
    """

    uid = models.UUIDField(primary_key=True, default=new_uid, editable=False)
    pack = models.CharField(max_length=40)
    subject_key = models.CharField(max_length=36)
    unit = models.ForeignKey(ServiceUnit, models.PROTECT, null=True, related_name="+")
    region_code = models.CharField(max_length=12)
    starts_on = models.DateField()
    months = models.PositiveSmallIntegerField()
    sent_on = models.DateField()
    sent_at = models.DateTimeField(default=clock.now)
    sent_by = models.UUIDField()
    sent_by_name = models.CharField(max_length=50)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["pack", "starts_on", "subject_key", "sent_on"],
                name="report_reminder_once_a_day",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.pack} {self.subject_key} {self.sent_on}"


class TargetQuerySet(KnownQuerySet["Target"]):
    """Filters over when we knew it."""


class Target(Known):
    """What a subject is to reach in a year for an indicator, and which document says so. A later one supersedes it."""

    subject_key = models.CharField(max_length=36)
    unit = models.ForeignKey(ServiceUnit, models.PROTECT, null=True, related_name="+")
    region_code = models.CharField(max_length=12)
    indicator = models.CharField(max_length=60)
    year = models.PositiveSmallIntegerField()
    value = models.BigIntegerField()
    source = models.CharField(max_length=200)

    objects = TargetQuerySet.as_manager()

    class Meta:
        constraints = [
            # also found by: the targets of one subject in a year
            models.UniqueConstraint(
                fields=["subject_key", "year", "indicator"],
                condition=Q(superseded_at=None),
                name="target_once_a_year",
            ),
            models.CheckConstraint(condition=Q(value__gte=0), name="target_not_negative"),
        ]

    def __str__(self) -> str:
        return f"{self.subject_key} {self.indicator} {self.year}"
