"""What places add to the country's indicators: their own, or their own names; version by version, word for word."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from yimi.core.language import in_english
from yimi.core.records import Record
from yimi.insight.local.texts import entry_of
from yimi.regions.rules import prefix_of


class IndicatorKind(models.TextChoices):
    """What a place does with an indicator."""

    ADDED = "added", _("本地另立")
    RENAMED = "renamed", _("本地名称")


class VersionState(models.TextChoices):
    """Where a version stands."""

    DRAFT = "draft", _("草稿")
    PROPOSED = "proposed", _("待核对")
    PUBLISHED = "published", _("已发布")
    WITHDRAWN = "withdrawn", _("已停用")
    DROPPED = "dropped", _("不再提出")


#: A version that may still change, or waits for its second person; an indicator has one at most.
OPEN = (VersionState.DRAFT, VersionState.PROPOSED)
#: A version that figures were computed with.
DECIDED = (VersionState.PUBLISHED, VersionState.WITHDRAWN)


class LocalIndicator(Record):
    """An indicator that a place added (``L411623_01``), or one of the country's that it calls by a name of its own."""

    region_code = models.CharField(max_length=12)
    kind = models.CharField(max_length=10, choices=IndicatorKind)
    key = models.CharField(max_length=60)
    begun_by = models.UUIDField()

    class Meta:
        constraints = [
            # also the index for the indicators of a place and those above it
            models.UniqueConstraint(fields=["region_code", "key"], name="local_indicator_once"),
        ]

    def __str__(self) -> str:
        return f"{self.region_code} {self.key}"


class IndicatorVersion(Record):
    """One version of a place's indicator: the TOML of a pack's entry, its digest, its author and who else let it in.

    The text changes while it is a draft and never afterwards. A version is used until a later one is published or it is
    withdrawn; what was counted with it can be read for good.
    """

    indicator = models.ForeignKey(LocalIndicator, models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    text = models.TextField()
    sha256 = models.CharField(max_length=64)
    title = models.CharField(max_length=100)
    state = models.CharField(max_length=10, choices=VersionState, default=VersionState.DRAFT)
    author_uid = models.UUIDField()
    author_name = models.CharField(max_length=100)
    proposed_at = models.DateTimeField(null=True)
    decided_by = models.UUIDField(null=True)
    decided_name = models.CharField(max_length=100, blank=True)
    decided_at = models.DateTimeField(null=True)
    note = models.CharField(max_length=500, blank=True)
    withdrawn_by = models.UUIDField(null=True)
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["indicator", "number"], name="indicator_version_once"),
            models.UniqueConstraint(
                fields=["indicator"],
                condition=Q(state__in=OPEN),
                name="indicator_one_open_version",
            ),
            models.CheckConstraint(
                condition=Q(decided_by=None) | ~Q(decided_by=F("author_uid")),
                name="indicator_decided_by_another",
            ),
            models.CheckConstraint(
                condition=Q(state__in=DECIDED, decided_by__isnull=False, decided_at__isnull=False)
                | (~Q(state__in=DECIDED) & Q(decided_by=None)),
                name="indicator_decided_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(state=VersionState.WITHDRAWN, withdrawn_at__isnull=False)
                | (~Q(state=VersionState.WITHDRAWN) & Q(withdrawn_at=None)),
                name="indicator_withdrawn_on_a_day",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """What figures cite: ``411623/L411623_01@2``."""
        return f"{prefix_of(self.indicator.region_code)}/{self.indicator.key}@{self.number}"

    @property
    def label(self) -> str:
        """The title in the reader's language."""
        return str(entry_of(self.text)["title_en"]) if in_english() else self.title
