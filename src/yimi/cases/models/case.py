"""The case, how it came, its stages, who works on it, and what a place means by its levels."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from yimi.cases.choices import (
    AssignmentRole,
    ClosingReason,
    Decision,
    HandOverReason,
    Risk,
    Source,
    Stage,
)
from yimi.core import clock
from yimi.core.models import DataKey
from yimi.core.records import Dated, DatedQuerySet, Known, KnownQuerySet, Record, ends_after_start
from yimi.people.models import Household, Resident
from yimi.stations.models import ServiceUnit
from yimi.workforce.models import Worker

#: Stages after the last working day.
ENDED = (Stage.FOLLOW_UP, Stage.DONE, Stage.DECLINED)
#: An assignment that holds now: known, and without an end.
OPEN = Q(ends_on=None, superseded_at=None)


class CaseQuerySet(models.QuerySet["Case"]):
    """Chainable filters over cases."""

    def open(self) -> Self:
        """Cases being worked on: neither closed nor declined."""
        return self.filter(closed_on=None)

    def unfinished(self) -> Self:
        """Open cases and closed ones that still want a follow-up."""
        return self.exclude(stage__in=[Stage.DONE, Stage.DECLINED])

    def accepted(self) -> Self:
        """What counts as 个: an intake that came to nothing is no case."""
        return self.exclude(stage__in=[Stage.INTAKE, Stage.DECLINED])


class Case(Record):
    """Planned work with one client over several meetings. Reopening is a new case that names its ``previous`` one.

    ``owner`` is never empty: the database keeps a case from being without one. ``due_on`` is when something is next
    due: the next meeting while it is open, the follow-up once it is closed. ``key`` is the client's own: destroying
    it makes the whole file unreadable.
    """

    number = models.CharField(_("个案编号"), max_length=32, unique=True, editable=False)
    unit = models.ForeignKey(
        ServiceUnit, models.PROTECT, related_name="cases", db_index=False,
        verbose_name=_("服务站点"),
    )  # fmt: skip
    resident = models.ForeignKey(Resident, models.PROTECT, related_name="cases")
    household = models.ForeignKey(Household, models.PROTECT, null=True, related_name="cases")
    key = models.ForeignKey(
        DataKey, models.PROTECT, related_name="+", editable=False, db_index=False
    )
    episode = models.PositiveSmallIntegerField(_("第几次开案"), default=1)
    previous = models.OneToOneField("self", models.PROTECT, null=True, related_name="reopened_as")
    owner = models.ForeignKey(
        Worker, models.PROTECT, related_name="own_cases", db_index=False,
        verbose_name=_("责任社工"),
    )  # fmt: skip
    stage = models.CharField(_("阶段"), max_length=12, choices=Stage, default=Stage.INTAKE)
    level = models.CharField(_("跟进级别"), max_length=8, blank=True)
    risk = models.CharField(_("风险"), max_length=8, choices=Risk, default=Risk.UNKNOWN)
    opened_on = models.DateField(_("接案日期"))
    due_on = models.DateField(_("下一步日期"), null=True, blank=True)
    closed_on = models.DateField(_("结案日期"), null=True, blank=True)
    closing_reason = models.CharField(
        _("结案原因"), max_length=16, blank=True, choices=ClosingReason
    )

    objects = CaseQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(closed_on=None) | Q(closed_on__gte=F("opened_on")),
                name="case_closes_after_opening",
            ),
            models.CheckConstraint(
                condition=Q(closed_on=None) & ~Q(stage__in=ENDED)
                | Q(closed_on__isnull=False, stage__in=ENDED),
                name="case_is_closed_in_its_last_stages",
            ),
            models.CheckConstraint(
                condition=Q(stage__in=[Stage.FOLLOW_UP, Stage.DONE])
                & Q(closing_reason__in=ClosingReason.values)
                | ~Q(stage__in=[Stage.FOLLOW_UP, Stage.DONE]) & Q(closing_reason=""),
                name="case_closing_has_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(previous=None, episode=1) | Q(previous__isnull=False, episode__gt=1),
                name="case_episode_follows_another",
            ),
        ]
        indexes = [
            # a worker's queue, what is due first
            models.Index(fields=["owner", "due_on", "uid"], name="case_by_owner"),
            # the station's index, newest first; a station's figures
            models.Index(fields=["unit", "-opened_on", "-uid"], name="case_by_unit"),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def is_open(self) -> bool:
        """Still worked on."""
        return self.closed_on is None


class Intake(models.Model):
    """How the case came, and what became of the asking (F-01). One per case; the decision is taken once."""

    case = models.OneToOneField(Case, models.PROTECT, primary_key=True, related_name="intake")
    source = models.CharField(_("来源"), max_length=10, choices=Source)
    decision = models.CharField(_("接案决定"), max_length=8, blank=True, choices=Decision)
    decided_on = models.DateField(_("决定日期"), null=True, blank=True)
    decided_by = models.UUIDField(null=True)
    reason_sealed = models.BinaryField(default=b"", editable=False)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(decision="", decided_on=None)
                | Q(decision__in=Decision.values, decided_on__isnull=False),
                name="intake_decided_on_a_day",
            )
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.source}"


class CaseStageEventQuerySet(KnownQuerySet["CaseStageEvent"]):
    """Filters over when we knew it."""


class CaseStageEvent(Known):
    """The case went from one stage to another on a day; going back has a reason."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="stage_events", db_index=False)
    from_stage = models.CharField(max_length=12, blank=True, choices=Stage)
    to_stage = models.CharField(max_length=12, choices=Stage)
    happened_on = models.DateField()
    reason_sealed = models.BinaryField(default=b"", editable=False)

    objects = CaseStageEventQuerySet.as_manager()

    class Meta:
        # the case's history, in order
        indexes = [models.Index(fields=["case", "recorded_at"], name="stage_event_by_case")]

    def __str__(self) -> str:
        return f"{self.case_id} {self.from_stage} → {self.to_stage}"


