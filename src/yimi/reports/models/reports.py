"""A report, its cells frozen at each submission, the figures somebody reported beside them, and its steps."""

from __future__ import annotations

from datetime import date
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from yimi.core import clock
from yimi.core.ids import new_uid
from yimi.core.records import Known, KnownQuerySet, Record
from yimi.core.scoping import region_range
from yimi.reports.layout import Level
from yimi.reports.spans import Span
from yimi.stations.models import ServiceUnit


class State(models.TextChoices):
    """Where a report is. An accepted report is *locked* from its lock day on, or when an officer locks it."""

    DRAFT = "draft", _("草稿")
    SUBMITTED = "submitted", _("已上报")
    RETURNED = "returned", _("已退回")
    ACCEPTED = "accepted", _("已接收")
    LOCKED = "locked", _("已锁定")


class ReportQuerySet(models.QuerySet["Report"]):
    """Filters over reports."""

    def of(self, pack: str, span: Span) -> Self:
        """The reports of one pack for one period."""
        return self.filter(pack=pack, starts_on=span.start)

    def within(self, prefix: str) -> Self:
        """Reports about places under a code prefix; the empty prefix is everywhere."""
        return self.filter(region_range("region_code", prefix)) if prefix else self.all()


class Report(Record):
    """One report about one subject for one period, by a version of a pack.

    ``round`` counts submissions; cells and steps carry theirs, so that what was returned stays readable. ``manifest``
    and ``known_at`` say which facts the frozen cells were computed from: they can be computed again to the letter.
    """

    number = models.CharField(max_length=24, unique=True, editable=False)
    pack = models.CharField(max_length=40)
    pack_version = models.PositiveSmallIntegerField()
    level = models.CharField(max_length=10, choices=[(one.value, one.value) for one in Level])
    subject_key = models.CharField(max_length=36)
    unit = models.ForeignKey(ServiceUnit, models.PROTECT, null=True, related_name="+")
    region_code = models.CharField(max_length=12)
    starts_on = models.DateField()
    months = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=10, choices=State, default=State.DRAFT)
    round = models.PositiveSmallIntegerField(default=0)
    submitted_at = models.DateTimeField(null=True)
    manifest = models.PositiveIntegerField(null=True)
    known_at = models.DateTimeField(null=True)
    locks_on = models.DateField()

    objects = ReportQuerySet.as_manager()

    class Meta:
        constraints = [
            # also found by: the report of this subject and period; the county's matrix of one pack
            models.UniqueConstraint(
                fields=["pack", "starts_on", "subject_key"], name="report_once_per_period"
            ),
            models.CheckConstraint(
                condition=Q(state__in=State.values), name="report_state_is_known"
            ),
            models.CheckConstraint(
                condition=Q(state=State.DRAFT)
                | Q(submitted_at__isnull=False, manifest__isnull=False, known_at__isnull=False),
                name="report_submitted_with_its_facts",
            ),
        ]
        indexes = [
            # a county's reports of several periods
            models.Index(fields=["region_code", "starts_on"], name="report_by_place"),
            # a station's own, the newest first
            models.Index(fields=["unit", "starts_on"], name="report_by_unit"),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def span(self) -> Span:
        """The period."""
        return Span(self.starts_on, self.months)

    def state_on(self, day: date) -> State:
        """The state, an accepted report past its lock day being locked."""
        if self.state == State.ACCEPTED and day > self.locks_on:
            return State.LOCKED
        return State(self.state)

    @property
    def shown_state(self) -> State:
        """The state today."""
        return self.state_on(clock.today())


class Step(models.TextChoices):
    """What happened to a report."""

    STARTED = "started", _("开始填报")
    SUBMITTED = "submitted", _("上报")
    RETURNED = "returned", _("退回")
    ACCEPTED = "accepted", _("接收")
    LOCKED = "locked", _("锁定")


class ReportStep(models.Model):
    """One step of a report's life: who, when, and the words that went with it (why it was returned)."""

    uid = models.UUIDField(primary_key=True, default=new_uid, editable=False)
    report = models.ForeignKey(Report, models.PROTECT, related_name="steps", db_index=False)
    kind = models.CharField(max_length=10, choices=Step)
    round = models.PositiveSmallIntegerField()
    at = models.DateTimeField(default=clock.now)
    actor_uid = models.UUIDField()
    actor_name = models.CharField(max_length=50)
    note = models.CharField(max_length=300, blank=True)

    class Meta:
        # the history of one report
        indexes = [models.Index(fields=["report", "at"], name="report_step_by_report")]

    def __str__(self) -> str:
        return f"{self.report_id} {self.kind}"


class ReportCell(models.Model):
    """A derived figure as it was when the report was handed in. Never changed.

    ``value`` in the indicator's own unit (minutes, fen); a ratio holds its two counts instead. ``title`` is kept for
    lines that come from the data (each item of handlings).
    """

    uid = models.UUIDField(primary_key=True, default=new_uid, editable=False)
    report = models.ForeignKey(Report, models.PROTECT, related_name="cells", db_index=False)
    round = models.PositiveSmallIntegerField()
    row = models.CharField(max_length=80)
    column = models.CharField(max_length=60)
    title = models.CharField(max_length=80, blank=True)
    unit = models.CharField(max_length=8)
    value = models.BigIntegerField(null=True)
    numerator = models.BigIntegerField(null=True)
    denominator = models.BigIntegerField(null=True)

    class Meta:
        constraints = [
            # also the way in: the cells of one submission
            models.UniqueConstraint(
                fields=["report", "round", "row", "column"], name="report_cell_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.report_id} {self.row} {self.column}"


class ReportedValueQuerySet(KnownQuerySet["ReportedValue"]):
    """Filters over when we knew it."""


class ReportedValue(Known):
    """A figure that somebody typed into a line, with its source: shown beside the derived one, never instead of it."""

    report = models.ForeignKey(Report, models.PROTECT, related_name="reported")
    row = models.CharField(max_length=80)
    value = models.DecimalField(_("数"), max_digits=16, decimal_places=2)
    source = models.CharField(_("数从哪里来"), max_length=100)
    note = models.CharField(_("说明"), max_length=200, blank=True)
    author_name = models.CharField(max_length=50)

    objects = ReportedValueQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(value__gte=0), name="report_value_not_negative"),
            models.CheckConstraint(condition=~Q(source=""), name="report_value_has_a_source"),
            # a second one for the same line waits for the first to be superseded
            models.UniqueConstraint(
                fields=["report", "row"],
                condition=Q(superseded_at=None),
                name="report_value_once_per_row",
            ),
            models.CheckConstraint(
                condition=Q(superseded_at=None) | Q(superseded_at__gte=F("recorded_at")),
                name="report_value_superseded_later",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.report_id} {self.row}"
