"""On which ground a person's data may leave the station with a referral."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from yimi.core.records import Known, KnownQuerySet


class ReferralGround(models.TextChoices):
    """Consent to this referral, or an emergency that cannot wait for it (个人信息保护法 arts. 13, 23)."""

    CONSENT = "consent", _("服务对象同意")
    EMERGENCY = "emergency", _("紧急情况，来不及征得同意")


class ConsentManner(models.TextChoices):
    """Who agreed, and how."""

    ORAL = "oral", _("本人口头同意")
    WRITTEN = "written", _("本人书面同意")
    GUARDIAN = "guardian", _("监护人同意")


class ReferralConsentQuerySet(KnownQuerySet["ReferralConsent"]):
    """Filters over when we knew it."""


class ReferralConsent(Known):
    """The ground of one referral. Withdrawn: ``superseded_at``, and the day in ``withdrawn_on``; it is never changed.

    ``note_sealed`` holds who witnessed it, the guardian's name, or why it could not wait.
    """

    referral = models.ForeignKey("referrals.Referral", models.PROTECT, related_name="consents")
    ground = models.CharField(max_length=10, choices=ReferralGround)
    manner = models.CharField(max_length=10, choices=ConsentManner, blank=True)
    given_on = models.DateField()
    withdrawn_on = models.DateField(null=True)
    note_sealed = models.BinaryField(default=b"", editable=False)

    objects = ReferralConsentQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(ground="consent") & ~Q(manner="") | Q(ground="emergency", manner=""),
                name="referral_consent_says_how",
            ),
            models.UniqueConstraint(
                fields=["referral"],
                condition=Q(superseded_at=None),
                name="referral_has_one_standing_consent",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.referral_id} {self.ground}"
