"""The family and its support, as data from which genogram and eco-map are drawn."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from yimi.cases.models.case import Case
from yimi.core.records import Known, KnownQuerySet


class FamilyPictureQuerySet(KnownQuerySet["FamilyPicture"]):
    """Filters over when we knew it."""


class FamilyPicture(Known):
    """Who belongs to the client's family and who supports it, as sealed JSON (shape: ``rules.picture``).

    It names people who never asked for anything, so nothing of it stands in a plain column. Every change is a new row.
    """

    case = models.ForeignKey(Case, models.PROTECT, related_name="pictures")
    version = models.PositiveSmallIntegerField(default=1)
    content_sealed = models.BinaryField(editable=False)

    objects = FamilyPictureQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case"], condition=Q(superseded_at=None), name="one_picture_in_force"
            ),
            # two people drawing at once fail here
            models.UniqueConstraint(fields=["case", "version"], name="picture_version_once"),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} v{self.version}"
