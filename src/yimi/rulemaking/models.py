"""Drafts of rule packs: texts on their way to a second person."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from yimi.core import clock
from yimi.core.records import Record
from yimi.programmes.models import PackVersion


class PackDraft(Record):
    """The text of a pack that somebody works on, for one place. It is always readable TOML; whether it is a pack, proposing asks.

    ``region_code`` is "" for the whole country. ``begun_from`` names what was copied: a shipped pack's id, a published ``id@version``,
    or "" for an empty one. ``proposed_as`` is the version that it was last handed in as.
    """

    text = models.TextField()
    pack_id = models.CharField(max_length=80)
    title = models.CharField(max_length=200)
    region_code = models.CharField(max_length=12, blank=True)
    begun_from = models.CharField(max_length=100, blank=True)
    author_uid = models.UUIDField()
    author_name = models.CharField(max_length=100)
    saved_at = models.DateTimeField(default=clock.now)
    saved_name = models.CharField(max_length=100)
    proposed_as = models.ForeignKey(PackVersion, models.PROTECT, null=True, related_name="+")
    dropped_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            # the drafts of an office's division, the latest first
            models.Index(
                fields=["region_code", "-saved_at"],
                name="rulemaking_draft_of_place",
                condition=Q(dropped_at=None),
            ),
        ]

    def __str__(self) -> str:
        return self.title
