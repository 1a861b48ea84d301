"""Resource links (资源链接, form F-06): a need, what met it, from whom, worth how much, and whether it arrived."""

from __future__ import annotations

from decimal import Decimal

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from yimi.referrals.models.base import ForSomeone


class Need(models.TextChoices):
    """What is missing."""

    FOOD = "food", _("吃穿用")
    MONEY = "money", _("资金")
    MEDICAL = "medical", _("看病用药")
    CARE = "care", _("照料看护")
    AIDS = "aids", _("辅具和适老化改造")
    SCHOOL = "school", _("上学")
    WORK = "work", _("就业创业")
    HOUSING = "housing", _("住房安全")
    LEGAL = "legal", _("法律帮助")
    COMPANY = "company", _("陪伴和精神支持")
    OTHER = "other", _("其他")


class ResourceKind(models.TextChoices):
    """What is given."""

    MONEY = "money", _("款项")
    GOODS = "goods", _("物资")
    SERVICE = "service", _("服务")
    PEOPLE = "people", _("志愿者和专业人员")
    PLACE = "place", _("场地")
    POLICY = "policy", _("政策待遇")


class LinkResult(models.TextChoices):
    """How far the need is met."""

    MET = "met", _("需求已满足")
    PARTLY = "partly", _("部分满足")
    NOT_MET = "not_met", _("没有满足")


class LinkEnd(models.TextChoices):
    """Why nothing was delivered."""

    NOT_FOUND = "not_found", _("没有找到资源")
    DECLINED = "declined", _("服务对象不需要了")
    FELL_THROUGH = "fell_through", _("对方未能提供")
    MISTAKE = "mistake", _("登记错误")


class ResourceLink(ForSomeone):
    """From a need to what met it: requested, matched with a provider, delivered; or ended without.

    ``value_fen`` is the money given, or what goods and services are worth, in fen (分). ``provider`` is an organisation;
    a private donor who wants no name is written as such. Delivery is the service event and makes the one record.
    """

    need = models.CharField(max_length=10, choices=Need)
    kind = models.CharField(max_length=10, choices=ResourceKind)
    provider = models.CharField(max_length=100, blank=True)
    quantity = models.CharField(max_length=100, blank=True)
    value_fen = models.PositiveBigIntegerField(null=True)
    requested_on = models.DateField()
    matched_on = models.DateField(null=True)
    delivered_on = models.DateField(null=True)
    ended_on = models.DateField(null=True)
    end_reason = models.CharField(max_length=12, choices=LinkEnd, blank=True)
    receipt_seen = models.BooleanField(default=False)
    result = models.CharField(max_length=8, choices=LinkResult, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(household__isnull=False) | Q(resident__isnull=False),
                name="resource_is_for_someone",
            ),
            models.CheckConstraint(
                condition=(Q(matched_on=None) | Q(matched_on__gte=F("requested_on")))
                & (Q(delivered_on=None) | Q(delivered_on__gte=F("matched_on"))),
                name="resource_days_in_order",
            ),
            models.CheckConstraint(
                condition=Q(delivered_on=None, result="", record_number="")
                | Q(delivered_on__isnull=False, ended_on=None, matched_on__isnull=False)
                & ~Q(result="")
                & ~Q(record_number=""),
                name="resource_delivered_with_result",
            ),
            models.CheckConstraint(
                condition=Q(ended_on=None, end_reason="")
                | Q(ended_on__isnull=False, delivered_on=None) & ~Q(end_reason=""),
                name="resource_ended_with_reason",
            ),
        ]
        indexes = [
            # a station's list; what still waits
            models.Index(fields=["unit", "number"], name="resource_register"),
            # a county's figures by day of delivery
            models.Index(fields=["region_code", "delivered_on"], name="resource_by_place"),
            # the household's page, the person's page, the case's file
            models.Index(fields=["household"], name="resource_by_household"),
            models.Index(fields=["resident"], name="resource_by_resident"),
            models.Index(fields=["case_uid"], name="resource_by_case"),
        ]

    @property
    def value_yuan(self) -> Decimal | None:
        """The value in yuan, for people."""
        return None if self.value_fen is None else Decimal(self.value_fen) / 100
