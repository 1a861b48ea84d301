"""What happened: sessions, which are service records seen from the case, and notes, which are never overwritten."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from yimi.cases.choices import SessionKind
from yimi.cases.models.case import Case
from yimi.core import clock
from yimi.core.ids import new_uid
from yimi.core.records import Known, KnownQuerySet


class CaseSession(models.Model):
    """One meeting with the client (节). Day, minutes, people and the raw note stand in the service record.

    ``uid`` is the uid the client sent for the record; ``record_number`` stays the same over the record's corrections.
    """

    uid = models.UUIDField(primary_key=True, default=new_uid, editable=False)
    case = models.ForeignKey(Case, models.PROTECT, related_name="sessions", db_index=False)
    record_number = models.CharField(max_length=24, unique=True)
    number = models.PositiveSmallIntegerField(_("第几次"))
    kind = models.CharField(_("形式"), max_length=12, choices=SessionKind)
    recorded_at = models.DateTimeField(default=clock.now)
    recorded_by = models.UUIDField()

    class Meta:
        constraints = [
            # the case's sessions in order
            models.UniqueConstraint(fields=["case", "number"], name="session_number_once"),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.number}"


class CaseNoteQuerySet(KnownQuerySet["CaseNote"]):
    """Filters over when we knew it."""


class CaseNote(Known):
    """A worker's raw note, sealed. It is never changed: an addition is a new note, a correction ``replaces`` the old one,
    and both stay readable.
    """

    case = models.ForeignKey(Case, models.PROTECT, related_name="notes", db_index=False)
    session = models.ForeignKey(CaseSession, models.PROTECT, null=True, related_name="notes")
    noted_on = models.DateField(_("日期"))
    author_uid = models.UUIDField()
    author_name = models.CharField(max_length=100)
    text_sealed = models.BinaryField(editable=False)

    objects = CaseNoteQuerySet.as_manager()

    class Meta:
        # the case's notes in order
        indexes = [models.Index(fields=["case", "recorded_at"], name="case_note_by_case")]

    def __str__(self) -> str:
        return f"{self.case_id} {self.noted_on}"
