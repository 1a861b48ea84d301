"""Payment lists, their items, the files finance sends back, and how lists are posted."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from yimi.core import clock
from yimi.core.ids import new_uid
from yimi.core.records import Known, KnownQuerySet, Record
from yimi.programmes.models.claims import Claim
from yimi.programmes.models.payees import BankAccount


class ListState(models.TextChoices):
    """Where a list stands."""

    DRAFT = "draft", _("待审核")
    APPROVED = "approved", _("已审核")
    SENT = "sent", _("已送财务")
    RECONCILED = "reconciled", _("已对账")
    DISSOLVED = "dissolved", _("已解散")


class PaymentList(Record):
    """Approved claims of one benefit that are paid together. Prepared by one, approved by another, sent by a payer.

    Only ``sent_by`` gets to see the bank accounts, in the file for finance. ``total_fen`` is frozen when approved.
    """

    number = models.CharField(max_length=24, unique=True)
    region_code = models.CharField(max_length=12, blank=True)
    benefit = models.CharField(max_length=120)
    title = models.CharField(max_length=200)
    state = models.CharField(max_length=20, choices=ListState, default=ListState.DRAFT)
    total_fen = models.PositiveBigIntegerField(default=0)
    prepared_by = models.UUIDField()
    prepared_name = models.CharField(max_length=100)
    approved_by = models.UUIDField(null=True)
    approved_name = models.CharField(max_length=100, blank=True)
    posted_from = models.DateField(null=True)
    posted_until = models.DateField(null=True)
    sent_by = models.UUIDField(null=True)
    sent_on = models.DateField(null=True)
    reconciled_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(approved_by=None) | ~Q(approved_by=F("prepared_by")),
                name="list_approved_by_another",
            ),
            models.CheckConstraint(
                condition=Q(sent_by=None) | ~Q(sent_by=F("approved_by")),
                name="list_sent_by_another",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["approved", "sent", "reconciled"])
                | Q(approved_by__isnull=False),
                name="list_approved_by_somebody",
            ),
        ]
        # a place's lists, the latest first
        indexes = [models.Index(fields=["region_code", "-uid"], name="payment_list_by_place")]

    def __str__(self) -> str:
        return self.number


class ItemState(models.TextChoices):
    """What became of an item."""

    PENDING = "pending", _("待发放")
    PAID = "paid", _("已发放")
    FAILED = "failed", _("发放失败")
    REMOVED = "removed", _("移出")


class PaymentItem(models.Model):
    """One claim on one list. Name and unit as they are posted; the account as it stood when the list was sent."""

    uid = models.UUIDField(primary_key=True, default=new_uid, editable=False)
    list = models.ForeignKey(PaymentList, models.PROTECT, related_name="items")
    claim = models.ForeignKey(Claim, models.PROTECT, related_name="items")
    amount_fen = models.PositiveBigIntegerField()
    name = models.CharField(max_length=100)
    unit_name = models.CharField(max_length=120, blank=True)
    state = models.CharField(max_length=20, choices=ItemState, default=ItemState.PENDING)
    account = models.ForeignKey(BankAccount, models.PROTECT, null=True, related_name="items")
    paid_on = models.DateField(null=True)
    reason = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            # a claim stands on one list at a time, and is paid once
            models.UniqueConstraint(
                fields=["claim"],
                condition=Q(state__in=["pending", "paid"]),
                name="claim_on_one_list",
            ),
            models.CheckConstraint(condition=Q(amount_fen__gt=0), name="item_is_positive"),
            models.CheckConstraint(
                condition=~Q(state="paid") | Q(paid_on__isnull=False), name="paid_item_has_a_day"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.list_id} {self.claim_id}"


class FinanceFile(models.Model):
    """A file that finance sent back about a list: its digest, and how many rows it had. The same file counts once."""

    uid = models.UUIDField(primary_key=True, default=new_uid, editable=False)
    list = models.ForeignKey(PaymentList, models.PROTECT, related_name="files")
    sha256 = models.CharField(max_length=64)
    paid_rows = models.PositiveIntegerField()
    failed_rows = models.PositiveIntegerField()
    wrong_rows = models.PositiveIntegerField()
    recorded_at = models.DateTimeField(default=clock.now)
    recorded_by = models.UUIDField()

    class Meta:
        # a list's files, in order
        indexes = [models.Index(fields=["list", "recorded_at"], name="finance_file_by_list")]

    def __str__(self) -> str:
        return f"{self.list_id} {self.sha256[:8]}"


class PostingTemplateQuerySet(KnownQuerySet["PostingTemplate"]):
    """Filters over when we knew it."""


class PostingTemplate(Known):
    """How lists of a benefit are posted at a place: heading, columns, days, where. ``benefit`` "" is every benefit."""

    region_code = models.CharField(max_length=12, blank=True)
    benefit = models.CharField(max_length=120, blank=True)
    heading = models.CharField(_("标题"), max_length=200)
    columns = models.JSONField()
    days = models.PositiveSmallIntegerField(_("公示天数"))
    place = models.CharField(_("公示地点"), max_length=200)
    source = models.CharField(_("依据"), max_length=200)

    objects = PostingTemplateQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["region_code", "benefit"],
                condition=Q(superseded_at=None),
                name="posting_template_once",
            ),
            models.CheckConstraint(condition=Q(days__lte=60), name="posting_days_within_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.region_code} {self.benefit}"
