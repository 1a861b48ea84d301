"""What is to be reached: plan versions, goals, and the scales that show a before and an after."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from yimi.cases.choices import AgreementForm, Attainment, GivenBy, GoalKind, GoalStatus
from yimi.cases.models.case import Case
from yimi.cases.models.session import CaseSession
from yimi.core.ids import new_uid
from yimi.core.records import Known, KnownQuerySet


class PlanQuerySet(KnownQuerySet["Plan"]):
    """Filters over when we knew it."""


class Plan(Known):
    """One version of the service plan (F-04); its text is that version of the form. A newer version supersedes it.

    ``agreed_on`` is filled in once, when the client agrees.
    """

    case = models.ForeignKey(Case, models.PROTECT, related_name="plans", db_index=False)
    version = models.PositiveSmallIntegerField(_("版本"))
    published_on = models.DateField(_("定稿日期"))
    review_on = models.DateField(_("下次检视日期"), null=True, blank=True)
    form_version = models.PositiveIntegerField(null=True)
    agreed_on = models.DateField(_("服务对象同意日期"), null=True, blank=True)
    agreed_by = models.CharField(_("由谁同意"), max_length=8, blank=True, choices=GivenBy)
    agreed_form = models.CharField(_("同意方式"), max_length=8, blank=True, choices=AgreementForm)

    objects = PlanQuerySet.as_manager()

    class Meta:
        constraints = [
            # the case's plan versions in order; two people publishing at once fail here
            models.UniqueConstraint(fields=["case", "version"], name="plan_version_once"),
            models.UniqueConstraint(
                fields=["case"], condition=Q(superseded_at=None), name="one_plan_in_force"
            ),
            models.CheckConstraint(
                condition=Q(agreed_on=None, agreed_by="") | Q(agreed_on__isnull=False, agreed_by__in=GivenBy.values),
                name="plan_agreed_by_somebody",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.case_id} v{self.version}"


class GoalQuerySet(KnownQuerySet["Goal"]):
    """Filters over when we knew it."""


class Goal(Known):
    """A goal as it stood from ``recorded_at`` to ``superseded_at``: every change is a new row of the same ``line``.

    ``plan`` is the version it belongs to; empty while it is new or reworded and not yet published. Problem, text
    and measure are sealed.
    """

    case = models.ForeignKey(Case, models.PROTECT, related_name="goals", db_index=False)
    plan = models.ForeignKey(Plan, models.PROTECT, null=True, related_name="goals")
    line = models.UUIDField(default=new_uid)
    kind = models.CharField(_("类别"), max_length=8, choices=GoalKind, default=GoalKind.SPECIFIC)
    position = models.PositiveSmallIntegerField(default=1)
    problem_sealed = models.BinaryField(default=b"", editable=False)
    text_sealed = models.BinaryField(editable=False)
    measure_sealed = models.BinaryField(default=b"", editable=False)
    target_on = models.DateField(_("到什么时候"), null=True, blank=True)
    status = models.CharField(
        _("进展"), max_length=12, choices=GoalStatus, default=GoalStatus.NOT_STARTED
    )
    attainment = models.CharField(_("达成情况"), max_length=8, blank=True, choices=Attainment)
    session = models.ForeignKey(CaseSession, models.PROTECT, null=True, related_name="+")

    objects = GoalQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["line"], condition=Q(superseded_at=None), name="one_goal_row_in_force"
            ),
        ]
        # the case's goals, now and as they were
        indexes = [models.Index(fields=["case", "recorded_at"], name="goal_by_case")]

    def __str__(self) -> str:
        return f"{self.case_id} {self.kind} {self.status}"


class Scale(models.Model):
    """A tool used with this client (a depression scale, a 0–10 question), and how its scores run."""

    uid = models.UUIDField(primary_key=True, default=new_uid, editable=False)
    case = models.ForeignKey(Case, models.PROTECT, related_name="scales")
    name = models.CharField(_("量表或评分题"), max_length=60)
    lowest = models.DecimalField(_("最低分"), max_digits=6, decimal_places=1)
    highest = models.DecimalField(_("最高分"), max_digits=6, decimal_places=1)
    higher_is_better = models.BooleanField(_("分数越高越好"), default=True)
    recorded_by = models.UUIDField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "name"], name="scale_once_per_case"),
            models.CheckConstraint(condition=Q(highest__gt=F("lowest")), name="scale_runs_upwards"),
        ]

    def __str__(self) -> str:
        return self.name


class ScaleReadingQuerySet(KnownQuerySet["ScaleReading"]):
    """Filters over when we knew it."""


class ScaleReading(Known):
    """One score on a day. Two make a before and an after."""

    scale = models.ForeignKey(Scale, models.PROTECT, related_name="readings")
    read_on = models.DateField(_("评分日期"))
    score = models.DecimalField(_("得分"), max_digits=6, decimal_places=1)

    objects = ScaleReadingQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.scale_id} {self.score}"
