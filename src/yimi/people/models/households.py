"""The household file (一户一档): one per household, kept by one service unit."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from yimi.core.models import DataKey
from yimi.core.records import Record
from yimi.stations.models import ServiceUnit


class ClosingReason(models.TextChoices):
    """Why a household file was closed."""

    MOVED_AWAY = "moved_away", _("迁出本县")
    DISSOLVED = "dissolved", _("并入或拆分到其他户")
    DIED_OUT = "died_out", _("家中已无在世成员")
    OPENED_TWICE = "opened_twice", _("重复建档")
    DECLINED = "declined", _("本户不愿继续建档")


class Household(Record):
    """People who live and manage together, as one file of the unit that serves them.

    ``region_code`` is the village or community (12 digits). ``series`` is the township (9 digits) whose series
    issued ``number``; the number stays when the household moves. It is called after its head, so it has no name.
    """

    number = models.CharField(_("户档号"), max_length=20, editable=False)
    series = models.CharField(max_length=9, editable=False)
    unit = models.ForeignKey(
        ServiceUnit, models.PROTECT, related_name="households", db_index=False,
        verbose_name=_("服务站点"),
    )  # fmt: skip
    region_code = models.CharField(_("村（社区）"), max_length=12)
    key = models.ForeignKey(
        DataKey, models.PROTECT, related_name="+", editable=False, db_index=False
    )
    opened_on = models.DateField(_("建档日期"))
    closed_on = models.DateField(_("销档日期"), null=True, blank=True)
    closing_reason = models.CharField(
        _("销档原因"), max_length=20, blank=True, choices=ClosingReason
    )
    is_demo = models.BooleanField(_("示例"), default=False)
    recorded_by = models.UUIDField(editable=False)

    class Meta:
        constraints = [
            # also finds a household by its number
            models.UniqueConstraint(fields=["number", "series"], name="household_number_once"),
            models.CheckConstraint(
                condition=Q(closed_on=None) | Q(closed_on__gte=F("opened_on")),
                name="household_closes_after_opening",
            ),
            models.CheckConstraint(
                condition=Q(closed_on=None, closing_reason="")
                | Q(closed_on__isnull=False, closing_reason__in=ClosingReason.values),
                name="household_closing_has_a_reason",
            ),
        ]
        indexes = [
            # the station's list by village, newest last; which villages a unit keeps files in
            models.Index(fields=["unit", "region_code", "uid"], name="household_by_unit"),
            # the township officer's list by village
            models.Index(fields=["region_code", "uid"], name="household_by_place"),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def is_closed(self) -> bool:
        """The file takes no more members or records."""
        return self.closed_on is not None
