"""When a household is due for its next visit: by its newest record that set a date, or by a decision since then."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from yimi.core import clock
from yimi.core.ids import new_uid


class VisitDue(models.Model):
    """A household's next visit and its last contacts; kept by the actions, rebuilt from records and :class:`DueSetting`.

    The decisive record is the newest that sets a next date, or met the household at home: ``due_on`` is the date it
    set, ``decided_on`` the day it was served. A visit that set none leaves none, unless the household has a risk tier:
    then it is due again after ``interval_days``. A call that met somebody is a contact and no visit: what was due stays
    due. Whose household it is, the household says.
    """

    household = models.OneToOneField(
        "people.Household", models.PROTECT, primary_key=True, related_name="visit_due"
    )
    due_on = models.DateField(null=True)
    decided_on = models.DateField(null=True)
    last_contact_on = models.DateField(null=True)
    last_met_on = models.DateField(null=True)
    #: The risk tier's interval; none without a tier. Kept by the visiting room.
    interval_days = models.PositiveSmallIntegerField(null=True)

    class Meta:
        indexes = [
            # who is due by a day
            models.Index(fields=["due_on"], name="visit_due_by_day"),
        ]

    def __str__(self) -> str:
        return f"{self.household_id}: {self.due_on}"


class DueSetting(models.Model):
    """Somebody decided when a household is to be visited, outside of any record: a plan, a change of risk, a message.

    Written once. A later visit at home, or a later decision, takes its place in :class:`VisitDue`.
    """

    uid = models.UUIDField(primary_key=True, default=new_uid, editable=False)
    household = models.ForeignKey(
        "people.Household", models.PROTECT, related_name="+", db_index=False
    )
    due_on = models.DateField()
    decided_on = models.DateField()
    reason = models.CharField(max_length=200)
    recorded_at = models.DateTimeField(default=clock.now)
    recorded_by = models.UUIDField()
    recorded_by_name = models.CharField(max_length=100)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="due_setting_has_a_reason"),
            models.CheckConstraint(
                condition=Q(due_on__gte=F("decided_on")), name="due_setting_looks_ahead"
            ),
        ]
        indexes = [
            # a household's decisions, for its page and for rebuilding its due date
            models.Index(fields=["household", "-recorded_at"], name="due_setting_by_household"),
        ]

    def __str__(self) -> str:
        return f"{self.household_id}: {self.due_on}"
