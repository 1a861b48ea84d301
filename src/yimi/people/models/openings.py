"""A file opened from above the station: with a reason, for a time, and visible to the station."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from yimi.core import clock
from yimi.core.ids import new_uid
from yimi.people.models.households import Household


class FileOpening(models.Model):
    """A county officer opened one household file. The station sees who, why and until when."""

    uid = models.UUIDField(primary_key=True, default=new_uid, editable=False)
    household = models.ForeignKey(
        Household, models.PROTECT, related_name="openings", db_index=False
    )
    actor_uid = models.UUIDField()
    actor_name = models.CharField(max_length=100)
    reason = models.CharField(_("理由"), max_length=300)
    opened_at = models.DateTimeField(default=clock.now)
    until = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(until__gt=F("opened_at")), name="opening_ends_after_it_began"
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="opening_has_a_reason"),
        ]
        indexes = [
            # may this officer read this file now
            models.Index(fields=["actor_uid", "household", "until"], name="opening_by_actor"),
            # the station's "who looked"
            models.Index(fields=["household", "-opened_at"], name="opening_by_household"),
        ]

    def __str__(self) -> str:
        return f"{self.actor_name} {self.household_id}"
