"""What was seen at a home visit beyond the record itself (F-14)."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from yimi.core.records import Record


class HomeObservation(Record):
    """The observation that belongs to one home visit, by the record's number, which outlives its corrections.

    Only what is counted stands in columns, read from the answers; F-14 itself is sealed under the household's key.
    ``risk_found`` is unknown when nobody looked.
    """

    record_number = models.CharField(max_length=24, unique=True)
    household = models.ForeignKey(
        "people.Household", models.PROTECT, related_name="+", db_index=False
    )
    unit = models.ForeignKey(
        "stations.ServiceUnit", models.PROTECT, related_name="+", db_index=False
    )
    observed_on = models.DateField()
    risk_found = models.BooleanField(_("发现风险"), null=True)
    fire_hazard = models.BooleanField(default=False)
    electric_hazard = models.BooleanField(default=False)
    gas_hazard = models.BooleanField(default=False)
    fall_hazard = models.BooleanField(default=False)
    house_hazard = models.BooleanField(default=False)
    recorded_by = models.UUIDField()

    class Meta:
        indexes = [
            # a household's observations, newest first
            models.Index(fields=["household", "-observed_on"], name="observation_by_household"),
            # a station's month: how many homes with which hazard
            models.Index(fields=["unit", "observed_on"], name="observation_by_unit"),
        ]

    def __str__(self) -> str:
        return self.record_number
