"""Supervision plans: who supervises whom over a period, to what end, how many times."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from yimi.core.ids import new_uid
from yimi.core.records import Record
from yimi.stations.models import ServiceUnit
from yimi.workforce.models import Worker


class SupervisionPlan(Record):
    """A supervisor's plan for a unit's workers over a period (督导工作方案). It is no confidence: station and offices read it.

    Without planned supervisees it is for everybody placed at the unit.
    """

    supervisor = models.ForeignKey(Worker, models.PROTECT, related_name="supervision_plans")
    unit = models.ForeignKey(ServiceUnit, models.PROTECT, related_name="supervision_plans")
    unit_region_code = models.CharField(max_length=12, editable=False)
    starts_on = models.DateField(_("从哪天起"))
    ends_on = models.DateField(_("到哪天止"))
    aims = models.CharField(_("督导目标"), max_length=1000)
    sessions_planned = models.PositiveSmallIntegerField(_("计划次数"))
    recorded_by = models.UUIDField()
    voided_at = models.DateTimeField(null=True)
    void_reason = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")), name="supervision_plan_ends_after_start"
            ),
            models.CheckConstraint(
                condition=Q(voided_at=None) | ~Q(void_reason=""),
                name="supervision_plan_void_has_reason",
            ),
        ]
        indexes = [
            # a station's plans, the newest first; a county's by key range
            models.Index(fields=["unit", "-starts_on"], name="supervision_plan_by_unit"),
            models.Index(
                fields=["unit_region_code", "starts_on"], name="supervision_plan_by_place"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.supervisor_id} {self.unit_id} {self.starts_on}"


class PlannedSupervisee(models.Model):
    """One worker whom a plan is for."""

    uid = models.UUIDField(primary_key=True, default=new_uid, editable=False)
    plan = models.ForeignKey(SupervisionPlan, models.PROTECT, related_name="supervisees")
    worker = models.ForeignKey(Worker, models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["plan", "worker"], name="planned_supervisee_once")
        ]

    def __str__(self) -> str:
        return f"{self.plan_id}/{self.worker_id}"
