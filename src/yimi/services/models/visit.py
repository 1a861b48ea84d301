"""When a household is due for its next visit: derived from its newest record that set a date."""

from __future__ import annotations

from django.db import models


class VisitDue(models.Model):
    """A household's next visit and its last contacts; kept by the record's actions, rebuilt from the records alone.

    The decisive record is the newest that sets a next date, or met the household at home: ``due_on`` is the date it
    set (none when it set none), ``decided_on`` the day it was served. Whose household it is, the household says.
    """

    household = models.OneToOneField(
        "people.Household", models.PROTECT, primary_key=True, related_name="visit_due"
    )
    due_on = models.DateField(null=True)
    decided_on = models.DateField(null=True)
    last_contact_on = models.DateField(null=True)
    last_met_on = models.DateField(null=True)

    class Meta:
        indexes = [
            # who is due by a day
            models.Index(fields=["due_on"], name="visit_due_by_day"),
        ]

    def __str__(self) -> str:
        return f"{self.household_id}: {self.due_on}"
