"""Numbers of days that a place sets for itself: by when a referral is answered, a complaint handled, and the like.

No source fixes them nationally, so each is data: a national default, and rows of places, each with its document.
"""

from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import Q

from yimi.core.records import Known, KnownQuerySet

#: How many leading digits a division of each level has in common; none: the whole country.
PREFIX_LENGTHS = (0, 2, 4, 6, 9, 12)
MAX_DAYS = 366


class LocalDaysQuerySet(KnownQuerySet["LocalDays"]):
    """Filters over when we knew it."""


class LocalDays(Known):
    """From ``starts_on`` on a place counts ``days`` (natural days), according to the document in ``source``.

    ``region_prefix`` is the significant part of the division's code. A later row of the same place takes over on its
    day; the older one stays, so that an old deadline can be explained.
    """

    region_prefix = models.CharField(max_length=12)
    days = models.PositiveSmallIntegerField()
    starts_on = models.DateField()
    source = models.CharField(max_length=200)

    objects = LocalDaysQuerySet.as_manager()

    class Meta:
        abstract = True


def days_within_reason(name: str) -> models.CheckConstraint:
    """The constraint that every table of local days carries, under its own name."""
    return models.CheckConstraint(condition=Q(days__gte=1, days__lte=MAX_DAYS), name=name)


def local_days(rows: type[LocalDays], region_code: str, on: date, *, default: int) -> int:
    """How many days hold at ``region_code`` on ``on``: the nearest place above that set them, else ``default``. One query."""
    prefixes = {region_code[:length] for length in PREFIX_LENGTHS}
    known = (
        rows._default_manager.filter(superseded_at=None, region_prefix__in=prefixes)
        .filter(starts_on__lte=on)
        .values_list("region_prefix", "starts_on", "recorded_at", "days")
    )
    nearest = max(
        known, key=lambda row: (len(row[0]), row[1], row[2]), default=("", on, None, default)
    )
    return int(nearest[3])
