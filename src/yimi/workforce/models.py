"""Nouns of the workforce room: workers, their certificates, where they are placed, who supervises them."""

from __future__ import annotations

from datetime import date
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from yimi.core.models import DataKey
from yimi.core.records import (
    Dated,
    DatedQuerySet,
    Known,
    KnownQuerySet,
    Record,
    ends_after_start,
)
from yimi.stations.models import Operator, ServiceUnit


class Sex(models.TextChoices):
    """GB/T 2261.1-2003."""

    UNKNOWN = "0", _("未知")
    MALE = "1", _("男")
    FEMALE = "2", _("女")
    NOT_STATED = "9", _("未说明")


class EmploymentMode(models.TextChoices):
    """How a worker is employed: directly (直聘) by the township or through a purchased service (购买), and the rest."""

    DIRECT = "direct", _("直接聘用")
    PURCHASED = "purchased", _("购买服务")
    DISPATCHED = "dispatched", _("劳务派遣")
    PUBLIC_WELFARE_POST = "public_welfare_post", _("公益性岗位")
    GOVERNMENT_STAFF = "government_staff", _("在编人员兼任")
    OTHER = "other", _("其他")


class Education(models.TextChoices):
    """Highest education; code list of GB/T 4658 folded to what staff registers ask for."""

    UNKNOWN = "", _("未填")
    JUNIOR_HIGH = "junior_high", _("初中及以下")
    SENIOR_HIGH = "senior_high", _("高中或中专")
    COLLEGE = "college", _("大专")
    BACHELOR = "bachelor", _("本科")
    MASTER = "master", _("硕士及以上")


class Worker(Record):
    """Someone who works in the network: placed at a station, at a centre, or at a post outside stations.

    The employer is an operator or, for union posts and the like, a name. ``region_code`` is the division that keeps
    the staff file. Phone and ID number are sealed under ``key``; the ID number is found by its digest.
    """

    name = models.CharField(_("姓名"), max_length=100)
    sex = models.CharField(_("性别"), max_length=1, choices=Sex, default=Sex.UNKNOWN)
    birth_on = models.DateField(_("出生日期"), null=True, blank=True)
    region_code = models.CharField(_("管理地"), max_length=12)
    key = models.ForeignKey(DataKey, models.PROTECT, editable=False, related_name="+")
    phone_sealed = models.BinaryField(default=b"", editable=False)
    id_number_sealed = models.BinaryField(default=b"", editable=False)
    id_digest = models.CharField(max_length=32, blank=True, editable=False)
    employer = models.ForeignKey(
        Operator, models.PROTECT, null=True, blank=True, related_name="workers",
        verbose_name=_("用人单位"),
    )  # fmt: skip
    employer_name = models.CharField(_("其他用人单位"), max_length=100, blank=True)
    employment_mode = models.CharField(
        _("用工方式"), max_length=20, choices=EmploymentMode, default=EmploymentMode.PURCHASED
    )
    education = models.CharField(_("学历"), max_length=20, choices=Education, blank=True)
    joined_on = models.DateField(_("入职日期"), null=True, blank=True)
    left_on = models.DateField(_("离职日期"), null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["id_digest"], condition=~Q(id_digest=""), name="worker_id_number_once"
            ),
            models.CheckConstraint(
                condition=Q(employer=None) | Q(employer_name=""), name="worker_has_one_employer"
            ),
            models.CheckConstraint(
                condition=Q(joined_on=None) | Q(left_on=None) | Q(left_on__gte=F("joined_on")),
                name="worker_leaves_after_joining",
            ),
        ]
        # a division's staff list, by name
        indexes = [models.Index(fields=["region_code", "name"], name="worker_by_place")]

    def __str__(self) -> str:
        return self.name


class CertificateLevel(models.TextChoices):
    """Levels of the national certificate (社会工作者职业水平证书)."""

    ASSISTANT = "assistant", _("助理社会工作师")
    INTERMEDIATE = "intermediate", _("社会工作师")
    SENIOR = "senior", _("高级社会工作师")


