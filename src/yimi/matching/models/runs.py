"""Recomputing: each run over everybody, and how far the trail was followed between runs."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from yimi.core import clock
from yimi.core.ids import new_uid


class RunKind(models.TextChoices):
    """Why everybody was decided on."""

    NIGHTLY = "nightly", _("每日")
    PACKS = "packs", _("政策变动")
    BY_HAND = "by_hand", _("手动")


class RecomputeRun(models.Model):
    """One run over all residents under ``prefix``. ``position``: the last resident whose leads stand as this run wants.

    A run that was stopped goes on behind its position while its day lasts. ``seal``: how far the trail had come in the
    facts that it rests on. ``told`` names packs that could not be computed, and why.
    """

    uid = models.UUIDField(primary_key=True, default=new_uid, editable=False)
    kind = models.CharField(_("原因"), max_length=10, choices=RunKind)
    prefix = models.CharField(max_length=12, blank=True)
    as_of = models.DateField(_("判定日"))
    facts_number = models.PositiveBigIntegerField(default=0)
    seal = models.BigIntegerField(default=0)
    position = models.UUIDField(null=True)
    counts = models.JSONField(default=dict)
    told = models.JSONField(default=list)
    started_at = models.DateTimeField(default=clock.now)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        # the register of runs, newest first; the run that is to go on
        indexes = [models.Index(fields=["-started_at"], name="lead_run_newest")]

    def __str__(self) -> str:
        return f"{self.kind} {self.as_of}"


class TrailMark(models.Model):
    """How far the trail was followed; one row. ``wanted``: prefixes whose packs changed and that want a run."""

    key = models.CharField(max_length=10, primary_key=True, default="leads")
    seal = models.BigIntegerField(default=0)
    wanted = models.JSONField(default=list)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(key="leads"), name="lead_mark_is_one")]

    def __str__(self) -> str:
        return str(self.seal)
