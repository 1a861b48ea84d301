"""What a place decides about casework: what its levels mean, whether a supervisor is asked, its days."""

from __future__ import annotations

from datetime import date
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from yimi.core.ids import new_uid


class CaseLevelQuerySet(models.QuerySet["CaseLevel"]):
    """Filters over levels."""

    def in_force(self, on: date) -> Self:
        """Levels that hold on a day."""
        return self.filter(
            Q(valid_from=None) | Q(valid_from__lte=on), Q(valid_to=None) | Q(valid_to__gte=on)
        )


class CaseLevel(models.Model):
    """What a level means at a place, and how often such a case is seen. The nearest place that sets a code wins.

    Shipped rows (no ``region_code``) are examples: 一级 to 六级 are the names of a Guangzhou platform, the days are ours.
    """

    uid = models.UUIDField(primary_key=True, default=new_uid, editable=False)
    region_code = models.CharField(_("适用地"), max_length=12, blank=True)
    code = models.CharField(_("代码"), max_length=8)
    name = models.CharField(_("名称"), max_length=20)
    visit_days = models.PositiveSmallIntegerField(_("多少天见一次"))
    meaning = models.CharField(_("含义"), max_length=100, blank=True)
    is_example = models.BooleanField(default=False)
    sort = models.PositiveSmallIntegerField(default=0)
    valid_from = models.DateField(null=True, blank=True)
    valid_to = models.DateField(null=True, blank=True)

    objects = CaseLevelQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["region_code", "code"],
                condition=Q(valid_to=None),
                name="case_level_once_per_place",
            ),
            models.CheckConstraint(condition=Q(visit_days__gt=0), name="case_level_has_days"),
        ]

    def __str__(self) -> str:
        return self.name


class LocalSetting(models.Model):
    """How a place does casework: whether a supervisor is asked, and the days that apply when nobody sets one."""

    region_code = models.CharField(_("适用地"), max_length=12, primary_key=True)
    wants_review = models.BooleanField(_("计划和结案请督导看"), default=True)
    emergency_days = models.PositiveSmallIntegerField(_("紧急情况几天内补签协议"), default=7)
    follow_up_days = models.PositiveSmallIntegerField(_("结案后几天回访"), default=30)
    row_version = models.PositiveIntegerField(default=1)

    def __str__(self) -> str:
        return self.region_code
