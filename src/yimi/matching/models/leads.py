"""Leads (政策建议): one resident and one benefit that they may be entitled to and do not receive."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from yimi.core import clock
from yimi.core.ids import new_uid
from yimi.core.records import Record
from yimi.matching import rules
from yimi.people.models import Household, Resident
from yimi.stations.models import ServiceUnit

NOTE_FIELD = "lead_note"


class LeadState(models.TextChoices):
    """Where a lead stands; see ``rules.State``."""

    NEW = "new", _("待核实")
    VISITED = "visited", _("已入户")
    INFORMED = "informed", _("已告知")
    APPLIED = "applied", _("已协助申请")
    RECEIVED = "received", _("已享受")
    REFUSED = "refused", _("对象不愿意")
    NOT_APPLICABLE = "not_applicable", _("不符合")
    EXPIRED = "expired", _("已失效")


class LeadOutcome(models.TextChoices):
    """What the rules say. They suggest; people decide."""

    LIKELY = "likely", _("建议核实")
    UNKNOWN = "unknown", _("信息不全")


OPEN = Q(state__in=[state.value for state in rules.OPEN])


class Lead(Record):
    """A resident may be entitled to a benefit. One row per resident and benefit for ever; its steps are its history.

    ``unit``, ``region_code`` and ``household`` follow the resident's file. ``conditions`` are [id, ✓ or ?] by
    what was known at ``decided_at``, under ``pack`` (id@version). ``turns_on``: the first day on which it holds, when that was still to
    come. ``noted_for``: the conditions that a worker's “not applicable” was said about.
    """

    resident = models.ForeignKey(Resident, models.PROTECT, related_name="leads", db_index=False)
    household = models.ForeignKey(
        Household, models.PROTECT, null=True, related_name="+", db_index=False
    )
    unit = models.ForeignKey(ServiceUnit, models.PROTECT, related_name="+", db_index=False)
    region_code = models.CharField(_("村（社区）"), max_length=12)
    benefit = models.CharField(max_length=160)
    title = models.CharField(_("待遇"), max_length=200)
    pack = models.CharField(max_length=100)
    outcome = models.CharField(_("判断"), max_length=10, choices=LeadOutcome)
    conditions = models.JSONField(default=list)
    amount_fen = models.BigIntegerField(null=True)
    turns_on = models.DateField(_("从哪天起符合"), null=True)
    state = models.CharField(_("办理"), max_length=16, choices=LeadState, default=LeadState.NEW)
    state_on = models.DateField(_("登记日期"))
    decided_at = models.DateTimeField(default=clock.now)
    noted_for = models.TextField(blank=True)

    class Meta:
        constraints = [
            # also finds the leads of a family, and of a stretch of residents
            models.UniqueConstraint(fields=["resident", "benefit"], name="lead_once"),
            models.CheckConstraint(
                condition=Q(state__in=LeadState.values), name="lead_state_is_known"
            ),
        ]
        indexes = [
            # the station's list; the card on 今天
            models.Index(fields=["unit", "state", "region_code", "uid"], name="lead_by_unit"),
            # the township's list; uptake by town and benefit
            models.Index(fields=["region_code", "benefit", "state"], name="lead_by_place"),
            # what stands on a household's page
            models.Index(fields=["household", "state"], name="lead_by_household"),
        ]

    def __str__(self) -> str:
        return f"{self.benefit} {self.state}"

    @property
    def is_open(self) -> bool:
        """Somebody still has something to do."""
        return self.state in rules.OPEN

    @property
    def missing(self) -> list[str]:
        """The ids of conditions that are not known."""
        return [name for name, mark in self.conditions if mark == "?"]


class LeadStep(models.Model):
    """What was noted on a lead, on which day. ``note_sealed`` is under the resident's key; no ``by``: the system.

    ``record_number``: the service record of the visit, where one was made.
    """

    uid = models.UUIDField(primary_key=True, default=new_uid, editable=False)
    lead = models.ForeignKey(Lead, models.PROTECT, related_name="steps", db_index=False)
    state = models.CharField(max_length=16, choices=LeadState)
    happened_on = models.DateField(_("日期"))
    note_sealed = models.BinaryField(default=b"", editable=False)
    record_number = models.CharField(max_length=24, blank=True)
    by = models.UUIDField(null=True)
    by_name = models.CharField(max_length=100, blank=True)
    recorded_at = models.DateTimeField(default=clock.now)

    class Meta:
        # a lead's history
        indexes = [models.Index(fields=["lead", "recorded_at"], name="lead_steps")]

    def __str__(self) -> str:
        return f"{self.lead_id} {self.state}"

    def note(self, lead: Lead) -> Any:
        """The note in clear; ``lead`` with its resident and key."""
        return lead.resident.key.open(self.note_sealed, field=NOTE_FIELD, row=self.uid)
