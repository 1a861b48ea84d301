"""Whoever is paid: one person, however many staff files they have, and where the money goes."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from yimi.core.models import DataKey
from yimi.core.records import Known, KnownQuerySet, Record
from yimi.workforce.models import Worker


class Payee(Record):
    """A person who claims. ``id_digest`` finds the same person under another staff file, also in another province.

    Two payees who turn out to be one are joined: the other points to the one that stays.
    """

    key = models.ForeignKey(DataKey, models.PROTECT, editable=False, related_name="+")
    id_digest = models.CharField(max_length=32, blank=True)
    merged_into = models.ForeignKey(
        "self", models.PROTECT, null=True, related_name="merged", editable=False
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["id_digest"],
                condition=~Q(id_digest="") & Q(merged_into=None),
                name="payee_id_number_once",
            ),
            models.CheckConstraint(
                condition=Q(merged_into=None) | ~Q(merged_into=F("uid")),
                name="payee_not_merged_into_itself",
            ),
        ]

    def __str__(self) -> str:
        return str(self.uid)


class PayeeFileQuerySet(KnownQuerySet["PayeeFile"]):
    """Filters over when we knew it."""


class PayeeFile(Known):
    """A staff file belongs to this person. A file belongs to one person at a time."""

    worker = models.ForeignKey(Worker, models.PROTECT, related_name="payee_files")
    payee = models.ForeignKey(Payee, models.PROTECT, related_name="files")

    objects = PayeeFileQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["worker"], condition=Q(superseded_at=None), name="staff_file_of_one_payee"
            )
        ]

    def __str__(self) -> str:
        return f"{self.worker_id} {self.payee_id}"


class BankAccountQuerySet(KnownQuerySet["BankAccount"]):
    """Filters over when we knew it."""


class BankAccount(Known):
    """Where a payee wants the money: bank, holder and number, sealed under a key of its own. A change is a new row."""

    payee = models.ForeignKey(Payee, models.PROTECT, related_name="accounts")
    key = models.ForeignKey(DataKey, models.PROTECT, editable=False, related_name="+")
    sealed = models.BinaryField(editable=False)

    objects = BankAccountQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["payee"], condition=Q(superseded_at=None), name="one_account_per_payee"
            )
        ]

    def __str__(self) -> str:
        return str(self.payee_id)
