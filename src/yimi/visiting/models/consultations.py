"""Consultations (咨询, F-15): somebody came, called or wrote with a question."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from yimi.core.records import Record


class ConsultationChannel(models.TextChoices):
    """How the question came; each is a method of the service record."""

    VISIT = "visit", _("来访")
    PHONE = "phone", _("电话")
    ONLINE = "online", _("线上")


class ConsultationResult(models.TextChoices):
    """What became of the question."""

    ANSWERED = "answered", _("当场答复")
    LATER = "later", _("约定再答复")
    REFERRED = "referred", _("转介")
    CASE = "case", _("转为个案")


class Consultation(Record):
    """A question and what became of it. The service itself is one record, found by ``record_number``: nothing counts twice.

    Who asked and what was said stands in the record, sealed; ``is_anonymous``: nobody asked for a name.
    """

    record_number = models.CharField(max_length=24, unique=True)
    unit = models.ForeignKey(
        "stations.ServiceUnit", models.PROTECT, related_name="+", db_index=False
    )
    channel = models.CharField(_("咨询方式"), max_length=8, choices=ConsultationChannel)
    is_anonymous = models.BooleanField(default=False)
    result = models.CharField(_("处理结果"), max_length=10, choices=ConsultationResult)
    follow_up_on = models.DateField(_("跟进日期"), null=True)
    done_at = models.DateTimeField(null=True)
    done_by = models.UUIDField(null=True)
    recorded_by = models.UUIDField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(done_at=None, done_by=None)
                | Q(done_at__isnull=False, done_by__isnull=False, follow_up_on__isnull=False),
                name="consultation_done_by_someone_after_a_follow_up",
            ),
        ]
        indexes = [
            # a station's consultations, newest first
            models.Index(fields=["unit", "-uid"], name="consultation_by_unit"),
            # whom a station still owes an answer
            models.Index(
                fields=["unit", "follow_up_on"],
                condition=Q(done_at=None, follow_up_on__isnull=False),
                name="consultation_to_follow_up",
            ),
        ]

    def __str__(self) -> str:
        return self.record_number

    @property
    def is_open(self) -> bool:
        """Something was promised and is not done."""
        return self.follow_up_on is not None and self.done_at is None