class CertificateQuerySet(KnownQuerySet["Certificate"]):
    """Filters over certificates."""

    def issued_by(self, day: date) -> Self:
        """Current certificates already issued on ``day``."""
        return self.current().filter(issued_on__lte=day)


class Certificate(Known):
    """A certificate that a worker holds. It does not expire; its *registration* runs for three years at a time.

    ``number`` is the 管理号, whose format the sources disagree on: kept as written. A renewed registration is a new row.
    """

    worker = models.ForeignKey(Worker, models.PROTECT, related_name="certificates")
    level = models.CharField(_("级别"), max_length=20, choices=CertificateLevel)
    number = models.CharField(_("管理号"), max_length=60, blank=True)
    issued_on = models.DateField(_("发证日期"))
    registered_on = models.DateField(_("登记日期"), null=True, blank=True)
    registration_until = models.DateField(_("登记有效期至"), null=True, blank=True)

    objects = CertificateQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["worker", "level"],
                condition=Q(superseded_at=None),
                name="certificate_once_per_level",
            ),
            models.CheckConstraint(
                condition=Q(registered_on=None) | Q(registered_on__gte=F("issued_on")),
                name="certificate_registered_after_issue",
            ),
            models.CheckConstraint(
                condition=Q(registration_until=None)
                | Q(registered_on__isnull=False, registration_until__gte=F("registered_on")),
                name="certificate_registration_ends_after_start",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.worker_id} {self.level}"


class PostKind(models.TextChoices):
    """Kinds of post: handling civil-affairs matters (事务岗) or professional service (服务岗)."""

    AFFAIRS = "affairs", _("事务岗")
    SERVICE = "service", _("服务岗")


class PlacementQuerySet(DatedQuerySet["Placement"]):
    """Filters over both times."""


class Placement(Dated):
    """A worker's post at a unit from a day to a day. Someone may work part-time at two stations at once."""

    worker = models.ForeignKey(Worker, models.PROTECT, related_name="placements")
    unit = models.ForeignKey(ServiceUnit, models.PROTECT, related_name="placements")
    post_kind = models.CharField(
        _("岗位"), max_length=20, choices=PostKind, default=PostKind.SERVICE
    )
    is_head = models.BooleanField(_("站长"), default=False)
    full_time = models.BooleanField(_("专职"), default=True)

    objects = PlacementQuerySet.as_manager()

    class Meta:
        constraints = [ends_after_start("placement_ends_after_start")]
        indexes = [
            # who works here on a day, staff figures of a county; where a worker is, and was
            models.Index(fields=["unit", "starts_on"], name="placement_by_unit"),
            models.Index(fields=["worker", "starts_on"], name="placement_by_worker"),
        ]

    def __str__(self) -> str:
        return f"{self.worker_id} {self.unit_id} {self.starts_on}"


class SupervisorAssignmentQuerySet(DatedQuerySet["SupervisorAssignment"]):
    """Filters over both times."""


class SupervisorAssignment(Dated):
    """A worker supervises a unit, or one worker, from a day to a day. Being a supervisor is this, not a certificate level."""

    supervisor = models.ForeignKey(Worker, models.PROTECT, related_name="supervises")
    unit = models.ForeignKey(
        ServiceUnit, models.PROTECT, null=True, blank=True, related_name="supervised_by"
    )
    worker = models.ForeignKey(
        Worker, models.PROTECT, null=True, blank=True, related_name="supervised_by"
    )

    objects = SupervisorAssignmentQuerySet.as_manager()

    class Meta:
        constraints = [
            ends_after_start("supervision_ends_after_start"),
            models.CheckConstraint(
                condition=Q(unit=None, worker__isnull=False) | Q(unit__isnull=False, worker=None),
                name="supervision_of_a_unit_or_a_worker",
            ),
            models.CheckConstraint(
                condition=Q(worker=None) | ~Q(worker=F("supervisor")),
                name="nobody_supervises_themselves",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.supervisor_id} {self.unit_id or self.worker_id} {self.starts_on}"
