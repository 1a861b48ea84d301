"""The catalogue of services: domains, items, and what a place calls, adds or closes."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from yimi.core.ids import new_uid
from yimi.core.language import in_english


class ServiceDomain(models.Model):
    """A field of service (社会救助, 儿童关爱 …). Henan and Shenyang name five; others six or three: it is data."""

    code = models.CharField(max_length=8, primary_key=True)
    name = models.CharField(max_length=40)
    name_en = models.CharField(max_length=80)
    sort = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["sort"]

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        """The name in the reader's language."""
        return self.name_en if in_english() else self.name


class ItemKind(models.TextChoices):
    """Professional service, or administrative handling on behalf of a bureau: counted apart."""

    SERVICE = "service", _("专业服务")
    HANDLING = "handling", _("事务办理")


class ServiceItem(models.Model):
    """One item of the catalogue. National items have no ``region_code``; a place may add its own.

    Henan's official list of 29 is not published; the shipped 29 are assembled, each with its source.
    """

    code = models.CharField(max_length=16, primary_key=True)
    domain = models.ForeignKey(ServiceDomain, models.PROTECT, related_name="items")
    kind = models.CharField(max_length=10, choices=ItemKind.choices, default=ItemKind.SERVICE)
    name = models.CharField(max_length=60)
    short_name = models.CharField(max_length=12)
    name_en = models.CharField(max_length=80)
    region_code = models.CharField(max_length=12, blank=True)
    source = models.CharField(max_length=60)
    sort = models.PositiveSmallIntegerField()
    valid_from = models.DateField(null=True, blank=True)
    valid_to = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["sort"]

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        """The name in the reader's language; a place's own name is Chinese only."""
        return self.name_en if in_english() else self.name

    @property
    def short_label(self) -> str:
        """The name on a chip."""
        return self.name_en if in_english() else self.short_name


class LocalItem(models.Model):
    """What a place calls an item, or that it closes it, from a day to a day; the nearest place wins."""

    uid = models.UUIDField(primary_key=True, default=new_uid, editable=False)
    item = models.ForeignKey(ServiceItem, models.PROTECT, related_name="local_items")
    region_code = models.CharField(max_length=12)
    name = models.CharField(max_length=60, blank=True)
    is_closed = models.BooleanField(default=False)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["item", "region_code", "valid_from"], name="local_item_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.item_id}@{self.region_code}"
