"""Where people can be found: addresses and phones, encrypted and dated."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from yimi.core.records import Dated, DatedQuerySet, ends_after_start
from yimi.people.models.households import Household
from yimi.people.models.links import OPEN
from yimi.people.models.residents import Resident


class HouseholdAddressQuerySet(DatedQuerySet["HouseholdAddress"]):
    """Addresses of households, by their two times."""


class HouseholdAddress(Dated):
    """The way to the door: group, lane, number. The village stands in the household itself."""

    household = models.ForeignKey(
        Household, models.PROTECT, related_name="addresses", db_index=False
    )
    detail_sealed = models.BinaryField(editable=False)

    objects = HouseholdAddressQuerySet.as_manager()

    class Meta:
        constraints = [
            ends_after_start("household_address_ends_after_start"),
            # also serves the file page
            models.UniqueConstraint(
                fields=["household"], condition=OPEN, name="one_household_address_at_a_time"
            ),
        ]

    def __str__(self) -> str:
        return str(self.household_id)


class AddressKind(models.TextChoices):
    """Registered at, or living at: the two differ for many (人户分离)."""

    HUKOU = "hukou", _("户籍地址")
    LIVING = "living", _("居住地址")


class ResidentAddressQuerySet(DatedQuerySet["ResidentAddress"]):
    """Addresses of residents, by their two times."""


class ResidentAddress(Dated):
    """Where a member is registered or lives when that is not the household's door."""

    resident = models.ForeignKey(Resident, models.PROTECT, related_name="addresses", db_index=False)
    kind = models.CharField(max_length=6, choices=AddressKind)
    region_code = models.CharField(max_length=12, blank=True)
    detail_sealed = models.BinaryField(editable=False)

    objects = ResidentAddressQuerySet.as_manager()

    class Meta:
        constraints = [
            ends_after_start("resident_address_ends_after_start"),
            # also serves the file page
            models.UniqueConstraint(
                fields=["resident", "kind"], condition=OPEN, name="one_address_of_a_kind"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.resident_id} {self.kind}"


class PhoneQuerySet(DatedQuerySet["Phone"]):
    """Phones, by their two times."""


class Phone(Dated):
    """A number under which someone can be reached; ``label`` says whose or which (本人、女儿、邻居)."""

    resident = models.ForeignKey(Resident, models.PROTECT, related_name="phones", db_index=False)
    label = models.CharField(_("谁的电话"), max_length=30, blank=True)
    number_sealed = models.BinaryField(editable=False)

    objects = PhoneQuerySet.as_manager()

    class Meta:
        constraints = [ends_after_start("phone_ends_after_start")]
        indexes = [
            # the file page
            models.Index(
                fields=["resident"], condition=Q(superseded_at=None), name="phone_by_resident"
            )
        ]

    def __str__(self) -> str:
        return f"{self.resident_id} {self.label}"
