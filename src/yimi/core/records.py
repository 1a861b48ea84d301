"""The shapes that the rooms' tables share: a thing with a file, a fact with the time we knew it, a fact with dates."""

from __future__ import annotations

from datetime import date, datetime
from typing import Self, TypeVar

from django.db import models
from django.db.models import F, Q

from yimi.core import clock
from yimi.core.ids import new_uid

KnownT = TypeVar("KnownT", bound="Known")
DatedT = TypeVar("DatedT", bound="Dated")


class Record(models.Model):
    """A thing with a file of its own: a unit, an operator, a worker. Edits carry ``row_version``; a clash shows both."""

    uid = models.UUIDField(primary_key=True, default=new_uid, editable=False)
    row_version = models.PositiveIntegerField(default=1)
    recorded_at = models.DateTimeField(default=clock.now)

    class Meta:
        abstract = True


class KnownQuerySet(models.QuerySet[KnownT]):
    """Filters over when we knew a fact."""

    def current(self) -> Self:
        """What we hold to be true now, whatever its dates."""
        return self.filter(superseded_at=None)

    def known_at(self, instant: datetime) -> Self:
        """What we held to be true at ``instant``: last year's report can be printed again."""
        return self.filter(
            Q(superseded_at=None) | Q(superseded_at__gt=instant), recorded_at__lte=instant
        )


class Known(models.Model):
    """A fact that is never changed: a correction is a new row that ``replaces`` this one, which gets ``superseded_at``.

    The one-to-one link makes the database refuse a second replacement of the same row.
    """

    uid = models.UUIDField(primary_key=True, default=new_uid, editable=False)
    recorded_at = models.DateTimeField(default=clock.now)
    recorded_by = models.UUIDField()
    superseded_at = models.DateTimeField(null=True)
    replaces = models.OneToOneField(
        "self", models.PROTECT, null=True, related_name="replaced_by", editable=False
    )

    class Meta:
        abstract = True


class DatedQuerySet(KnownQuerySet[DatedT]):
    """Filters over both times of a dated fact: when it was true, and when we knew it."""

    def on(self, day: date) -> Self:
        """Current facts that are true on ``day``, both ends included."""
        return self.current().between(day, day)

    def between(self, first: date, last: date | None) -> Self:
        """Facts that are true on at least one day of the period; ``last`` None means without an end."""
        found = self.filter(Q(ends_on=None) | Q(ends_on__gte=first))
        return found if last is None else found.filter(starts_on__lte=last)


class Dated(Known):
    """A fact that is true from ``starts_on`` to ``ends_on``, both days included; no ``ends_on``: until further notice."""

    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)

    class Meta:
        abstract = True

    def is_in_force(self, on: date) -> bool:
        """True on both end days and between."""
        return self.starts_on <= on and (self.ends_on is None or on <= self.ends_on)


def ends_after_start(name: str) -> models.CheckConstraint:
    """The constraint that every dated table carries, under its own name."""
    return models.CheckConstraint(
        condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")), name=name
    )
