"""How often a household is visited, by risk: local data, and which household stands where."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from yimi.core.language import in_english
from yimi.core.records import Dated, DatedQuerySet, ends_after_start
from yimi.people.models import Household

#: Held to be true now, and without an end.
OPEN = Q(superseded_at=None, ends_on=None)


class VisitTierQuerySet(DatedQuerySet["VisitTier"]):
    """Tiers, by their two times."""


class VisitTier(Dated):
    """A risk tier and its interval, in a division and all below it; the nearest division wins.

    The shipped ones (``region_code`` empty) are examples: no national text fixes how often to visit. Each names its
    source.
    """

    region_code = models.CharField(max_length=12, blank=True)
    code = models.CharField(max_length=20)
    name = models.CharField(_("名称"), max_length=20)
    name_en = models.CharField(max_length=40, blank=True)
    interval_days = models.PositiveSmallIntegerField(_("最长间隔（天）"))
    meaning = models.CharField(_("适用对象"), max_length=200, blank=True)
    source = models.CharField(_("依据"), max_length=200)
    is_example = models.BooleanField(default=False)

    objects = VisitTierQuerySet.as_manager()

    class Meta:
        constraints = [
            ends_after_start("visit_tier_ends_after_start"),
            models.CheckConstraint(
                condition=Q(interval_days__gte=1, interval_days__lte=366),
                name="visit_tier_interval_of_a_day_to_a_year",
            ),
            # one tier of a name in a place at a time; also finds the tiers on the way up from a village
            models.UniqueConstraint(
                fields=["region_code", "code"], condition=OPEN, name="visit_tier_once_a_place"
            ),
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        """The name in the reader's language; a place's own name may be Chinese only."""
        return self.name_en if in_english() and self.name_en else self.name


class HouseholdTierQuerySet(DatedQuerySet["HouseholdTier"]):
    """Assignments, by their two times."""


class HouseholdTier(Dated):
    """A household stands in a tier from a day on: decided by a colleague, with a reason, never by the system."""

    household = models.ForeignKey(Household, models.PROTECT, related_name="+", db_index=False)
    tier_code = models.CharField(max_length=20)
    reason = models.CharField(_("理由"), max_length=200)
    recorded_by_name = models.CharField(max_length=100)

    objects = HouseholdTierQuerySet.as_manager()

    class Meta:
        constraints = [
            ends_after_start("household_tier_ends_after_start"),
            models.CheckConstraint(condition=~Q(reason=""), name="household_tier_has_a_reason"),
            # also finds the tiers of the households of a list
            models.UniqueConstraint(
                fields=["household"], condition=OPEN, name="household_tier_one_at_a_time"
            ),
        ]
        # how a household's risk has changed; whose interval follows when a place changes a tier
        indexes = [
            models.Index(fields=["household", "starts_on"], name="household_tier_history"),
            models.Index(fields=["tier_code"], condition=OPEN, name="household_tier_by_code"),
        ]

    def __str__(self) -> str:
        return f"{self.household_id} {self.tier_code}"
