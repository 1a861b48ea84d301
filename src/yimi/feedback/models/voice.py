"""The voice of those served: an invitation (a QR code), and counters. No answer is ever a row."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from yimi.core.records import Record


class SubjectKind(models.TextChoices):
    """After what people are asked."""

    CASE = "case", _("个案结案")
    ACTIVITY = "activity", _("活动")
    GROUP = "group", _("小组")
    VISIT = "visit", _("走访")


class Helped(models.TextChoices):
    """The second question."""

    YES = "yes", _("帮到了")
    PARTLY = "partly", _("帮到一些")
    NO = "no", _("没帮到")


class VoiceInvitation(Record):
    """A link that may be answered until ``expires_on``, ``max_answers`` times: once after a case, many times after an activity.

    ``token`` is all one needs to answer, and opens nothing else. ``answers`` counts how many came, never which.
    """

    subject_kind = models.CharField(max_length=8, choices=SubjectKind)
    subject_uid = models.UUIDField()
    unit = models.ForeignKey(
        "stations.ServiceUnit", models.PROTECT, related_name="+", db_index=False
    )
    region_code = models.CharField(max_length=12)
    token = models.CharField(max_length=32, unique=True, editable=False)
    expires_on = models.DateField()
    max_answers = models.PositiveIntegerField()
    answers = models.PositiveIntegerField(default=0)
    recorded_by = models.UUIDField()

    class Meta:
        constraints = [
            # inviting again gives the same link
            models.UniqueConstraint(
                fields=["subject_kind", "subject_uid"], name="voice_one_invitation_each"
            ),
            models.CheckConstraint(
                condition=Q(answers__lte=F("max_answers")), name="voice_not_answered_too_often"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.subject_kind} {self.subject_uid}"


class VoiceUse(models.Model):
    """A form of an invitation was sent: the same form sent twice counts once. Holds neither time nor answer."""

    id = models.BigAutoField(primary_key=True)
    invitation = models.ForeignKey(
        VoiceInvitation, models.PROTECT, related_name="uses", db_index=False
    )
    nonce_digest = models.CharField(max_length=32)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["invitation", "nonce_digest"], name="voice_form_counts_once"
            ),
        ]

    def __str__(self) -> str:
        return str(self.invitation_id)


class VoiceTally(models.Model):
    """What was answered at a unit, about one kind of service, in one month: counters, and nothing that leads to a person.

    The two questions are counted apart, so that no answer can be put together again. The primary key is a plain number:
    our uids tell the time, and that would be the time of the first answer.
    """

    id = models.BigAutoField(primary_key=True)
    unit = models.ForeignKey(
        "stations.ServiceUnit", models.PROTECT, related_name="+", db_index=False
    )
    region_code = models.CharField(max_length=12)
    subject_kind = models.CharField(max_length=8, choices=SubjectKind)
    month = models.DateField()
    answers = models.PositiveIntegerField(default=0)
    rated_1 = models.PositiveIntegerField(default=0)
    rated_2 = models.PositiveIntegerField(default=0)
    rated_3 = models.PositiveIntegerField(default=0)
    rated_4 = models.PositiveIntegerField(default=0)
    rated_5 = models.PositiveIntegerField(default=0)
    helped_yes = models.PositiveIntegerField(default=0)
    helped_partly = models.PositiveIntegerField(default=0)
    helped_no = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "subject_kind", "month"], name="voice_tally_once"
            ),
            models.CheckConstraint(
                condition=Q(
                    answers=F("rated_1") + F("rated_2") + F("rated_3") + F("rated_4") + F("rated_5")
                )
                & Q(answers=F("helped_yes") + F("helped_partly") + F("helped_no")),
                name="voice_tally_adds_up",
            ),
        ]
        # an office's figures: the units of a place, month by month
        indexes = [models.Index(fields=["region_code", "month"], name="voice_by_place")]

    def __str__(self) -> str:
        return f"{self.unit_id} {self.subject_kind} {self.month}"
