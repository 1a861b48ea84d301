"""Complaints (投诉与处理, form F-22) and every step of handling them."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from yimi.core import clock
from yimi.core.ids import new_uid
from yimi.core.records import Record


class Channel(models.TextChoices):
    """How it came in."""

    PUBLIC_FORM = "public_form", _("扫码或网页")
    VISIT = "visit", _("当面")
    PHONE = "phone", _("电话")
    LETTER = "letter", _("来信")
    HOTLINE = "hotline", _("12345 转来")
    OTHER = "other", _("其他")


class About(models.TextChoices):
    """Whom or what it is about. It decides who may handle it."""

    SERVICE = "service", _("服务内容或质量")
    WORKER = "worker", _("某位社工")
    UNIT = "unit", _("站点的管理或站长")
    OTHER = "other", _("其他")


class ComplaintState(models.TextChoices):
    """How far it has come."""

    RECEIVED = "received", _("待受理")
    HANDLING = "handling", _("办理中")
    ANSWERED = "answered", _("已答复")
    CLOSED = "closed", _("已办结")


class Finding(models.TextChoices):
    """What the inquiry found."""

    UPHELD = "upheld", _("属实")
    PARTLY = "partly", _("部分属实")
    NOT_UPHELD = "not_upheld", _("不属实")
    UNCLEAR = "unclear", _("无法查实")
    SETTLED = "settled", _("已当场解决")


class Complaint(Record):
    """What somebody, named or not, has against a service, a worker or the station, and what was answered.

    ``sealed`` holds the text and, when given, name and contact, under a key of its own. The complainant reads the
    state with a receipt code, of which only ``receipt_digest`` is kept. It may be opened again once.
    """

    number = models.CharField(max_length=32, unique=True, editable=False)
    unit = models.ForeignKey(
        "stations.ServiceUnit", models.PROTECT, related_name="+", db_index=False
    )
    region_code = models.CharField(max_length=12)
    channel = models.CharField(max_length=12, choices=Channel)
    about = models.CharField(max_length=8, choices=About)
    worker = models.ForeignKey(
        "workforce.Worker", models.PROTECT, null=True, related_name="+", db_index=False
    )
    is_anonymous = models.BooleanField(default=True)
    key = models.ForeignKey("core.DataKey", models.PROTECT, related_name="+", db_index=False)
    sealed = models.BinaryField(editable=False)
    received_on = models.DateField()
    due_on = models.DateField()
    state = models.CharField(max_length=10, choices=ComplaintState, default=ComplaintState.RECEIVED)
    finding = models.CharField(max_length=10, choices=Finding, blank=True)
    reopened_on = models.DateField(null=True)
    receipt_digest = models.CharField(max_length=32, unique=True, editable=False)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["received", "handling"]) | ~Q(finding=""),
                name="complaint_answered_with_a_finding",
            ),
            models.CheckConstraint(
                condition=Q(worker=None) | Q(about="worker"), name="complaint_about_a_worker"
            ),
        ]
        indexes = [
            # a station's list; an office's list by key range of the place
            models.Index(fields=["unit", "state", "number"], name="complaint_queue"),
            models.Index(fields=["region_code", "state", "number"], name="complaint_by_place"),
        ]

    def __str__(self) -> str:
        return self.number


class Step(models.TextChoices):
    """What was done; the same words are the names of the doors."""

    RECEIVE = "receive", _("收到投诉")
    NAME = "name", _("确认被投诉的社工")
    TAKE = "take", _("受理")
    NOTE = "note", _("调查记录")
    ANSWER = "answer", _("答复")
    REOPEN = "reopen", _("对答复不满意，再次办理")
    CLOSE = "close", _("办结")


class ComplaintStep(models.Model):
    """One step, never changed: when it was true, when and by whom it was noted. Only answers are told outside."""

    uid = models.UUIDField(primary_key=True, default=new_uid, editable=False)
    complaint = models.ForeignKey(Complaint, models.PROTECT, related_name="steps", db_index=False)
    step = models.CharField(max_length=8, choices=Step)
    state = models.CharField(max_length=10, choices=ComplaintState)
    happened_on = models.DateField()
    recorded_at = models.DateTimeField(default=clock.now)
    recorded_by = models.UUIDField()
    by_name = models.CharField(max_length=100)
    text_sealed = models.BinaryField(default=b"", editable=False)

    class Meta:
        # a complaint's history
        indexes = [models.Index(fields=["complaint", "uid"], name="complaint_history")]

    def __str__(self) -> str:
        return f"{self.complaint_id} {self.step}"
