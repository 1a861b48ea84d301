"""A report of suspected harm and the links of its chain. Both are written once and never changed."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from yimi.core import clock
from yimi.core.ids import new_uid


class HarmKind(models.TextChoices):
    """What was seen or suspected (nine bodies' opinion of 2020, art. 4)."""

    INJURY = "injury", _("身上有异常的伤")
    MALNUTRITION = "malnutrition", _("严重营养不良或意识不清")
    VIOLENCE = "violence", _("家暴、欺凌、虐待、殴打")
    SEXUAL = "sexual", _("性侵害、怀孕、流产")
    ABANDONED = "abandoned", _("被遗弃或长期没人照料")
    TRAFFICKING = "trafficking", _("来历不明、失踪、被拐卖")
    BEGGING = "begging", _("被组织乞讨")
    OTHER = "other", _("其他伤害或危险")


class PersonKind(models.TextChoices):
    """Whom the duty protects."""

    MINOR = "minor", _("未成年人")
    WITHOUT_CAPACITY = "without_capacity", _("无行为能力的成年人")
    LIMITED_CAPACITY = "limited_capacity", _("限制行为能力的成年人")
    UNSURE = "unsure", _("拿不准")


class StepKind(models.TextChoices):
    """The links of the chain."""

    FOUND = "found", _("发现")
    REPORTED = "reported", _("报告")
    RECEIPT = "receipt", _("回执")
    FOLLOW_UP = "follow_up", _("后续")
    CORRECTION = "correction", _("更正")


class ReportedTo(models.TextChoices):
    """Who was told."""

    POLICE = "police", _("公安机关（110）")
    CIVIL_AFFAIRS = "civil_affairs", _("民政部门")
    EDUCATION = "education", _("教育部门")
    PROCURATORATE = "procuratorate", _("检察院")
    WOMEN = "women", _("妇联")
    COMMITTEE = "committee", _("村（居）委会、乡镇（街道）")
    HEALTH = "health", _("医院或卫健部门")
    OTHER = "other", _("其他")


class Way(models.TextChoices):
    """How they were told."""

    PHONE = "phone", _("电话")
    IN_PERSON = "in_person", _("当面")
    WRITTEN = "written", _("书面")
    ONLINE = "online", _("网上")


class HarmReport(models.Model):
    """Somebody saw or suspected harm to a minor or to someone without capacity, and said so (强制报告, F-23).

    Who, what and where are sealed under a key of its own; even the link to a resident's file stands only in there, so
    that no list or join can find it. ``subject_digest`` tells the readers that the same person was reported before.
    ``found_at`` is what the reporter says, ``recorded_at`` the server's.
    """

    uid = models.UUIDField(primary_key=True, default=new_uid, editable=False)
    number = models.CharField(max_length=24, unique=True)
    unit = models.ForeignKey(
        "stations.ServiceUnit", models.PROTECT, null=True, related_name="+", db_index=False
    )
    region_code = models.CharField(max_length=12, blank=True)
    key = models.ForeignKey("core.DataKey", models.PROTECT, related_name="+", db_index=False)
    content_sealed = models.BinaryField()
    subject_digest = models.CharField(max_length=32, blank=True)
    person_kind = models.CharField(max_length=16, choices=PersonKind)
    is_immediate = models.BooleanField(default=False)
    found_at = models.DateTimeField()
    recorded_at = models.DateTimeField(default=clock.now)
    recorded_by = models.UUIDField()
    reporter_name = models.CharField(max_length=100)
    digest = models.CharField(max_length=32)

    class Meta:
        indexes = [
            # a station's and a division's reports, newest first, for their readers
            models.Index(fields=["unit", "-recorded_at"], name="harm_report_by_unit"),
            models.Index(fields=["region_code", "-recorded_at"], name="harm_report_by_place"),
            # what this person reported
            models.Index(fields=["recorded_by", "-recorded_at"], name="harm_report_by_reporter"),
            # earlier reports about the same person
            models.Index(
                fields=["subject_digest"],
                condition=~Q(subject_digest=""),
                name="harm_report_by_subject",
            ),
        ]

    def __str__(self) -> str:
        return self.number


class ReportStep(models.Model):
    """One link of a report's chain: found, reported to whom and how, receipt, what followed. Written once.

    ``at`` is when it happened. A mistake is put right by a further step that ``corrects`` it; both stay.
    """

    uid = models.UUIDField(primary_key=True, default=new_uid, editable=False)
    report = models.ForeignKey(HarmReport, models.PROTECT, related_name="steps", db_index=False)
    kind = models.CharField(max_length=10, choices=StepKind)
    at = models.DateTimeField()
    to_whom = models.CharField(max_length=16, choices=ReportedTo, blank=True)
    way = models.CharField(max_length=10, choices=Way, blank=True)
    content_sealed = models.BinaryField(default=b"")
    corrects = models.OneToOneField("self", models.PROTECT, null=True, related_name="corrected_by")
    recorded_at = models.DateTimeField(default=clock.now)
    recorded_by = models.UUIDField()
    recorded_by_name = models.CharField(max_length=100)
    digest = models.CharField(max_length=32)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["report"], condition=Q(kind="found"), name="report_is_found_once"
            ),
            models.CheckConstraint(
                condition=~Q(kind="reported") | (~Q(to_whom="") & ~Q(way="")),
                name="reported_step_says_to_whom_and_how",
            ),
            models.CheckConstraint(
                condition=Q(corrects=None) | Q(kind="correction"),
                name="only_a_correction_corrects",
            ),
        ]
        # the chain of a report; which reports no authority knows of
        indexes = [models.Index(fields=["report", "recorded_at"], name="report_step_chain")]

    def __str__(self) -> str:
        return f"{self.report_id} {self.kind}"
