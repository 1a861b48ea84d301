"""Claims: who asks for which benefit of which pack version, the decision behind it, and everything that happened."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from yimi.core import clock
from yimi.core.ids import new_uid
from yimi.core.models import DataKey
from yimi.core.records import Known, KnownQuerySet, Record
from yimi.programmes.models.packs import PackVersion
from yimi.programmes.models.payees import Payee
from yimi.programmes.rules.states import GRANTED, LIVE, State, Step
from yimi.workforce.models import Worker

STATES = [
    (State.APPLIED, _("已申请")),
    (State.COMPLETE, _("材料齐全")),
    (State.CHECKED, _("已核查")),
    (State.APPROVED, _("已批准")),
    (State.LISTED, _("已列入发放表")),
    (State.PAID, _("已发放")),
    (State.REFUSED, _("未通过")),
    (State.WITHDRAWN, _("已撤回")),
    (State.REVERSED, _("已撤销")),
]


class Claim(Record):
    """One person's claim on one slot of one benefit, made under one pack version.

    ``subject_key``: the row the benefit hangs on (a certificate, an honour, a receipt, the person). ``slot_kind`` and
    ``slot``: what is paid only once (level/assistant, title_code/…, month/2026-11, once). ``amount_fen`` is provisional
    until the claim is approved, then it never changes; what is taken back stands in :class:`Reversal`. ``decision``: the
    engine's outcome with every condition, clause and value, as JSON.
    """

    number = models.CharField(max_length=24, unique=True)
    payee = models.ForeignKey(Payee, models.PROTECT, related_name="claims")
    worker = models.ForeignKey(Worker, models.PROTECT, related_name="claims")
    region_code = models.CharField(max_length=12)
    version = models.ForeignKey(PackVersion, models.PROTECT, related_name="claims")
    benefit = models.CharField(max_length=120)
    subject_key = models.UUIDField()
    slot_kind = models.CharField(max_length=20)
    slot = models.CharField(max_length=80, blank=True)
    claimed_on = models.DateField()
    amount_fen = models.PositiveBigIntegerField(null=True)
    state = models.CharField(max_length=20, choices=STATES, default=State.APPLIED)
    approved_at = models.DateTimeField(null=True)
    decision = models.JSONField()
    recorded_by = models.UUIDField()

    class Meta:
        constraints = [
            # never paid twice: per person, benefit, and period, level or honour
            models.UniqueConstraint(
                fields=["payee", "benefit", "slot_kind", "slot"],
                condition=Q(state__in=LIVE),
                name="claim_once_per_slot",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=GRANTED) | Q(amount_fen__gt=0, approved_at__isnull=False),
                name="claim_granted_has_an_amount",
            ),
        ]
        indexes = [
            # a place's work list by state; what is ready for a list of one benefit
            models.Index(fields=["region_code", "state", "claimed_on"], name="claim_by_place"),
            models.Index(fields=["benefit", "state"], name="claim_by_benefit"),
        ]

    def __str__(self) -> str:
        return self.number


class ClaimStep(models.Model):
    """Something done with a claim, by whom and when. The note is sealed under ``key``, the payee's at that time."""

    uid = models.UUIDField(primary_key=True, default=new_uid, editable=False)
    claim = models.ForeignKey(Claim, models.PROTECT, related_name="steps")
    step = models.CharField(
        max_length=20,
        choices=[
            (Step.APPLY, _("申请")),
            (Step.COMPLETE, _("材料收齐")),
            (Step.RETURN, _("退回补正")),
            (Step.CHECK, _("核查通过")),
            (Step.APPROVE, _("批准")),
            (Step.REFUSE, _("不予通过")),
            (Step.WITHDRAW, _("撤回")),
            (Step.LIST, _("列入发放表")),
            (Step.UNLIST, _("移出发放表")),
            (Step.PAY, _("发放")),
            (Step.REVERSE, _("撤销或追回")),
        ],
    )
    by_uid = models.UUIDField()
    by_name = models.CharField(max_length=100)
    at = models.DateTimeField(default=clock.now)
    key = models.ForeignKey(DataKey, models.PROTECT, editable=False, related_name="+")
    note_sealed = models.BinaryField(default=b"", editable=False)

    class Meta:
        # a claim's history, in order
        indexes = [models.Index(fields=["claim", "at"], name="claim_step_by_claim")]

    def __str__(self) -> str:
        return f"{self.claim_id} {self.step}"


class Evidence(models.Model):
    """A paper behind a claim: a file, encrypted on disk under the payee's key, or an original that an officer has seen.

    ``kind`` is one of the benefit's evidence names. ``file_uid`` names the file: a claim taken up again after an appeal
    shares the files of the first. No file: ``sha256`` is empty and ``recorded_by`` is who saw the original.
    """

    uid = models.UUIDField(primary_key=True, default=new_uid, editable=False)
    claim = models.ForeignKey(Claim, models.PROTECT, related_name="evidence")
    kind = models.CharField(max_length=80)
    key = models.ForeignKey(DataKey, models.PROTECT, related_name="+")
    file_uid = models.UUIDField(default=new_uid)
    media_type = models.CharField(max_length=40, blank=True)
    size = models.PositiveIntegerField(default=0)
    sha256 = models.CharField(max_length=64, blank=True)
    recorded_at = models.DateTimeField(default=clock.now)
    recorded_by = models.UUIDField()
    voided_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["claim", "kind", "sha256"],
                condition=Q(voided_at=None),
                name="evidence_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.claim_id} {self.kind}"


class ReversalQuerySet(KnownQuerySet["Reversal"]):
    """Filters over when we knew it."""


class Reversal(Known):
    """Part or all of a granted amount is taken back. ``was_paid``: the money is to come back, and came on ``returned_on``."""

    claim = models.ForeignKey(Claim, models.PROTECT, related_name="reversals")
    amount_fen = models.PositiveBigIntegerField()
    was_paid = models.BooleanField()
    returned_on = models.DateField(null=True)
    reason = models.CharField(max_length=300)

    objects = ReversalQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(amount_fen__gt=0), name="reversal_is_positive")
        ]

    def __str__(self) -> str:
        return f"{self.claim_id} {self.amount_fen}"


class AppealOutcome(models.TextChoices):
    """What became of an appeal."""

    OPEN = "", _("待答复")
    UPHELD = "upheld", _("支持，重新受理")
    REJECTED = "rejected", _("维持原决定")


class Appeal(models.Model):
    """Somebody objects to a refusal or a reversal. Upheld, it leads to a new claim with the first one's day."""

    uid = models.UUIDField(primary_key=True, default=new_uid, editable=False)
    claim = models.OneToOneField(Claim, models.PROTECT, related_name="appeal")
    key = models.ForeignKey(DataKey, models.PROTECT, editable=False, related_name="+")
    text_sealed = models.BinaryField(editable=False)
    filed_at = models.DateTimeField(default=clock.now)
    filed_by = models.UUIDField()
    outcome = models.CharField(max_length=20, choices=AppealOutcome, blank=True)
    answer_sealed = models.BinaryField(default=b"", editable=False)
    answered_at = models.DateTimeField(null=True)
    answered_by = models.UUIDField(null=True)
    answered_name = models.CharField(max_length=100, blank=True)
    reopened_as = models.OneToOneField(
        Claim, models.PROTECT, null=True, related_name="after_appeal"
    )

    def __str__(self) -> str:
        return str(self.claim_id)
