"""Supervision sessions, who took part, what was agreed; what was said lies sealed in form F-13."""

from __future__ import annotations

from typing import Self
from uuid import UUID

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from yimi.core.ids import new_uid
from yimi.core.models import DataKey
from yimi.core.records import Known, KnownQuerySet, Record
from yimi.stations.models import ServiceUnit
from yimi.workforce.models import Worker


class SessionKind(models.TextChoices):
    """Ways of supervising (督导形式)."""

    INDIVIDUAL = "individual", _("个别督导")
    GROUP = "group", _("小组（集体）督导")
    PEER = "peer", _("朋辈督导")
    ON_SITE = "on_site", _("实地督导")
    ONLINE = "online", _("线上督导")


class SessionFunction(models.TextChoices):
    """What a session was mainly for (督导功能)."""

    ADMINISTRATIVE = "administrative", _("行政性")
    EDUCATIONAL = "educational", _("教育性")
    SUPPORTIVE = "supportive", _("支持性")


class SupervisionSessionQuerySet(KnownQuerySet["SupervisionSession"]):
    """Filters over sessions."""

    def with_worker(self, worker: Worker | UUID) -> Self:
        """Sessions that ``worker`` (or its uid) held or took part in."""
        took_part = Supervisee.objects.filter(worker=worker).values("session_id")
        return self.filter(Q(supervisor=worker) | Q(pk__in=took_part))


class SupervisionSession(Known):
    """One supervision, counted once (督导 P18): for ``unit``, by ``supervisor``, on a day, so many minutes.

    A correction is a new row with the same ``file_uid``, on which notes and agreed actions hang. Date, kind and minutes
    are seen by the station; all else only by the pair, until the supervisor releases it.
    """

    file_uid = models.UUIDField(editable=False)
    unit = models.ForeignKey(ServiceUnit, models.PROTECT, related_name="+", db_index=False)
    unit_region_code = models.CharField(max_length=12, editable=False)
    supervisor = models.ForeignKey(Worker, models.PROTECT, related_name="+", db_index=False)
    kind = models.CharField(_("督导形式"), max_length=12, choices=SessionKind)
    function = models.CharField(_("主要功能"), max_length=16, choices=SessionFunction)
    held_on = models.DateField(_("督导日期"))
    starts_at = models.TimeField(_("开始时间"), null=True, blank=True)
    minutes = models.PositiveSmallIntegerField(_("时长（分钟）"))
    place = models.CharField(_("地点"), max_length=100, blank=True)
    next_on = models.DateField(_("下次督导"), null=True, blank=True)
    key = models.ForeignKey(DataKey, models.PROTECT, related_name="+", db_index=False)
    released_at = models.DateTimeField(null=True)

    objects = SupervisionSessionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["file_uid"],
                condition=Q(superseded_at=None),
                name="supervision_session_one_current",
            ),
            models.CheckConstraint(
                condition=Q(minutes__gte=1, minutes__lte=1440), name="supervision_within_a_day"
            ),
        ]
        indexes = [
            # a station's list and its figures for a period; a county's by key range
            models.Index(fields=["unit", "-held_on", "-uid"], name="supervision_by_unit"),
            models.Index(fields=["unit_region_code", "held_on"], name="supervision_by_place"),
            # a supervisor's own list
            models.Index(fields=["supervisor", "-held_on"], name="supervision_by_supervisor"),
        ]

    def __str__(self) -> str:
        return f"{self.unit_id} {self.held_on}"


class Supervisee(models.Model):
    """A worker who was supervised at a session."""

    id = models.BigAutoField(primary_key=True)
    session = models.ForeignKey(
        SupervisionSession, models.PROTECT, related_name="supervisees", db_index=False
    )
    worker = models.ForeignKey(Worker, models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["session", "worker"], name="supervisee_once")
        ]

    def __str__(self) -> str:
        return f"{self.session_id}/{self.worker_id}"


class DiscussedCase(models.Model):
    """A case spoken about: its number only, never a name."""

    id = models.BigAutoField(primary_key=True)
    session = models.ForeignKey(
        SupervisionSession, models.PROTECT, related_name="discussed_cases", db_index=False
    )
    case_number = models.CharField(max_length=24)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["session", "case_number"], name="discussed_case_once")
        ]
        # the sessions in which a case came up, for those who may read them
        indexes = [models.Index(fields=["case_number"], name="discussed_case_by_number")]

    def __str__(self) -> str:
        return self.case_number


class ActionResult(models.TextChoices):
    """What became of an agreed action."""

    OPEN = "open", _("还没有结果")
    DONE = "done", _("已完成")
    PARTLY = "partly", _("完成一部分")
    DROPPED = "dropped", _("不再做")


class AgreedAction(Record):
    """What the pair agreed to do, by whom and by when; the next session asks what came of it. Texts are sealed."""

    uid = models.UUIDField(primary_key=True, default=new_uid, editable=False)
    session_file_uid = models.UUIDField(editable=False)
    key = models.ForeignKey(DataKey, models.PROTECT, related_name="+", db_index=False)
    supervisor = models.ForeignKey(Worker, models.PROTECT, related_name="+", db_index=False)
    worker = models.ForeignKey(Worker, models.PROTECT, related_name="+", db_index=False)
    text_sealed = models.BinaryField(editable=False)
    due_on = models.DateField(_("什么时候完成"))
    result = models.CharField(
        _("结果"), max_length=8, choices=ActionResult, default=ActionResult.OPEN
    )
    result_sealed = models.BinaryField(default=b"", editable=False)
    result_on = models.DateField(null=True)
    recorded_by = models.UUIDField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(result="open", result_on=None)
                | (~Q(result="open") & Q(result_on__isnull=False)),
                name="agreed_action_result_has_day",
            )
        ]
        indexes = [
            # a session's actions
            models.Index(fields=["session_file_uid"], name="agreed_action_by_session"),
            # what a worker has still to do; what a supervisor has still to ask about
            models.Index(fields=["worker", "result", "due_on"], name="agreed_action_by_worker"),
            models.Index(fields=["supervisor", "result", "due_on"], name="agreed_action_by_asker"),
        ]

    def __str__(self) -> str:
        return f"{self.session_file_uid} {self.due_on}"
