"""Nouns of the teams room: the deployment of a temporary team, which needs no station."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from yimi.core.records import Record
from yimi.stations.models import ServiceUnit


class Deployment(Record):
    """A temporary team sent to an event (a flood, an earthquake): by whom, from when to when, with what end.

    The team itself is a service unit of kind ``temporary_team``: its sites are the unit's served areas, its members the
    workers placed there, its work the records that belong to it. Days are computed from the two dates; what others
    reported (75 days, 4,130 people) stands in the reported room, about the same unit.
    """

    unit = models.OneToOneField(ServiceUnit, models.PROTECT, related_name="deployment")
    event = models.CharField(_("因什么事派出"), max_length=100)
    sender = models.CharField(_("派出单位"), max_length=100)
    starts_on = models.DateField(_("开始服务日期"))
    ends_on = models.DateField(_("收队日期"), null=True, blank=True)
    summary = models.CharField(_("收队总结"), max_length=2000, blank=True)
    recorded_by = models.UUIDField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
                name="deployment_ends_after_start",
            )
        ]
        # the list of teams, the latest first
        indexes = [models.Index(fields=["-starts_on", "-uid"], name="deployment_by_start")]

    def __str__(self) -> str:
        return f"{self.unit_id} {self.starts_on}"
