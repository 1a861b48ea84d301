"""What changed after the lock: a correction report with only the changed cells, old and new, and why."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from yimi.core.ids import new_uid
from yimi.core.records import Record
from yimi.reports.models.reports import Report


class Correction(Record):
    """The ``serial``-th correction of a report that was handed in. The report itself stays as it was handed in.

    ``round`` is the submission that it corrects: after a return and another submission it counts no more. ``cause`` is
    the correction further down, or of a shorter period, that brought this one along; without one somebody asked for it.
    ``late`` counts records of the period entered after the report's facts, ``amended`` those corrected since,
    ``voided`` those taken back since.
    """

    report = models.ForeignKey(Report, models.PROTECT, related_name="corrections", db_index=False)
    serial = models.PositiveSmallIntegerField()
    round = models.PositiveSmallIntegerField()
    # also found by: what a correction brought along
    cause = models.ForeignKey("self", models.PROTECT, null=True, related_name="carried")
    reason = models.CharField(max_length=300)
    made_by = models.UUIDField()
    made_by_name = models.CharField(max_length=50)
    manifest = models.PositiveIntegerField()
    known_at = models.DateTimeField()
    late = models.PositiveIntegerField()
    amended = models.PositiveIntegerField()
    voided = models.PositiveIntegerField()
    accepted_at = models.DateTimeField(null=True)
    accepted_by = models.UUIDField(null=True)
    accepted_by_name = models.CharField(max_length=50, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["report", "serial"], name="correction_in_series"),
            models.CheckConstraint(condition=~Q(reason=""), name="correction_has_a_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.report_id} #{self.serial}"

    @property
    def made_at(self) -> object:
        """When it was made."""
        return self.recorded_at


class CorrectionCell(models.Model):
    """One figure, as it stood and as it is now."""

    uid = models.UUIDField(primary_key=True, default=new_uid, editable=False)
    correction = models.ForeignKey(Correction, models.PROTECT, related_name="cells", db_index=False)
    row = models.CharField(max_length=80)
    column = models.CharField(max_length=60)
    title = models.CharField(max_length=80, blank=True)
    unit = models.CharField(max_length=8)
    old_value = models.BigIntegerField(null=True)
    old_numerator = models.BigIntegerField(null=True)
    old_denominator = models.BigIntegerField(null=True)
    value = models.BigIntegerField(null=True)
    numerator = models.BigIntegerField(null=True)
    denominator = models.BigIntegerField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["correction", "row", "column"], name="correction_cell_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.correction_id} {self.row} {self.column}"
