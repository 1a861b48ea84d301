"""An activity (活动) with the bodies that hold it together with the station, and its budget."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from yimi.core.models import DataKey
from yimi.core.records import Known, KnownQuerySet, Record
from yimi.services.models import ServiceItem
from yimi.stations.models import Authority, ServiceUnit


class ActivityKind(models.TextChoices):
    """An event of the community, or a larger one-off session for a body of people. Both are counted in 场, apart."""

    COMMUNITY = "community", _("社区活动")
    MASS = "mass", _("团体活动")


class ActivityStatus(models.TextChoices):
    """Only what was held counts."""

    PLANNED = "planned", _("待举办")
    HELD = "held", _("已举办")
    CANCELLED = "cancelled", _("已取消")


class CancelReason(models.TextChoices):
    """Why an activity was called off."""

    NONE = "", _("—")
    WEATHER = "weather", _("天气")
    TOO_FEW = "too_few", _("报名太少")
    PLACE = "place", _("场地不能用")
    PARTNER = "partner", _("合办单位有变")
    STAFF = "staff", _("人手不够")
    MOVED = "moved", _("改到别的日子，另行登记")
    OTHER = "other", _("其他")


class Activity(Record):
    """One event for whoever comes: planned, then held as one service record, or cancelled.

    Day, minutes and heads of what was held stand in the record ``record_number`` alone. What is said of it in words
    stands in its forms F-16 and F-18, sealed under ``key``.
    """

    number = models.CharField(_("编号"), max_length=24, unique=True, editable=False)
    unit = models.ForeignKey(
        ServiceUnit, models.PROTECT, related_name="+", db_index=False, verbose_name=_("站点")
    )
    kind = models.CharField(
        _("活动类型"), max_length=10, choices=ActivityKind, default=ActivityKind.COMMUNITY
    )
    title = models.CharField(_("活动名称"), max_length=60)
    item = models.ForeignKey(
        ServiceItem, models.PROTECT, related_name="+", db_index=False, verbose_name=_("服务项目")
    )
    planned_on = models.DateField(_("计划日期"))
    starts_at = models.TimeField(_("开始时间"), null=True, blank=True)
    place = models.CharField(_("地点"), max_length=60)
    expected = models.PositiveIntegerField(_("预计人数"))
    status = models.CharField(
        _("状态"), max_length=10, choices=ActivityStatus, default=ActivityStatus.PLANNED
    )
    cancel_reason = models.CharField(_("取消原因"), max_length=10, choices=CancelReason, blank=True)
    record_number = models.CharField(_("服务记录"), max_length=24, blank=True, editable=False)
    key = models.ForeignKey(
        DataKey, models.PROTECT, related_name="+", editable=False, db_index=False
    )
    recorded_by = models.UUIDField(editable=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["record_number"],
                condition=~Q(record_number=""),
                name="activity_of_a_record",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=ActivityKind.values), name="activity_kind_is_known"
            ),
            models.CheckConstraint(
                condition=Q(status="held") & ~Q(record_number="")
                | ~Q(status="held") & Q(record_number=""),
                name="activity_held_by_a_record",
            ),
            models.CheckConstraint(
                condition=Q(status="cancelled") & ~Q(cancel_reason="")
                | ~Q(status="cancelled") & Q(cancel_reason=""),
                name="activity_cancelled_for_a_reason",
            ),
        ]
        # a station's activities, newest first
        indexes = [models.Index(fields=["unit", "-planned_on", "-uid"], name="activity_by_unit")]

    def __str__(self) -> str:
        return self.number


class PartnerQuerySet(KnownQuerySet["Partner"]):
    """Co-organisers, by when we held it to be so."""


class Partner(Known):
    """A body that holds the activity with the station: an authority on file, or any other by its name."""

    activity = models.ForeignKey(Activity, models.PROTECT, related_name="partners", db_index=False)
    authority = models.ForeignKey(Authority, models.PROTECT, null=True, related_name="+")
    name = models.CharField(_("合办单位"), max_length=80)

    objects = PartnerQuerySet.as_manager()

    class Meta:
        constraints = [
            # also serves the activity's page
            models.UniqueConstraint(
                fields=["activity", "name"],
                condition=Q(superseded_at=None),
                name="activity_partner_once",
            ),
            models.CheckConstraint(condition=~Q(name=""), name="activity_partner_is_named"),
        ]

    def __str__(self) -> str:
        return self.name


class BudgetLineQuerySet(KnownQuerySet["BudgetLine"]):
    """Budget lines, by when we held them to be so."""


class BudgetLine(Known):
    """What something was to cost and what it cost, in fen; ``actual_fen`` unknown until it is paid."""

    activity = models.ForeignKey(Activity, models.PROTECT, related_name="budget", db_index=False)
    no = models.PositiveSmallIntegerField()
    purpose = models.CharField(_("用途"), max_length=60)
    budget_fen = models.PositiveBigIntegerField(_("预算"))
    actual_fen = models.PositiveBigIntegerField(_("实际"), null=True, blank=True)

    objects = BudgetLineQuerySet.as_manager()

    class Meta:
        constraints = [
            # also serves the activity's page
            models.UniqueConstraint(
                fields=["activity", "no"],
                condition=Q(superseded_at=None),
                name="budget_line_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.activity_id}/{self.no}"
