"""The trail: who did what to which thing, when, and why; chained by seals so that tampering shows."""

from __future__ import annotations

from django.db import models

from yimi.core import clock
from yimi.core.ids import new_uid


class AuditEvent(models.Model):
    """One thing somebody did or saw, written in the same transaction as the thing itself.

    ``digest`` covers every column but ``seal``; ``details`` holds no personal values (those are encrypted elsewhere).
    A batch of rows is one event whose details list the rows' uids and digests.
    """

    id = models.BigAutoField(primary_key=True)
    uid = models.UUIDField(default=new_uid, unique=True)
    at = models.DateTimeField(default=clock.now)
    actor_uid = models.UUIDField()
    actor_name = models.CharField(max_length=100)
    token_uid = models.UUIDField(null=True)
    action = models.CharField(max_length=60)
    subject_kind = models.CharField(max_length=40)
    subject_uid = models.CharField(max_length=40)
    unit_uid = models.UUIDField(null=True)
    region_code = models.CharField(max_length=12, blank=True)
    reason = models.CharField(max_length=300, blank=True)
    details = models.JSONField(default=dict)
    digest = models.CharField(max_length=64)
    seal = models.ForeignKey(
        "Seal", models.PROTECT, null=True, db_index=False, related_name="events"
    )

    class Meta:
        indexes = [
            # the sealer's look for work; verify's walk along a seal
            models.Index(fields=["id"], name="audit_unsealed", condition=models.Q(seal=None)),
            models.Index(fields=["seal", "id"], name="audit_by_seal"),
            # "who looked at this file", "what did this person do"
            models.Index(fields=["subject_uid", "-at"], name="audit_by_subject"),
            models.Index(fields=["actor_uid", "-at"], name="audit_by_actor"),
        ]

    def __str__(self) -> str:
        return f"{self.action} {self.subject_kind} {self.subject_uid}"


class Seal(models.Model):
    """One link of the chain: an HMAC over the previous link and the digests of its events, in order."""

    number = models.BigIntegerField(primary_key=True)
    sealed_at = models.DateTimeField(default=clock.now)
    count = models.PositiveIntegerField()
    previous = models.CharField(max_length=64)
    chain = models.CharField(max_length=64)

    def __str__(self) -> str:
        return f"#{self.number} ({self.count})"
