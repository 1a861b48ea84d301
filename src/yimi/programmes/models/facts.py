"""What rules ask about a worker and no other room keeps: honours, conduct, studies and service field, exam costs.

Every row is a fact with the time we knew it; a correction is a new row.
"""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from yimi.core.records import Known, KnownQuerySet
from yimi.workforce.models import Worker


class HonourLevel(models.TextChoices):
    """The level that gave an honour."""

    NATIONAL = "national", _("国家级")
    PROVINCIAL = "provincial", _("省级")
    CITY = "city", _("市级")
    COUNTY = "county", _("县级")


class GivenBy(models.TextChoices):
    """The kind of body that gave an honour."""

    UNKNOWN = "", _("不清楚")
    CIVIL_AFFAIRS = "civil_affairs", _("民政部门")
    INDUSTRY_AUTHORITY = "industry_authority", _("行业主管部门")
    UNION = "union", _("工会")
    OTHER = "other", _("其他")


class HonourKind(models.TextChoices):
    """Honours that rules tell apart by kind."""

    MOST_BEAUTIFUL = "most_beautiful_social_worker", _("最美社工")
    OTHER = "other", _("其他荣誉")


class HonourQuerySet(KnownQuerySet["Honour"]):
    """Filters over when we knew it."""


class Honour(Known):
    """An honour given to a worker. ``title`` is its full name: one honour given at two levels has one title."""

    worker = models.ForeignKey(Worker, models.PROTECT, related_name="honours")
    kind = models.CharField(_("种类"), max_length=40, choices=HonourKind, default=HonourKind.OTHER)
    title = models.CharField(_("荣誉称号"), max_length=80)
    level = models.CharField(_("授予层级"), max_length=20, choices=HonourLevel)
    given_by = models.CharField(_("授予部门"), max_length=30, choices=GivenBy, blank=True)
    to_individual = models.BooleanField(_("授予个人"), null=True)
    awarded_on = models.DateField(_("授予日期"))

    objects = HonourQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["worker", "title", "level"],
                condition=Q(superseded_at=None),
                name="honour_once_per_level",
            )
        ]

    def __str__(self) -> str:
        return f"{self.worker_id} {self.title}"


class Finding(models.TextChoices):
    """What a check of someone's conduct found."""

    NONE = "", _("没有发现问题")
    UNLAWFUL = "unlawful", _("违法")
    GRAVE_DISCIPLINE = "grave_discipline", _("重大违纪")
    ETHICS = "ethics", _("违背职业操守")
    INDUSTRY_RULE = "industry_rule", _("违反行业管理规范")


class ConductCheckQuerySet(KnownQuerySet["ConductCheck"]):
    """Filters over when we knew it."""


class ConductCheck(Known):
    """Somebody asked whether the worker broke the law or the profession's rules, and what came of it.

    Nobody having asked is not the same as nothing having been found. ``overturned_on``: the finding was taken back.
    """

    worker = models.ForeignKey(Worker, models.PROTECT, related_name="conduct_checks")
    checked_on = models.DateField(_("核查日期"))
    finding = models.CharField(_("结果"), max_length=30, choices=Finding, blank=True)
    found_on = models.DateField(_("认定日期"), null=True, blank=True)
    overturned_on = models.DateField(_("撤销日期"), null=True, blank=True)

    objects = ConductCheckQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(finding="", found_on=None, overturned_on=None)
                | (~Q(finding="") & Q(found_on__isnull=False)),
                name="conduct_finding_has_a_day",
            )
        ]
        # a worker's checks, the latest first
        indexes = [models.Index(fields=["worker", "-checked_on"], name="conduct_by_worker")]

    def __str__(self) -> str:
        return f"{self.worker_id} {self.checked_on}"


class BackgroundQuerySet(KnownQuerySet["Background"]):
    """Filters over when we knew it."""


class Background(Known):
    """Studies, internship and service field of a worker, as the county has seen the papers: one current row each."""

    worker = models.ForeignKey(Worker, models.PROTECT, related_name="backgrounds")
    social_work_degree = models.BooleanField(_("社会工作专业毕业"), null=True)
    full_time_student = models.BooleanField(_("毕业于全日制普通高等本科院校"), null=True)
    internship_started_on = models.DateField(_("民政部门安排实习的日期"), null=True, blank=True)
    graduated_on = models.DateField(_("毕业日期"), null=True, blank=True)
    field = models.CharField(_("服务领域"), max_length=40, blank=True)
    post = models.CharField(_("站外岗位"), max_length=40, blank=True)

    objects = BackgroundQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["worker"], condition=Q(superseded_at=None), name="background_one_current"
            )
        ]

    def __str__(self) -> str:
        return str(self.worker_id)


class CostKind(models.TextChoices):
    """What an exam costs a worker."""

    TEXTBOOK = "textbook", _("教材和辅导资料")
    FEE = "fee", _("报名考试费")
    TRAVEL = "travel", _("往返交通")
    LODGING = "lodging", _("住宿")


class ExamCostQuerySet(KnownQuerySet["ExamCost"]):
    """Filters over when we knew it."""


class ExamCost(Known):
    """One receipt for sitting the national exam. ``invoice_number`` makes the same invoice impossible twice."""

    worker = models.ForeignKey(Worker, models.PROTECT, related_name="exam_costs")
    exam_year = models.PositiveSmallIntegerField(_("考试年度"))
    kind = models.CharField(_("费用种类"), max_length=20, choices=CostKind)
    amount_fen = models.PositiveIntegerField(_("金额"))
    spent_on = models.DateField(_("发生日期"))
    invoice_number = models.CharField(_("发票号码"), max_length=40, blank=True)
    registered_for_exam = models.BooleanField(_("已报名参加考试"), null=True)
    passed = models.BooleanField(_("考试通过"), null=True)

    objects = ExamCostQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["invoice_number"],
                condition=Q(superseded_at=None) & ~Q(invoice_number=""),
                name="exam_invoice_once",
            ),
            models.CheckConstraint(condition=Q(amount_fen__gt=0), name="exam_cost_is_positive"),
        ]
        # a worker's receipts
        indexes = [models.Index(fields=["worker", "spent_on"], name="exam_cost_by_worker")]

    def __str__(self) -> str:
        return f"{self.worker_id} {self.exam_year} {self.kind}"
