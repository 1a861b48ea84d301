"""Pairing agreements (结对): one place's supervisors help another's workers, under a rule of their own."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from yimi.core.records import (
    Dated,
    DatedQuerySet,
    Known,
    KnownQuerySet,
    Record,
    ends_after_start,
)
from yimi.stations.models import Operator
from yimi.workforce.models import Worker


class CountsPer(models.TextChoices):
    """Where a supervisor's visits count: at this agreement's site, or at all sites of the same agency together."""

    SITE = "site", _("每个结对点分别算")
    AGENCY = "agency", _("同一机构的结对点合起来算")


class PairingAgreement(Record):
    """A lead town buys from one agency the supervision of a site elsewhere. What it asks for is data, not code.

    ``onsite_days_min`` stands for 总时长不少于 1 个月: the document defines no days, so ``rule_note`` says how it is read.
    """

    name = models.CharField(_("协议名称"), max_length=100)
    document = models.CharField(_("依据文件"), max_length=200)
    lead_region_code = models.CharField(_("结对牵头镇街"), max_length=12)
    site_region_code = models.CharField(_("受援社区（安置点）"), max_length=12)
    agency = models.ForeignKey(
        Operator, models.PROTECT, null=True, blank=True, related_name="pairings",
        verbose_name=_("选定的社工机构"),
    )  # fmt: skip
    starts_on = models.DateField(_("从哪天起"))
    ends_on = models.DateField(_("到哪天止"))
    supervisors_required = models.PositiveSmallIntegerField(_("督导人数"), default=2)
    onsite_visits_min = models.PositiveSmallIntegerField(_("每名督导至少实地几次"), default=2)
    onsite_days_min = models.PositiveSmallIntegerField(_("每名督导实地至少几天"), default=30)
    counts_per = models.CharField(
        _("实地次数和天数怎么算"), max_length=8, choices=CountsPer, default=CountsPer.SITE
    )
    local_workers_required = models.PositiveSmallIntegerField(_("当地社工人数"), default=1)
    local_worker_months = models.PositiveSmallIntegerField(_("当地社工服务几个月"), default=3)
    rule_note = models.CharField(_("对规定的理解"), max_length=300, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")), name="pairing_ends_after_start"
            ),
            models.CheckConstraint(
                condition=~Q(lead_region_code=F("site_region_code")), name="pairing_of_two_places"
            ),
        ]
        indexes = [
            # the agreements of those who help, and of those who are helped
            models.Index(fields=["lead_region_code"], name="pairing_by_lead"),
            models.Index(fields=["site_region_code"], name="pairing_by_site"),
        ]

    def __str__(self) -> str:
        return self.name


class AssistingTownQuerySet(KnownQuerySet["AssistingTown"]):
    """Filters over when we knew it."""


class AssistingTown(Known):
    """A town that helps the lead town (结对协助镇街). One put down wrongly is superseded, never deleted."""

    agreement = models.ForeignKey(PairingAgreement, models.PROTECT, related_name="assisting_towns")
    region_code = models.CharField(max_length=12)

    objects = AssistingTownQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["agreement", "region_code"],
                condition=Q(superseded_at=None),
                name="assisting_town_once",
            )
        ]

    def __str__(self) -> str:
        return self.region_code


class PairingSupervisorQuerySet(DatedQuerySet["PairingSupervisor"]):
    """Filters over both times."""


class PairingSupervisor(Dated):
    """A supervisor whom the agency sends under an agreement, from a day to a day."""

    agreement = models.ForeignKey(PairingAgreement, models.PROTECT, related_name="supervisors")
    worker = models.ForeignKey(Worker, models.PROTECT, related_name="+")

    objects = PairingSupervisorQuerySet.as_manager()

    class Meta:
        constraints = [ends_after_start("pairing_supervisor_ends_after_start")]

    def __str__(self) -> str:
        return f"{self.agreement_id}/{self.worker_id}"


class PairingLocalWorkerQuerySet(DatedQuerySet["PairingLocalWorker"]):
    """Filters over both times."""


class PairingLocalWorker(Dated):
    """A worker of the helped place, hired to serve at the site from a day to a day."""

    agreement = models.ForeignKey(PairingAgreement, models.PROTECT, related_name="local_workers")
    worker = models.ForeignKey(Worker, models.PROTECT, related_name="+")

    objects = PairingLocalWorkerQuerySet.as_manager()

    class Meta:
        constraints = [ends_after_start("pairing_local_worker_ends_after_start")]

    def __str__(self) -> str:
        return f"{self.agreement_id}/{self.worker_id}"


class OnSiteVisitQuerySet(DatedQuerySet["OnSiteVisit"]):
    """Filters over both times."""


class OnSiteVisit(Dated):
    """A supervisor's stay at the site (实地督导), both days included; without an end they are there still."""

    agreement = models.ForeignKey(PairingAgreement, models.PROTECT, related_name="visits")
    worker = models.ForeignKey(Worker, models.PROTECT, related_name="+")

    objects = OnSiteVisitQuerySet.as_manager()

    class Meta:
        constraints = [ends_after_start("onsite_visit_ends_after_start")]

    def __str__(self) -> str:
        return f"{self.agreement_id}/{self.worker_id} {self.starts_on}"
