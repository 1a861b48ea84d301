"""What people keep here: their own views, and maps of places."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from yimi.core import clock
from yimi.core.ids import new_uid
from yimi.core.records import Known, KnownQuerySet


class SavedView(models.Model):
    """A question that somebody asks again and again: a name and an address. Nobody else sees it."""

    uid = models.UUIDField(primary_key=True, default=new_uid, editable=False)
    owner_uid = models.UUIDField()
    name = models.CharField(max_length=60)
    query = models.CharField(max_length=600)
    saved_at = models.DateTimeField(default=clock.now)
    removed_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            # the owner's list beside the table
            models.Index(
                fields=["owner_uid", "saved_at"],
                name="explore_view_of_owner",
                condition=Q(removed_at=None),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class PlaceMapQuerySet(KnownQuerySet["PlaceMap"]):
    """Filters over maps."""


class PlaceMap(Known):
    """Outlines of the places right below a division, from a GeoJSON file that an office loaded; a later one replaces it.

    ``paths`` is SVG path data by code prefix; ``source`` says whose map it is.
    """

    region_prefix = models.CharField(max_length=12)
    source = models.CharField(max_length=200)
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    paths = models.JSONField()

    objects = PlaceMapQuerySet.as_manager()

    class Meta:
        constraints = [
            # also the index for the map beside a table
            models.UniqueConstraint(
                fields=["region_prefix"], condition=Q(superseded_at=None), name="explore_one_map"
            ),
        ]

    def __str__(self) -> str:
        return self.region_prefix
