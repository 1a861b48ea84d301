"""Visits planned for a day."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from yimi.core import clock
from yimi.core.ids import new_uid


class PlannedVisit(models.Model):
    """A household that somebody means to visit on a day. Whether it happened, the service record says."""

    uid = models.UUIDField(primary_key=True, default=new_uid, editable=False)
    household = models.ForeignKey(
        "people.Household", models.PROTECT, related_name="+", db_index=False
    )
    unit = models.ForeignKey(
        "stations.ServiceUnit", models.PROTECT, related_name="+", db_index=False
    )
    planned_on = models.DateField()
    worker = models.ForeignKey(
        "workforce.Worker", models.PROTECT, null=True, related_name="+", db_index=False
    )
    recorded_at = models.DateTimeField(default=clock.now)
    recorded_by = models.UUIDField()
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.UUIDField(null=True)

    class Meta:
        constraints = [
            # planned twice for a day is planned once
            models.UniqueConstraint(
                fields=["household", "planned_on"],
                condition=Q(withdrawn_at=None),
                name="planned_once_a_day",
            ),
        ]
        # a station's plan for a day
        indexes = [models.Index(fields=["unit", "planned_on"], name="planned_visit_by_day")]

    def __str__(self) -> str:
        return f"{self.household_id} {self.planned_on}"
