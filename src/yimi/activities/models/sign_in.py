"""Signing in on one's own phone: as little as a count needs. No phone number, no ID, no account."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from yimi.activities.models.activity import Activity
from yimi.core import clock
from yimi.core.ids import new_uid
from yimi.services.models.record import Band

__all__ = ["Band", "SignIn", "SignInSheet"]


class SignInSheet(models.Model):
    """The sheet behind an activity's QR code. ``token`` (128 random bits) is the address; it opens from ``opened_at``
    to ``closes_at`` and at no other time, so a poster may hang for weeks.
    """

    uid = models.UUIDField(primary_key=True, default=new_uid, editable=False)
    activity = models.OneToOneField(Activity, models.PROTECT, related_name="sheet")
    token = models.CharField(max_length=32, unique=True)
    opened_at = models.DateTimeField(null=True)
    closes_at = models.DateTimeField(null=True)
    recorded_at = models.DateTimeField(default=clock.now)
    recorded_by = models.UUIDField()

    def __str__(self) -> str:
        return str(self.activity_id)

    @property
    def is_open(self) -> bool:
        """Whether people can sign in now."""
        now = clock.now()
        return (
            self.opened_at is not None
            and self.closes_at is not None
            and self.opened_at <= now < self.closes_at
        )


class SignIn(models.Model):
    """One phone signed in once. ``nickname`` is what the person chose to leave, often nothing.

    ``device`` is a digest of a random cookie that lives for a day on this sheet's address only: it tells two phones
    apart and nothing else. ``struck_at``: taken off the sheet by the station.
    """

    id = models.BigAutoField(primary_key=True)
    sheet = models.ForeignKey(SignInSheet, models.PROTECT, related_name="sign_ins", db_index=False)
    at = models.DateTimeField(default=clock.now)
    nickname = models.CharField(_("怎么称呼"), max_length=12, blank=True)
    band = models.CharField(_("年龄段"), max_length=8, choices=Band)
    is_first = models.BooleanField(_("第一次来"))
    device = models.CharField(max_length=32)
    struck_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["sheet", "device"], name="sign_in_once_per_phone"),
        ]
        # the sheet in order of time; how many came in the last minute
        indexes = [models.Index(fields=["sheet", "at"], name="sign_ins_of_sheet")]

    def __str__(self) -> str:
        return f"{self.sheet_id} {self.band}"
