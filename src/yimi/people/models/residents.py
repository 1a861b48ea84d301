"""Residents (居民): the people a household file is about, and others whom a unit serves."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from yimi.core import clock
from yimi.core.ids import new_uid
from yimi.core.models import DataKey
from yimi.core.records import Record
from yimi.stations.models import ServiceUnit

NAME_LENGTH = 100


class BirthPrecision(models.TextChoices):
    """How much of the birth date is known; unknown parts are stored as 1 January or the first of the month."""

    DAY = "day", _("准确到日")
    MONTH = "month", _("只知道年月")
    YEAR = "year", _("只知道年份")
    UNKNOWN = "unknown", _("不清楚")


class IdKind(models.TextChoices):
    """What paper says who someone is; having none is an answer too."""

    NONE = "none", _("无证件或未提供")
    CITIZEN = "citizen", _("居民身份证（户口簿）")
    HMT_RESIDENCE = "hmt_residence", _("港澳台居民居住证")
    PASSPORT = "passport", _("护照")
    OTHER = "other", _("其他证件")


class Resident(Record):
    """A person. The name is plain, the ID number encrypted under the person's own key.

    ``unit`` and ``region_code`` say which unit keeps the basic file and in which village; they follow the current
    household and exist without one too (institutions, the homeless). 人户分离: ``hukou_region_code`` is where the
    person is registered, ``living_region_code`` where they live; either may be unknown (empty).
    """

    name = models.CharField(_("姓名"), max_length=NAME_LENGTH)
    sex = models.CharField(_("性别"), max_length=1, default="0")
    birth_on = models.DateField(_("出生日期"), null=True, blank=True)
    birth_precision = models.CharField(max_length=8, choices=BirthPrecision)
    ethnic_code = models.CharField(_("民族"), max_length=2, blank=True)
    id_kind = models.CharField(_("证件种类"), max_length=14, choices=IdKind, default=IdKind.NONE)
    id_sealed = models.BinaryField(default=b"", editable=False)
    key = models.ForeignKey(
        DataKey, models.PROTECT, related_name="+", editable=False, db_index=False
    )
    unit = models.ForeignKey(ServiceUnit, models.PROTECT, related_name="residents", db_index=False)
    region_code = models.CharField(_("村（社区）"), max_length=12)
    hukou_region_code = models.CharField(_("户籍地"), max_length=12, blank=True)
    living_region_code = models.CharField(_("居住地"), max_length=12, blank=True)
    died_on = models.DateField(_("去世日期"), null=True, blank=True)
    language = models.CharField(_("常用语言"), max_length=20, blank=True)
    is_demo = models.BooleanField(_("示例"), default=False)
    recorded_by = models.UUIDField(editable=False)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(name=""), name="resident_has_a_name"),
            models.CheckConstraint(
                condition=Q(sex__in=["0", "1", "2", "9"]), name="resident_sex_is_gb2261"
            ),
            models.CheckConstraint(
                condition=Q(birth_on=None, birth_precision=BirthPrecision.UNKNOWN)
                | Q(birth_on__isnull=False)
                & Q(
                    birth_precision__in=[
                        BirthPrecision.DAY,
                        BirthPrecision.MONTH,
                        BirthPrecision.YEAR,
                    ]
                ),
                name="resident_birth_says_how_exact",
            ),
        ]
        indexes = [
            # the station's people by village; age bands in the household list
            models.Index(fields=["unit", "region_code", "birth_on"], name="resident_by_unit"),
            # the township officer's people; an official list's "everyone of the place"
            models.Index(fields=["region_code", "birth_on"], name="resident_by_place"),
        ]

    def __str__(self) -> str:
        return self.name


class ResidentVersion(models.Model):
    """What we held to be true of a resident until ``superseded_at``: written when a correction changes what counts.

    Only the columns that figures rest on; last year's figure is computed with last year's knowledge.
    """

    uid = models.UUIDField(primary_key=True, default=new_uid, editable=False)
    resident = models.ForeignKey(Resident, models.PROTECT, related_name="versions", db_index=False)
    row_version = models.PositiveIntegerField()
    superseded_at = models.DateTimeField(default=clock.now)
    sex = models.CharField(max_length=1)
    birth_on = models.DateField(null=True)
    birth_precision = models.CharField(max_length=8, choices=BirthPrecision)
    ethnic_code = models.CharField(max_length=2, blank=True)
    unit = models.ForeignKey(ServiceUnit, models.PROTECT, related_name="+", db_index=False)
    region_code = models.CharField(max_length=12)
    hukou_region_code = models.CharField(max_length=12, blank=True)
    living_region_code = models.CharField(max_length=12, blank=True)
    died_on = models.DateField(null=True)

    class Meta:
        constraints = [
            # a resident's versions in order; a clash of two writers fails here too
            models.UniqueConstraint(
                fields=["resident", "row_version"], name="resident_version_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.resident_id} v{self.row_version}"
