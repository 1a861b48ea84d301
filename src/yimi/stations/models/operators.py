"""Operators: the bodies that run units under contract, and since when."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from yimi.core.records import Dated, DatedQuerySet, Record, ends_after_start
from yimi.stations.models.units import ServiceUnit


class OperatorKind(models.TextChoices):
    """Legal kind of an operator; 民办非企业单位 is called 社会服务机构 since the Charity Law of 2016."""

    SOCIAL_SERVICE = "social_service", _("社会服务机构")
    ASSOCIATION = "association", _("社会团体")
    FOUNDATION = "foundation", _("基金会")
    PUBLIC_INSTITUTION = "public_institution", _("事业单位")
    COMPANY = "company", _("企业")
    GOVERNMENT = "government", _("乡镇（街道）自行运营")


class Operator(Record):
    """A body that runs units (承接机构). ``uscc`` is its 统一社会信用代码; a township running its own station may have none here."""

    name = models.CharField(_("机构名称"), max_length=100)
    kind = models.CharField(_("机构类型"), max_length=20, choices=OperatorKind)
    # null, not "", so that several may be without one
    uscc = models.CharField(
        _("统一社会信用代码"), max_length=18, null=True, blank=True, unique=True
    )
    contact_phone = models.CharField(_("联系电话"), max_length=30, blank=True)
    region_code = models.CharField(_("登记地"), max_length=12)
    founded_on = models.DateField(_("成立日期"), null=True, blank=True)
    dissolved_on = models.DateField(_("注销日期"), null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(founded_on=None)
                | Q(dissolved_on=None)
                | Q(dissolved_on__gte=F("founded_on")),
                name="operator_dissolves_after_founding",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=OperatorKind.values), name="operator_kind_is_known"
            ),
        ]
        # the operators of a county or city, by name
        indexes = [models.Index(fields=["region_code", "name"], name="operator_by_place")]

    def __str__(self) -> str:
        return self.name


class OperatorEngagementQuerySet(DatedQuerySet["OperatorEngagement"]):
    """Filters over both times."""


class OperatorEngagement(Dated):
    """An operator runs a unit from a day to a day, under a document (合同或通知)."""

    unit = models.ForeignKey(ServiceUnit, models.PROTECT, related_name="engagements")
    operator = models.ForeignKey(Operator, models.PROTECT, related_name="engagements")
    document = models.CharField(_("依据文件"), max_length=200, blank=True)

    objects = OperatorEngagementQuerySet.as_manager()

    class Meta:
        constraints = [ends_after_start("engagement_ends_after_start")]
        indexes = [
            # who runs this unit on a day; which units does this operator run
            models.Index(fields=["unit", "starts_on"], name="engagement_by_unit"),
            models.Index(fields=["operator", "starts_on"], name="engagement_by_operator"),
        ]

    def __str__(self) -> str:
        return f"{self.unit_id} {self.operator_id} {self.starts_on}"
