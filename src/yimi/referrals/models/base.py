"""What a referral and a resource link have in common: for whom, by which station, under which key."""

from __future__ import annotations

from django.db import models

from yimi.core.records import Record


class ForSomeone(Record):
    """Belongs to a unit, is for a resident, a household or both; may hang on a case (by its uid: cases sit above).

    ``text_sealed`` is what the worker wrote, under ``key``: the person's own key, so that erasing them erases it.
    ``record_number`` is the number of the one service record that counts it, which stays the same over corrections.
    """

    number = models.CharField(max_length=32, unique=True, editable=False)
    unit = models.ForeignKey(
        "stations.ServiceUnit", models.PROTECT, related_name="+", db_index=False
    )
    region_code = models.CharField(max_length=12)
    household = models.ForeignKey(
        "people.Household", models.PROTECT, null=True, related_name="+", db_index=False
    )
    resident = models.ForeignKey(
        "people.Resident", models.PROTECT, null=True, related_name="+", db_index=False
    )
    case_uid = models.UUIDField(null=True)
    worker = models.ForeignKey("workforce.Worker", models.PROTECT, related_name="+", db_index=False)
    key = models.ForeignKey("core.DataKey", models.PROTECT, related_name="+", db_index=False)
    text_sealed = models.BinaryField(default=b"", editable=False)
    record_number = models.CharField(max_length=24, blank=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.number
