"""Divisions of China, province to village, and what became of those that are gone."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from yimi.core import clock
from yimi.core.scoping import region_range
from yimi.regions.rules import prefix_of


class Level(models.IntegerChoices):
    """The five levels of the statistical code."""

    PROVINCE = 1, _("省级")
    CITY = 2, _("地级")
    COUNTY = 3, _("县级")
    TOWNSHIP = 4, _("乡级")
    VILLAGE = 5, _("村级")


class RegionQuerySet(models.QuerySet["Region"]):
    """Filters that chain."""

    def within(self, code: str) -> RegionQuerySet:
        """The division ``code`` (12 digits) and everything below it; everything when empty."""
        return self.filter(region_range("code", prefix_of(code))) if code else self

    def at_level(self, level: int) -> RegionQuerySet:
        """Places of this level. A city without counties is also a place of county level."""
        condition = Q(level=level, is_placeholder=False)
        if level == Level.COUNTY:
            condition |= Q(level=Level.CITY, has_no_counties=True)
        return self.filter(condition)

    def in_force(self, on: date) -> RegionQuerySet:
        """Divisions that exist on this day; an unknown start or end counts as existing."""
        return self.filter(
            Q(valid_from=None) | Q(valid_from__lte=on), Q(valid_to=None) | Q(valid_to__gte=on)
        )


class Region(models.Model):
    """A division of China, as the statistical code has it. Never deleted: one that ends gets a last day and successors.

    ``is_placeholder``: a level that only fills a gap in the code ("市辖区"), never shown as a place.
    ``has_no_counties``: a city whose townships hang directly below it (东莞, 中山, 儋州; 嘉峪关 through a placeholder).
    ``pinyin`` and ``initials``: of the name as people say it, lower case, no tones, no spaces.
    """

    code = models.CharField(max_length=12, primary_key=True)
    name = models.CharField(max_length=60)
    level = models.PositiveSmallIntegerField(choices=Level.choices)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, db_index=False, related_name="children"
    )
    township_class = models.PositiveSmallIntegerField(null=True)
    is_placeholder = models.BooleanField(default=False)
    has_no_counties = models.BooleanField(default=False)
    pinyin = models.CharField(max_length=160, blank=True)
    initials = models.CharField(max_length=60, blank=True)
    valid_from = models.DateField(null=True)
    valid_to = models.DateField(null=True)
    edition = models.CharField(max_length=10)

    objects = RegionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="region_class_is_for_townships",
                condition=Q(level=4, township_class__isnull=False)
                | Q(~Q(level=4), township_class=None),
            ),
        ]
        indexes = [
            # children of a place, townships of a county, the picker's lists
            models.Index(fields=["level", "code"], name="region_by_level"),
            # typing pinyin or initials
            models.Index(fields=["pinyin"], name="region_by_pinyin"),
            models.Index(fields=["initials"], name="region_by_initials"),
            # the same among the 44,000 upper places, which come first
            models.Index(
                fields=["pinyin"], name="region_by_pinyin_upper", condition=Q(level__lte=4)
            ),
            models.Index(
                fields=["initials"], name="region_by_initials_upper", condition=Q(level__lte=4)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.code}"

    @property
    def prefix(self) -> str:
        """The digits shared by everything below."""
        return prefix_of(self.code)

    def is_in_force(self, on: date) -> bool:
        """Whether the division exists on this day."""
        return (self.valid_from is None or self.valid_from <= on) and (
            self.valid_to is None or on <= self.valid_to
        )


class SuccessionKind(models.TextChoices):
    """How one division became another."""

    MERGED = "merged", _("合并")
    SPLIT = "split", _("拆分")
    RENAMED = "renamed", _("更名")
    RECODED = "recoded", _("改码")


class RegionSuccession(models.Model):
    """On this day one division passed into another; a split has several rows, a merger too."""

    from_region = models.ForeignKey(
        Region, models.PROTECT, related_name="successions", db_index=False
    )
    to_region = models.ForeignKey(Region, models.PROTECT, related_name="predecessions")
    kind = models.CharField(max_length=10, choices=SuccessionKind.choices)
    on = models.DateField()

    class Meta:
        constraints = [
            # also the index for walking forward
            models.UniqueConstraint(
                fields=["from_region", "to_region"], name="region_succession_once"
            ),
            models.CheckConstraint(
                name="region_succeeds_another", condition=~Q(from_region=models.F("to_region"))
            ),
        ]

    def __str__(self) -> str:
        return f"{self.from_region_id} → {self.to_region_id}"


class RegionEdition(models.Model):
    """The edition of the division data that stands in the database: written last, so half a load never passes for whole.

    ``entries`` are what the edition lists, ``rows`` the divisions they describe: five entries repeat a code (see
    ``divisions.read_places``).
    """

    edition = models.CharField(max_length=10, primary_key=True)
    checksum = models.CharField(max_length=64)
    entries = models.PositiveIntegerField()
    rows = models.PositiveIntegerField()
    loaded_at = models.DateTimeField(default=clock.now)

    def __str__(self) -> str:
        return self.edition
