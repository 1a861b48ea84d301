"""What others have to say: the client's agreement, the supervisor's answer, how the client is doing afterwards."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from yimi.cases.choices import (
    AgreementForm,
    AgreementPurpose,
    Basis,
    FollowUpMode,
    FollowUpState,
    GivenBy,
    ReviewAnswer,
    ReviewOf,
)
from yimi.cases.models.case import Case
from yimi.cases.models.planning import Plan
from yimi.core.records import Known, KnownQuerySet
from yimi.workforce.models import Worker


class ServiceAgreementQuerySet(KnownQuerySet["ServiceAgreement"]):
    """Filters over when we knew it."""


class ServiceAgreement(Known):
    """The client's or guardian's agreement (F-02), or the emergency that stands in its place until ``due_on``.

    The row in force is the one not superseded: signing afterwards and withdrawing are new rows.
    """

    case = models.ForeignKey(Case, models.PROTECT, related_name="agreements")
    purpose = models.CharField(_("同意什么"), max_length=10, choices=AgreementPurpose)
    basis = models.CharField(_("依据"), max_length=10, choices=Basis)
    given_by = models.CharField(_("由谁同意"), max_length=8, blank=True, choices=GivenBy)
    guardian_name = models.CharField(_("监护人姓名"), max_length=100, blank=True)
    form = models.CharField(_("同意方式"), max_length=8, blank=True, choices=AgreementForm)
    given_on = models.DateField(_("同意日期"), null=True, blank=True)
    due_on = models.DateField(_("最迟补签日期"), null=True, blank=True)
    withdrawn_on = models.DateField(_("撤回日期"), null=True, blank=True)
    reason_sealed = models.BinaryField(default=b"", editable=False)

    objects = ServiceAgreementQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case", "purpose"],
                condition=Q(superseded_at=None),
                name="one_agreement_in_force",
            ),
            models.CheckConstraint(
                condition=Q(basis=Basis.CONSENT, given_on__isnull=False, given_by__in=GivenBy.values)
                | Q(basis=Basis.EMERGENCY, given_on=None, due_on__isnull=False),
                name="agreement_given_or_due",
            ),
            models.CheckConstraint(
                condition=~Q(given_by=GivenBy.GUARDIAN) | ~Q(guardian_name=""),
                name="agreement_guardian_is_named",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.case_id} {self.purpose} {self.basis}"


class SupervisorReviewQuerySet(KnownQuerySet["SupervisorReview"]):
    """Filters over when we knew it."""


class SupervisorReview(Known):
    """The worker asks, the supervisor answers; the answer is a new row. The comment is sealed."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="reviews")
    plan = models.ForeignKey(Plan, models.PROTECT, null=True, related_name="reviews")
    about = models.CharField(_("请督导看什么"), max_length=10, choices=ReviewOf)
    supervisor = models.ForeignKey(
        Worker, models.PROTECT, null=True, related_name="case_reviews", db_index=False
    )
    asked_on = models.DateField()
    answer = models.CharField(
        _("督导意见"), max_length=16, choices=ReviewAnswer, default=ReviewAnswer.REQUESTED
    )
    answered_on = models.DateField(null=True)
    comment_sealed = models.BinaryField(default=b"", editable=False)

    objects = SupervisorReviewQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(answer=ReviewAnswer.REQUESTED, answered_on=None)
                | ~Q(answer=ReviewAnswer.REQUESTED) & Q(answered_on__isnull=False),
                name="review_answered_on_a_day",
            )
        ]
        indexes = [
            # what waits for this supervisor
            models.Index(
                fields=["supervisor", "asked_on"],
                condition=Q(answer="requested", superseded_at=None),
                name="review_waiting",
            )
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.about} {self.answer}"


class FollowUpQuerySet(KnownQuerySet["FollowUp"]):
    """Filters over when we knew it."""


class FollowUp(Known):
    """One contact after closing (F-09). Where somebody was reached, ``record_number`` names its service record."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="follow_ups")
    followed_on = models.DateField(_("回访日期"))
    mode = models.CharField(_("回访方式"), max_length=8, choices=FollowUpMode)
    state = models.CharField(_("近况"), max_length=12, choices=FollowUpState)
    has_new_needs = models.BooleanField(_("有新的需要"), default=False)
    advises_reopening = models.BooleanField(_("建议重开"), default=False)
    next_on = models.DateField(_("下次回访日期"), null=True, blank=True)
    record_number = models.CharField(max_length=24, blank=True)

    objects = FollowUpQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.case_id} {self.followed_on}"
