"""Referrals (转介, form F-07), whom they go to, what they carry, and every step they took."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from yimi.core import clock
from yimi.core.ids import new_uid
from yimi.referrals.models.base import ForSomeone
from yimi.referrals.models.consents import ReferralConsent


class ReferralReason(models.TextChoices):
    """Why the station cannot do it alone."""

    ASSISTANCE = "assistance", _("社会救助申请")
    MEDICAL = "medical", _("就医治疗")
    MENTAL_HEALTH = "mental_health", _("心理和精神卫生")
    ELDER_CARE = "elder_care", _("养老照护")
    DISABILITY = "disability", _("残疾人服务")
    CHILD = "child", _("儿童权益和监护")
    EDUCATION = "education", _("教育就学")
    EMPLOYMENT = "employment", _("就业")
    HOUSING = "housing", _("住房")
    LEGAL = "legal", _("法律援助")
    OTHER = "other", _("其他")


class ReferralState(models.TextChoices):
    """How far it has come; what may follow what is in ``rules``."""

    TO_VERIFY = "to_verify", _("待核实")
    CONTACTED = "contacted", _("已联系")
    SENT = "sent", _("已转介")
    SUCCEEDED = "succeeded", _("转介成功")
    FAILED = "failed", _("转介未成")
    TO_FOLLOW_UP = "to_follow_up", _("待回访")
    DONE = "done", _("已完成")
    WITHDRAWN = "withdrawn", _("不再转介")


class Outcome(models.TextChoices):
    """What came of it."""

    SERVED = "served", _("已得到服务")
    PARTLY = "partly", _("部分解决")
    REFUSED = "refused", _("对方不接收")
    NOT_ELIGIBLE = "not_eligible", _("不符合对方条件")
    DECLINED = "declined", _("服务对象不愿意")
    NO_REPLY = "no_reply", _("对方没有答复")
    UNREACHABLE = "unreachable", _("联系不上服务对象")
    NOT_NEEDED = "not_needed", _("不再需要")


class SharedItem(models.TextChoices):
    """What of a person's data goes along: only what the receiving body needs."""

    BASIC = "basic", _("姓名、性别、年龄")
    PHONE = "phone", _("联系电话")
    ADDRESS = "address", _("住址")
    SITUATION = "situation", _("转介原因和情况说明")
    HEALTH = "health", _("健康状况")
    ASSESSMENT = "assessment", _("评估结论")
    DOCUMENTS = "documents", _("证明材料复印件")


class Referral(ForSomeone):
    """A person handed over to another body, with their consent, until we know what came of it.

    ``due_on`` is the day by which somebody has to be heard: the receiving body's answer while sent, our own visit
    while a follow-up is waited for. ``shared`` lists what goes along (codes of :class:`SharedItem`). ``consent`` is the ground it stands on; nothing is sent without one, and the
    database holds to that.
    """

    reason = models.CharField(max_length=16, choices=ReferralReason)
    state = models.CharField(max_length=12, choices=ReferralState, default=ReferralState.TO_VERIFY)
    due_on = models.DateField(null=True)
    outcome = models.CharField(max_length=12, choices=Outcome, blank=True)
    shared = models.CharField(max_length=100)
    consent = models.ForeignKey(
        ReferralConsent, models.PROTECT, null=True, related_name="+", db_index=False
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(household__isnull=False) | Q(resident__isnull=False),
                name="referral_is_for_someone",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["to_verify", "contacted", "withdrawn"])
                | Q(consent__isnull=False),
                name="referral_sent_on_a_ground",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["to_verify", "contacted", "sent"]) | ~Q(outcome=""),
                name="referral_closes_with_an_outcome",
            ),
        ]
        indexes = [
            # a station's work list: what is open, the longest waiting first; what is overdue
            models.Index(fields=["unit", "state", "number"], name="referral_queue"),
            # a township's list, a county's figures
            models.Index(fields=["region_code", "state"], name="referral_by_place"),
            # the household's page, the person's page, the case's file
            models.Index(fields=["household"], name="referral_by_household"),
            models.Index(fields=["resident"], name="referral_by_resident"),
            models.Index(fields=["case_uid"], name="referral_by_case"),
        ]

    @property
    def shared_items(self) -> list[str]:
        """The codes of what goes along."""
        return self.shared.split()


class ReceiverKind(models.TextChoices):
    """What sort of body takes over."""

    UNIT = "unit", _("社工站或社工室")
    AUTHORITY = "authority", _("主管部门")
    OUTSIDE = "outside", _("其他机构")


class Receiver(models.Model):
    """The body a referral goes to: a unit or an authority that Yimi knows, or one outside, its name and contact sealed."""

    referral = models.OneToOneField(
        Referral, models.PROTECT, primary_key=True, related_name="receiver"
    )
    kind = models.CharField(max_length=10, choices=ReceiverKind)
    # the index serves the receiving station's list of what came in
    unit = models.ForeignKey("stations.ServiceUnit", models.PROTECT, null=True, related_name="+")
    authority = models.ForeignKey(
        "stations.Authority", models.PROTECT, null=True, related_name="+", db_index=False
    )
    sealed = models.BinaryField(default=b"", editable=False)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="unit", unit__isnull=False, authority=None)
                | Q(kind="authority", unit=None, authority__isnull=False)
                | Q(kind="outside", unit=None, authority=None),
                name="receiver_is_one_body",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.referral_id} {self.kind}"


class Step(models.TextChoices):
    """What was done with a referral; the same words are the names of the doors."""

    OPEN = "open", _("提出转介")
    CHANGE = "change", _("修改内容")
    CONTACT = "contact", _("联系接收方")
    CONSENT = "consent", _("登记同意")
    REVOKE = "revoke", _("服务对象撤回同意")
    SEND = "send", _("正式转介")
    ACCEPT = "accept", _("对方接收")
    REFUSE = "refuse", _("对方不接收")
    SETTLE = "settle", _("得到反馈")
    PLAN = "plan", _("安排回访")
    COMPLETE = "complete", _("回访完成")
    WITHDRAW = "withdraw", _("不再转介")


class ReferralStep(models.Model):
    """One step, never changed: when it was true, when and by whom it was noted, and what stood afterwards."""

    uid = models.UUIDField(primary_key=True, default=new_uid, editable=False)
    referral = models.ForeignKey(Referral, models.PROTECT, related_name="steps", db_index=False)
    step = models.CharField(max_length=10, choices=Step)
    state = models.CharField(max_length=12, choices=ReferralState)
    happened_on = models.DateField()
    recorded_at = models.DateTimeField(default=clock.now)
    recorded_by = models.UUIDField()
    by_name = models.CharField(max_length=100)
    by_receiver = models.BooleanField(default=False)
    note_sealed = models.BinaryField(default=b"", editable=False)

    class Meta:
        indexes = [
            # a referral's history
            models.Index(fields=["referral", "uid"], name="referral_step_history"),
            # a month's figures: sent, accepted, closed
            models.Index(fields=["step", "happened_on"], name="referral_step_by_day"),
        ]

    def __str__(self) -> str:
        return f"{self.referral_id} {self.step}"
