"""Nouns of the reported room: what a document says, kept as it was said, beside what we compute."""

from __future__ import annotations

from decimal import Decimal
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from yimi.core import clock
from yimi.core.ids import new_uid
from yimi.core.records import Known, KnownQuerySet
from yimi.core.scoping import region_range
from yimi.stations.models import ServiceUnit


class Measure(models.TextChoices):
    """Units of measure (计量单位). They are different things: nothing converts or adds them."""

    PERSON_TIMES = "person_times", _("人次")
    PERSONS = "persons", _("人")
    HOUSEHOLD_TIMES = "household_times", _("户次")
    HOUSEHOLDS = "households", _("户")
    PIECES = "pieces", _("个")
    SESSIONS = "sessions", _("节")
    EVENTS = "events", _("场")
    TIMES = "times", _("次")
    DAYS = "days", _("天")
    MONTHS = "months", _("个月")
    YEARS = "years", _("年")
    HOURS = "hours", _("小时")
    ITEMS = "items", _("件")
    PLACES = "places", _("处")
    YUAN = "yuan", _("元")
    TEN_THOUSAND_YUAN = "ten_thousand_yuan", _("万元")
    PERCENT = "percent", "%"


class Qualifier(models.TextChoices):
    """The word that stands beside the number and says how exact it is meant."""

    EXACT = "", _("不加限定")
    ODD = "odd", _("余")
    NEARLY = "nearly", _("近")
    MORE_THAN = "more_than", _("超过")
    IN_ALL = "in_all", _("累计")
    ABOUT = "about", _("约")
    AT_LEAST = "at_least", _("至少")


class Source(models.Model):
    """A document in which figures stand: one article or report holds several. Never changed; a slip makes a new row."""

    uid = models.UUIDField(primary_key=True, default=new_uid, editable=False)
    title = models.CharField(_("文件或报道"), max_length=200)
    author = models.CharField(_("发布单位或作者"), max_length=100, blank=True)
    published_on = models.DateField(_("发布日期"), null=True, blank=True)
    page = models.CharField(_("页码或版次"), max_length=40, blank=True)
    #: printed for everyone to read: any of the staff may see its figures
    is_public = models.BooleanField(_("公开发表"), default=False, editable=False)
    recorded_at = models.DateTimeField(default=clock.now)
    recorded_by = models.UUIDField()

    class Meta:
        # the same document entered again with another figure
        indexes = [models.Index(fields=["title"], name="reported_source_by_title")]

    def __str__(self) -> str:
        return self.title


class ReportedFigureQuerySet(KnownQuerySet["ReportedFigure"]):
    """Filters over reported figures."""

    def about_unit(self, unit: ServiceUnit) -> Self:
        """What is on file about one unit now."""
        return self.current().filter(unit=unit)

    def within(self, prefix: str) -> Self:
        """Figures about places below a code prefix; the empty prefix is everywhere."""
        return self.filter(region_range("region_code", prefix)) if prefix else self.all()


class ReportedFigure(Known):
    """A figure that somebody published or handed in: value, unit, qualifier, period and source, as they wrote it.

    ``measure`` is the unit as written. Where it can be read in two ways (14 次小组活动: groups or sittings), ``reading``
    is the interpretation chosen, ``is_ambiguous`` stays on and ``note`` says why. It is never added to a computed
    figure. About a unit, or a division (``region_code``), or further a ``subject`` of another room.
    """

    unit = models.ForeignKey(
        ServiceUnit, models.PROTECT, null=True, blank=True, related_name="reported_figures",
        verbose_name=_("站点或服务队"),
    )  # fmt: skip
    region_code = models.CharField(_("地方"), max_length=12)
    subject_kind = models.CharField(max_length=40, blank=True, editable=False)
    subject_uid = models.UUIDField(null=True, editable=False)
    key = models.SlugField(_("指标"), max_length=40, db_index=False)
    label = models.CharField(_("原文怎么说"), max_length=100)
    value = models.DecimalField(_("数值"), max_digits=20, decimal_places=4)
    measure = models.CharField(_("单位"), max_length=20, choices=Measure)
    qualifier = models.CharField(_("限定词"), max_length=10, choices=Qualifier, blank=True)
    reading = models.CharField(_("按什么理解"), max_length=20, choices=Measure, blank=True)
    is_ambiguous = models.BooleanField(_("原文有歧义"), default=False)
    note = models.CharField(_("说明"), max_length=300, blank=True)
    starts_on = models.DateField(_("统计期从"), null=True, blank=True)
    ends_on = models.DateField(_("统计期到"), null=True, blank=True)
    source = models.ForeignKey(Source, models.PROTECT, related_name="figures")

    objects = ReportedFigureQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(starts_on=None) | Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
                name="reported_ends_after_start",
            ),
            models.CheckConstraint(condition=Q(value__gte=0), name="reported_value_not_negative"),
            models.CheckConstraint(
                condition=Q(is_ambiguous=False) | ~Q(note=""),
                name="reported_ambiguity_is_explained",
            ),
            models.CheckConstraint(
                condition=Q(subject_kind="", subject_uid=None)
                | (~Q(subject_kind="") & Q(subject_uid__isnull=False)),
                name="reported_subject_whole_or_none",
            ),
        ]
        indexes = [
            # the list of a division, newest last; a county's figures by key range
            models.Index(fields=["region_code", "uid"], name="reported_by_place"),
            # beside the computed figures of one unit
            models.Index(fields=["unit", "key"], name="reported_by_unit"),
        ]

    def __str__(self) -> str:
        return f"{self.key} {self.value:f}"

    @property
    def amount(self) -> int | Decimal:
        """The value without idle zeros: 4130, 3.45."""
        whole = int(self.value)
        return whole if whole == self.value else self.value.normalize()

    @property
    def read_as(self) -> str:
        """The unit in which the figure is understood: the reading chosen, else the unit as written."""
        return self.reading or self.measure


class Quotation(models.Model):
    """Where a figure of a pack stands: its words, the sentence around them, and our indicator that counts the same.

    One row for each entry of a pack, whatever becomes of its figure: a correction by hand, or a newer version of the pack,
    makes a new figure and this row follows. ``indicator`` is "" where we count nothing alike. ``as_of`` is the day the
    source speaks of, ``is_estimated`` when the source prints none.
    """

    uid = models.UUIDField(primary_key=True, default=new_uid, editable=False)
    figure = models.OneToOneField(ReportedFigure, models.PROTECT, related_name="quotation")
    pack = models.CharField(max_length=80)
    pack_version = models.PositiveIntegerField()
    entry = models.CharField(max_length=60)
    digest = models.CharField(max_length=64)
    written = models.CharField(_("原文写法"), max_length=100)
    sentence = models.CharField(_("原句"), max_length=500)
    indicator = models.CharField(max_length=60, blank=True)
    as_of = models.DateField(_("说的是哪一天"))
    is_estimated = models.BooleanField(_("日期为推断"), default=False)
    due_on = models.DateField(_("目标到期"), null=True, blank=True)

    class Meta:
        constraints = [
            # loading a pack again finds what stands
            models.UniqueConstraint(fields=["pack", "entry"], name="quotation_once_per_entry"),
        ]

    def __str__(self) -> str:
        return f"{self.pack} {self.entry}"
