"""Consent and the other legal grounds on which personal data is held (个人信息保护法 arts. 13, 29–31)."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from yimi.core.records import Record
from yimi.people.models.residents import NAME_LENGTH, Resident


class ConsentPurpose(models.TextChoices):
    """What the data is for; each purpose stands alone (单独同意)."""

    BASIC_FILE = "basic_file", _("建立服务档案")
    OPTIONAL_DATA = "optional_data", _("登记健康、经济等更多情况")
    PHOTO = "photo", _("拍照留存")
    SHARING = "sharing", _("转介或提供给其他单位")
    NOTES_TRANSFER = "notes_transfer", _("迁居后移交服务记录内容")


class ConsentBasis(models.TextChoices):
    """The legal ground."""

    CONSENT = "consent", _("本人或监护人同意")
    STATUTORY_DUTY = "statutory_duty", _("履行法定职责")
    EMERGENCY = "emergency", _("紧急情况下保护生命健康")


class GivenBy(models.TextChoices):
    """Who agreed."""

    SELF = "self", _("本人")
    GUARDIAN = "guardian", _("监护人")


class Consent(Record):
    """One person's agreement to one purpose, or the duty or emergency that stands in its place.

    ``given_on`` empty means *pending*: asked for, due by ``due_on``. ``notice_version`` names the text they were
    shown. Nothing is deleted: withdrawing is a date.
    """

    resident = models.ForeignKey(Resident, models.PROTECT, related_name="consents", db_index=False)
    purpose = models.CharField(_("用途"), max_length=16, choices=ConsentPurpose)
    basis = models.CharField(_("依据"), max_length=16, choices=ConsentBasis)
    scope = models.CharField(_("范围"), max_length=200, blank=True)
    notice_version = models.CharField(_("告知书版本"), max_length=30, blank=True)
    given_by = models.CharField(_("由谁同意"), max_length=8, choices=GivenBy, blank=True)
    guardian_name = models.CharField(_("监护人姓名"), max_length=NAME_LENGTH, blank=True)
    given_on = models.DateField(_("同意日期"), null=True, blank=True)
    due_on = models.DateField(_("最迟补办日期"), null=True, blank=True)
    withdrawn_on = models.DateField(_("撤回日期"), null=True, blank=True)
    recorded_by = models.UUIDField(editable=False)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(given_on__isnull=False) | Q(due_on__isnull=False),
                name="consent_given_or_due",
            ),
            models.UniqueConstraint(
                fields=["resident", "purpose"],
                condition=Q(withdrawn_on=None),
                name="one_consent_per_purpose",
            ),
        ]
        indexes = [
            # the file page
            models.Index(fields=["resident", "purpose"], name="consent_by_resident"),
            # the worker's reminder: what is still to be asked
            models.Index(
                fields=["due_on"],
                condition=Q(given_on=None, withdrawn_on=None),
                name="consent_pending",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.resident_id} {self.purpose}"
