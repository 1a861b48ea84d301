"""The group (小组) with its leaders, its table of planned sessions and its ending."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from yimi.core.models import DataKey
from yimi.core.records import Dated, DatedQuerySet, Known, KnownQuerySet, Record, ends_after_start
from yimi.services.models import ServiceItem
from yimi.stations.models import ServiceUnit
from yimi.workforce.models import Worker


class GroupKind(models.TextChoices):
    """What the group is for."""

    SUPPORT = "support", _("支持小组")
    EDUCATION = "education", _("教育小组")
    GROWTH = "growth", _("成长小组")
    THERAPY = "therapy", _("治疗小组")
    TASK = "task", _("任务小组")
    INTEREST = "interest", _("兴趣互助小组")


class GroupStatus(models.TextChoices):
    """Where the group stands as a piece of work; its professional phase is its newest session's."""

    PLANNED = "planned", _("筹备中")
    RUNNING = "running", _("进行中")
    CLOSED = "closed", _("已结束")
    CANCELLED = "cancelled", _("没有开成")


class SocialGroup(Record):
    """A series of sessions with the same members (MZ/T 095): one group is 1 个, a session held is 1 节.

    What is said of it in words (theory, aims, risks) stands in its forms F-10 and F-12, sealed under ``key``.
    """

    number = models.CharField(_("编号"), max_length=24, unique=True, editable=False)
    unit = models.ForeignKey(
        ServiceUnit, models.PROTECT, related_name="+", db_index=False, verbose_name=_("站点")
    )
    title = models.CharField(_("小组名称"), max_length=60)
    kind = models.CharField(_("小组类型"), max_length=12, choices=GroupKind)
    item = models.ForeignKey(
        ServiceItem, models.PROTECT, related_name="+", db_index=False, verbose_name=_("服务项目")
    )
    place = models.CharField(_("地点"), max_length=60, blank=True)
    status = models.CharField(
        _("状态"), max_length=10, choices=GroupStatus, default=GroupStatus.PLANNED
    )
    starts_on = models.DateField(_("计划开始"))
    capacity = models.PositiveSmallIntegerField(_("计划人数"))
    key = models.ForeignKey(
        DataKey, models.PROTECT, related_name="+", editable=False, db_index=False
    )
    recorded_by = models.UUIDField(editable=False)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=GroupKind.values), name="group_kind_is_known"
            ),
            models.CheckConstraint(condition=Q(capacity__gt=0), name="group_is_for_somebody"),
        ]
        # a station's groups, newest first
        indexes = [models.Index(fields=["unit", "-starts_on", "-uid"], name="group_by_unit")]

    def __str__(self) -> str:
        return self.number

    @property
    def is_open(self) -> bool:
        """Members and plan may still change."""
        return self.status in {GroupStatus.PLANNED, GroupStatus.RUNNING}


class GroupLeaderQuerySet(DatedQuerySet["GroupLeader"]):
    """Leaders, by their two times."""


class GroupLeader(Dated):
    """A worker leads the group, or helps to, from a day to a day."""

    group = models.ForeignKey(SocialGroup, models.PROTECT, related_name="leaders", db_index=False)
    worker = models.ForeignKey(Worker, models.PROTECT, related_name="+")
    is_lead = models.BooleanField(_("带领者"), default=False)

    objects = GroupLeaderQuerySet.as_manager()

    class Meta:
        constraints = [
            ends_after_start("group_leader_ends_after_start"),
            models.UniqueConstraint(
                fields=["group", "worker"],
                condition=Q(superseded_at=None, ends_on=None),
                name="group_leader_once",
            ),
        ]
        # who leads this group
        indexes = [models.Index(fields=["group", "starts_on"], name="leaders_of_group")]

    def __str__(self) -> str:
        return f"{self.group_id} {self.worker_id}"


class PlannedSessionQuerySet(KnownQuerySet["PlannedSession"]):
    """Rows of the plan, by when we held them to be so."""


class PlannedSession(Known):
    """One row of the plan's table: the session's number, its day and its theme. A change is a new row."""

    group = models.ForeignKey(SocialGroup, models.PROTECT, related_name="plan", db_index=False)
    no = models.PositiveSmallIntegerField(_("节次"))
    planned_on = models.DateField(_("计划日期"), null=True, blank=True)
    theme = models.CharField(_("主题"), max_length=60)

    objects = PlannedSessionQuerySet.as_manager()

    class Meta:
        constraints = [
            # also serves the group's page
            models.UniqueConstraint(
                fields=["group", "no"],
                condition=Q(superseded_at=None),
                name="planned_session_once",
            ),
            models.CheckConstraint(condition=Q(no__gt=0), name="planned_session_from_one"),
        ]

    def __str__(self) -> str:
        return f"{self.group_id}/{self.no}"


class CloseReason(models.TextChoices):
    """Why a group ended, or never came about."""

    COMPLETED = "completed", _("按计划完成")
    GOALS_MET = "goals_met", _("目标提前达成")
    MEMBERS_LEFT = "members_left", _("组员不足")
    WORKER_LEFT = "worker_left", _("社工或项目变动")
    NOT_SUITABLE = "not_suitable", _("不适合继续")
    OTHER = "other", _("其他")


class GoalResult(models.TextChoices):
    """How far the group's goals were reached."""

    FULL = "full", _("达成")
    PARTLY = "partly", _("部分达成")
    NONE = "none", _("没有达成")
    NOT_ASSESSED = "not_assessed", _("没有评估")


class GroupEndingQuerySet(KnownQuerySet["GroupEnding"]):
    """Endings, by when we held them to be so."""


class GroupEnding(Known):
    """How the group ended (F-12): when, why, what it reached and cost. ``cost_fen`` in fen; a correction is a new row.

    Satisfaction is two counts, never a bare percentage: valid replies, and those that were satisfied.
    """

    group = models.ForeignKey(SocialGroup, models.PROTECT, related_name="endings", db_index=False)
    ended_on = models.DateField(_("结束日期"))
    reason = models.CharField(_("结束原因"), max_length=14, choices=CloseReason)
    goal_result = models.CharField(
        _("目标达成"), max_length=14, choices=GoalResult, default=GoalResult.NOT_ASSESSED
    )
    replies = models.PositiveIntegerField(_("满意度有效答卷"), default=0)
    satisfied = models.PositiveIntegerField(_("其中满意"), default=0)
    cost_fen = models.PositiveBigIntegerField(_("实际花费"), null=True, blank=True)

    objects = GroupEndingQuerySet.as_manager()

    class Meta:
        constraints = [
            # also serves the group's page
            models.UniqueConstraint(
                fields=["group"], condition=Q(superseded_at=None), name="group_ends_once"
            ),
            models.CheckConstraint(
                condition=Q(satisfied__lte=F("replies")), name="group_satisfied_among_replies"
            ),
            models.CheckConstraint(
                condition=Q(reason__in=CloseReason.values), name="group_close_reason_is_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.group_id} {self.ended_on}"