class CaseAssignmentQuerySet(DatedQuerySet["CaseAssignment"]):
    """Filters over both times."""

    def held_now(self) -> Self:
        """Parts that somebody has at this moment: whoever was taken off today is out at once."""
        return self.on(clock.today()).filter(ends_on=None)


class CaseAssignment(Dated):
    """A worker owns, helps with or supervises a case, from a day to a day. The supervisor may come from anywhere."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="assignments", db_index=False)
    worker = models.ForeignKey(
        Worker, models.PROTECT, related_name="case_assignments", db_index=False
    )
    role = models.CharField(_("角色"), max_length=10, choices=AssignmentRole)

    objects = CaseAssignmentQuerySet.as_manager()

    class Meta:
        constraints = [
            ends_after_start("case_assignment_ends_after_start"),
            models.UniqueConstraint(
                fields=["case"],
                condition=OPEN & Q(role=AssignmentRole.OWNER),
                name="one_owner_at_a_time",
            ),
            models.UniqueConstraint(
                fields=["case", "worker"], condition=OPEN, name="one_part_in_a_case_at_a_time"
            ),
        ]
        indexes = [
            # which cases are mine: as owner, helper or supervisor
            models.Index(fields=["worker", "role", "ends_on"], name="assignment_by_worker"),
            # who is, and was, on this case
            models.Index(fields=["case", "starts_on"], name="assignment_by_case"),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.worker_id} {self.role}"


class HandOverQuerySet(KnownQuerySet["HandOver"]):
    """Filters over when we knew it."""


class HandOver(Known):
    """A case passed from one worker to another. What the next worker must know is sealed."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="hand_overs")
    from_worker = models.ForeignKey(Worker, models.PROTECT, related_name="+", db_index=False)
    to_worker = models.ForeignKey(Worker, models.PROTECT, related_name="+", db_index=False)
    happened_on = models.DateField(_("交接日期"))
    reason = models.CharField(_("交接原因"), max_length=16, choices=HandOverReason)
    note_sealed = models.BinaryField(default=b"", editable=False)

    objects = HandOverQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(to_worker=F("from_worker")), name="hand_over_to_someone_else"
            )
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.happened_on}"
