"""Published versions of rule packs: what was in force, word for word, and which two people answer for it."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from yimi.core.records import Record


class PackState(models.TextChoices):
    """Where a version stands."""

    PROPOSED = "proposed", _("待核对")
    PUBLISHED = "published", _("已发布")
    REFUSED = "refused", _("未通过")


class PackVersion(Record):
    """One version of a pack: the whole TOML text, its number and digest, who proposed it and who else let it in.

    The text never changes; a correction is the next version. ``region_code`` is "" for packs of the whole country.
    ``repealed_on``: from that day on nothing new is claimed; what was claimed before goes on with this version.
    """

    pack_id = models.CharField(max_length=80)
    version = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    text = models.TextField()
    title = models.CharField(max_length=200)
    kind = models.CharField(max_length=20)
    region_code = models.CharField(max_length=12, blank=True)
    state = models.CharField(max_length=20, choices=PackState, default=PackState.PROPOSED)
    proposed_by = models.UUIDField()
    proposed_name = models.CharField(max_length=100)
    decided_by = models.UUIDField(null=True)
    decided_name = models.CharField(max_length=100, blank=True)
    decided_at = models.DateTimeField(null=True)
    note = models.CharField(max_length=500, blank=True)
    repealed_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["pack_id", "version"],
                condition=~Q(state=PackState.REFUSED),
                name="pack_version_once",
            ),
            models.CheckConstraint(
                condition=Q(decided_by=None) | ~Q(decided_by=F("proposed_by")),
                name="pack_decided_by_another",
            ),
            models.CheckConstraint(
                condition=Q(state=PackState.PROPOSED, decided_by=None)
                | (~Q(state=PackState.PROPOSED) & Q(decided_by__isnull=False)),
                name="pack_decided_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(repealed_on=None) | Q(state=PackState.PUBLISHED),
                name="pack_repealed_only_when_published",
            ),
        ]
        # the newest published version of each pack of a place
        indexes = [
            models.Index(fields=["region_code", "pack_id", "-version"], name="pack_by_place")
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """What decisions and claims cite: ``id@version``."""
        return f"{self.pack_id}@{self.version}"
