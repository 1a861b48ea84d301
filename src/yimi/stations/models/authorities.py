"""Authorities: which body leads a unit is data, since it differs by place and changed in 2023."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from yimi.core.records import Dated, DatedQuerySet, Record, ends_after_start
from yimi.stations.models.units import ServiceUnit


class AuthorityLine(models.TextChoices):
    """The line (条线) an authority belongs to."""

    CIVIL_AFFAIRS = "civil_affairs", _("民政部门")
    SOCIAL_WORK = "social_work", _("社会工作部")
    DISABLED_FEDERATION = "disabled_federation", _("残联")
    WOMEN_FEDERATION = "women_federation", _("妇联")
    YOUTH_LEAGUE = "youth_league", _("共青团")
    TRADE_UNION = "trade_union", _("总工会")
    HEALTH = "health", _("卫生健康部门")
    LOCAL_GOVERNMENT = "local_government", _("乡镇政府（街道办事处）")


class Authority(Record):
    """A public body that can lead units or buy their services, in one division."""

    name = models.CharField(_("单位名称"), max_length=100)
    line = models.CharField(_("条线"), max_length=30, choices=AuthorityLine)
    region_code = models.CharField(_("所在地"), max_length=12)
    phone = models.CharField(_("联系电话"), max_length=30, blank=True)
    ended_on = models.DateField(_("撤销日期"), null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["region_code", "name"],
                condition=Q(ended_on=None),
                name="authority_once_per_place",
            ),
            models.CheckConstraint(
                condition=Q(line__in=AuthorityLine.values), name="authority_line_is_known"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class LeadAuthorityQuerySet(DatedQuerySet["LeadAuthority"]):
    """Filters over both times."""


class LeadAuthority(Dated):
    """An authority leads a unit from a day to a day."""

    unit = models.ForeignKey(ServiceUnit, models.PROTECT, related_name="leads")
    authority = models.ForeignKey(Authority, models.PROTECT, related_name="leads")

    objects = LeadAuthorityQuerySet.as_manager()

    class Meta:
        constraints = [ends_after_start("lead_authority_ends_after_start")]
        # who leads this unit on a day
        indexes = [models.Index(fields=["unit", "starts_on"], name="lead_authority_by_unit")]

    def __str__(self) -> str:
        return f"{self.unit_id} {self.authority_id} {self.starts_on}"
