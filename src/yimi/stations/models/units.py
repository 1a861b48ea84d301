"""Service units and what belongs to them: other names, the area they serve, opening hours."""

from __future__ import annotations

from datetime import date
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from yimi.core.models import DataKey
from yimi.core.records import Dated, DatedQuerySet, Record, ends_after_start
from yimi.core.scoping import region_range


class UnitKind(models.TextChoices):
    """What a unit is. What people call it locally is a :class:`UnitName`, never another kind."""

    STATION = "station", _("社工站")
    COMMUNITY_ROOM = "community_room", _("社工室")
    SERVICE_POINT = "service_point", _("社工点")
    GUIDANCE_CENTRE = "guidance_centre", _("指导中心")
    TEMPORARY_TEAM = "temporary_team", _("临时服务队")
    OUTSIDE_POST = "outside_post", _("站外岗位")


class UnitQuerySet(models.QuerySet["ServiceUnit"]):
    """Chainable filters over units."""

    def within(self, prefix: str) -> Self:
        """Units that lie in the division with this code prefix; the empty prefix is everywhere."""
        return self.filter(region_range("region_code", prefix)) if prefix else self.all()

    def open_on(self, day: date) -> Self:
        """Units open on ``day``; an unknown opening day counts as open, the closing day is the last day of service."""
        return self.filter(
            Q(opened_on=None) | Q(opened_on__lte=day), Q(closed_on=None) | Q(closed_on__gte=day)
        )


class ServiceUnit(Record):
    """A place or team that serves people and to which records belong: a station, a room, a centre, a flood team.

    ``region_code`` is where it is (12 digits; a station carries its township's code). Where it serves is
    :class:`ServedArea`, who pays is the project: three different places. Phone and address are public.
    """

    number = models.CharField(_("编号"), max_length=20, unique=True, editable=False)
    kind = models.CharField(_("类别"), max_length=20, choices=UnitKind)
    name = models.CharField(_("名称"), max_length=100)
    region_code = models.CharField(_("所在地"), max_length=12)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children",
        verbose_name=_("上级站点"),
    )  # fmt: skip
    host = models.CharField(_("设在哪里"), max_length=100, blank=True)
    phone = models.CharField(_("对外电话"), max_length=30, blank=True)
    address = models.CharField(_("地址"), max_length=200, blank=True)
    offers = models.CharField(_("提供的服务"), max_length=300, blank=True)
    opened_on = models.DateField(_("启用日期"), null=True, blank=True)
    closed_on = models.DateField(_("停用日期"), null=True, blank=True)
    built_under = models.CharField(_("建设项目"), max_length=100, blank=True)
    key = models.ForeignKey(DataKey, models.PROTECT, null=True, editable=False, related_name="+")

    objects = UnitQuerySet.as_manager()

    class Meta:
        constraints = [
            # also the check for doubles when units are opened
            models.UniqueConstraint(
                fields=["region_code", "name"],
                condition=Q(closed_on=None),
                name="unit_once_per_place",
            ),
            models.CheckConstraint(
                condition=Q(opened_on=None) | Q(closed_on=None) | Q(closed_on__gte=F("opened_on")),
                name="unit_closes_after_opening",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=UnitKind.values), name="unit_kind_is_known"
            ),
            models.CheckConstraint(
                condition=Q(parent=None) | ~Q(parent=F("uid")), name="unit_is_not_its_own_parent"
            ),
        ]
        # every list of a county's or township's units, in order of place
        indexes = [models.Index(fields=["region_code", "number"], name="unit_by_place")]

    def __str__(self) -> str:
        return self.name

    def is_open(self, on: date) -> bool:
        """Open on ``on``; the closing day is the last day of service."""
        return (self.opened_on is None or self.opened_on <= on) and (
            self.closed_on is None or on <= self.closed_on
        )


class NameKind(models.TextChoices):
    """Why a unit has another name."""

    LOCAL_NAME = "local_name", _("当地名称")
    SIGN = "sign", _("门牌")
    FORMER_NAME = "former_name", _("曾用名")


class UnitNameQuerySet(DatedQuerySet["UnitName"]):
    """Filters over both times."""


class UnitName(Dated):
    """A name beside the official one: what the sign says (“双语”社工站), what the programme calls it, what it was."""

    unit = models.ForeignKey(ServiceUnit, models.PROTECT, related_name="names")
    kind = models.CharField(_("类别"), max_length=20, choices=NameKind)
    text = models.CharField(_("名称"), max_length=100)
    language = models.CharField(_("语言"), max_length=10, default="zh-hans")

    objects = UnitNameQuerySet.as_manager()

    class Meta:
        constraints = [ends_after_start("unit_name_ends_after_start")]
        # a unit's names on a day
        indexes = [models.Index(fields=["unit", "starts_on"], name="unit_name_by_unit")]

    def __str__(self) -> str:
        return self.text


class ServedAreaQuerySet(DatedQuerySet["ServedArea"]):
    """Filters over both times."""


class ServedArea(Dated):
    """A division that a unit serves; a temporary team serves several counties.

    ``region_prefix`` is the significant part of the code: 2, 4, 6, 9 or 12 digits.
    """

    unit = models.ForeignKey(ServiceUnit, models.PROTECT, related_name="served_areas")
    region_prefix = models.CharField(_("服务区域"), max_length=12)

    objects = ServedAreaQuerySet.as_manager()

    class Meta:
        constraints = [ends_after_start("served_area_ends_after_start")]
        # "who serves this village": the five prefixes of a code; coverage of a county: a range
        indexes = [models.Index(fields=["region_prefix", "unit"], name="served_area_by_place")]

    def __str__(self) -> str:
        return self.region_prefix


class Weekday(models.IntegerChoices):
    """Days of the week, Monday first (ISO 8601)."""

    MONDAY = 1, _("星期一")
    TUESDAY = 2, _("星期二")
    WEDNESDAY = 3, _("星期三")
    THURSDAY = 4, _("星期四")
    FRIDAY = 5, _("星期五")
    SATURDAY = 6, _("星期六")
    SUNDAY = 7, _("星期日")


class OpeningHoursQuerySet(DatedQuerySet["OpeningHours"]):
    """Filters over both times."""


class OpeningHours(Dated):
    """One stretch of a weekday during which the door is open; a lunch break makes two rows."""

    unit = models.ForeignKey(ServiceUnit, models.PROTECT, related_name="opening_hours")
    weekday = models.PositiveSmallIntegerField(_("星期"), choices=Weekday)
    opens_at = models.TimeField(_("开门"))
    closes_at = models.TimeField(_("关门"))
    note = models.CharField(_("说明"), max_length=100, blank=True)

    objects = OpeningHoursQuerySet.as_manager()

    class Meta:
        constraints = [
            ends_after_start("opening_hours_end_after_start"),
            models.CheckConstraint(
                condition=Q(closes_at__gt=F("opens_at")), name="opening_closes_after_it_opens"
            ),
            models.CheckConstraint(
                condition=Q(weekday__gte=1, weekday__lte=7), name="opening_weekday_is_iso"
            ),
        ]
        # the unit's week on a day
        indexes = [models.Index(fields=["unit", "weekday"], name="opening_hours_by_unit")]

    def __str__(self) -> str:
        return f"{self.weekday} {self.opens_at:%H:%M}–{self.closes_at:%H:%M}"
