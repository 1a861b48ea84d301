"""Local numbers: what a county counts as late, and as regular service."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from yimi.core.records import Known, KnownQuerySet


class NumberName(models.TextChoices):
    """What a place sets a number for."""

    LATE_DAYS = "late_days", _("迟录天数")
    REGULAR_WEEKS = "regular_weeks", _("常态化服务的周数")


class LocalNumberQuerySet(KnownQuerySet["LocalNumber"]):
    """Filters over when we knew it."""


class LocalNumber(Known):
    """From ``starts_on`` on ``value`` holds at a place (``region_prefix``, the significant part of its code).

    ``late_days``: a record made more than so many days after the service is late. ``regular_weeks``: a station serves
    regularly when it served somebody in each of so many weeks. No source fixes either nationally; ``source`` names the
    local paper. A later row of the same place takes over on its day; figures of earlier days keep the number they had.
    """

    name = models.CharField(_("哪一个数"), max_length=20, choices=NumberName)
    region_prefix = models.CharField(max_length=12)
    value = models.PositiveSmallIntegerField(_("数值"))
    starts_on = models.DateField(_("从哪天起"))
    source = models.CharField(_("依据文件"), max_length=200)

    objects = LocalNumberQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(name__in=NumberName.values), name="local_number_is_known"
            ),
            models.CheckConstraint(
                condition=Q(value__gte=1, value__lte=60), name="local_number_within_reason"
            ),
        ]
        # what holds at a place: all rows of one name and the five prefixes of a code
        indexes = [models.Index(fields=["name", "region_prefix"], name="local_number_by_place")]

    def __str__(self) -> str:
        return f"{self.name} {self.region_prefix} {self.value}"
