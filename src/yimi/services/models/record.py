"""The service record: one service event, counted once, whoever took part."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from yimi.core.ids import new_uid
from yimi.services.models.base import UnitRecord, UnitRecordQuerySet


class Method(models.TextChoices):
    """How the service was given (服务方式)."""

    HOME_VISIT = "home_visit", _("入户走访")
    CONSULTATION = "consultation", _("来访咨询")
    PHONE = "phone", _("电话")
    ONLINE = "online", _("线上")
    CASE_SESSION = "case_session", _("个案面谈")
    GROUP_SESSION = "group_session", _("小组")
    ACTIVITY = "activity", _("活动")
    RESOURCE_LINK = "resource_link", _("资源链接")
    REFERRAL = "referral", _("转介")
    HANDLING = "handling", _("事务办理")


class Outcome(models.TextChoices):
    """Whether anybody was met; a visit where nobody was (未遇) is counted apart and is no 户次."""

    MET = "met", _("见到")
    NOT_MET = "not_met", _("未遇")


class Presence(models.TextChoices):
    """Who counts as served (人次), and who was only spoken about."""

    SERVED = "served", _("在场")
    COLLATERAL = "collateral", _("谈及")


class Band(models.TextChoices):
    """Age bands for people whose names nobody asked; they never enter 人."""

    CHILD = "child", _("未成年人")
    ADULT = "adult", _("成年人")
    ELDER = "elder", _("60 岁以上")
    UNKNOWN = "unknown", _("未分")


class TagKind(models.TextChoices):
    """What a tag says about the record."""

    ITEM = "item", _("另做的服务")
    CHANGE = "change", _("情况变化")
    EFFECT = "effect", _("成效")


class ServiceRecord(UnitRecord):
    """One service event, by one or more workers, recorded once at the doorstep.

    The household is optional (institutions, passers-by). ``person_times`` (人次) = named people present + head-counts;
    0 when nobody was met. ``digest`` covers what the client sent: the same uid with the same content is the same record.
    """

    number = models.CharField(max_length=24)
    version = models.PositiveSmallIntegerField(default=1)
    household = models.ForeignKey(
        "people.Household",
        models.PROTECT,
        null=True,
        related_name="service_records",
        db_index=False,  # record_timeline begins with it
    )
    method = models.CharField(max_length=16, choices=Method.choices)
    outcome = models.CharField(max_length=8, choices=Outcome.choices, default=Outcome.MET)
    item = models.ForeignKey(
        "services.ServiceItem", models.PROTECT, related_name="+", db_index=False
    )
    served_on = models.DateField()
    starts_at = models.TimeField(null=True)
    minutes = models.PositiveSmallIntegerField()
    person_times = models.PositiveIntegerField(default=0)
    next_due_on = models.DateField(null=True)
    is_late = models.BooleanField(default=False)
    key = models.ForeignKey(
        "core.DataKey", models.PROTECT, null=True, related_name="+", db_index=False
    )
    note_sealed = models.BinaryField(default=b"")
    digest = models.CharField(max_length=64)
    supersedes = models.OneToOneField(
        "self", models.PROTECT, null=True, related_name="superseded_by"
    )

    objects = UnitRecordQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["number", "version"], name="record_number_version"),
            models.CheckConstraint(
                condition=Q(outcome="met") | Q(person_times=0),
                name="record_nobody_met_counts_nobody",
            ),
            models.CheckConstraint(condition=Q(minutes__lte=1440), name="record_within_a_day"),
            models.CheckConstraint(
                condition=Q(next_due_on=None) | Q(next_due_on__gte=F("served_on")),
                name="record_due_after_service",
            ),
            models.CheckConstraint(
                condition=Q(voided_at=None) | ~Q(void_reason=""), name="record_void_has_reason"
            ),
        ]
        indexes = [
            # a station's register, newest first; its figures for a month
            models.Index(fields=["unit", "-served_on", "-uid"], name="record_register"),
            # a county's figures for a month, by key range of the unit's place
            models.Index(fields=["unit_region_code", "served_on"], name="record_by_place"),
            # the household's timeline
            models.Index(fields=["household", "-served_on", "-uid"], name="record_timeline"),
        ]

    def __str__(self) -> str:
        return self.number


class Participant(models.Model):
    """A known resident at a record: present (served) or only spoken about (collateral)."""

    id = models.BigAutoField(primary_key=True)
    record = models.ForeignKey(
        ServiceRecord, models.PROTECT, related_name="participants", db_index=False
    )
    resident = models.ForeignKey("people.Resident", models.PROTECT, related_name="+")
    presence = models.CharField(max_length=10, choices=Presence.choices, default=Presence.SERVED)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["record", "resident"], name="participant_once"),
        ]

    def __str__(self) -> str:
        return f"{self.record_id}/{self.resident_id}"


class HeadCount(models.Model):
    """How many unnamed people of a band were there."""

    id = models.BigAutoField(primary_key=True)
    record = models.ForeignKey(
        ServiceRecord, models.PROTECT, related_name="head_counts", db_index=False
    )
    band = models.CharField(max_length=8, choices=Band.choices)
    count = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["record", "band"], name="head_count_once"),
            models.CheckConstraint(condition=Q(count__gt=0), name="head_count_positive"),
        ]

    def __str__(self) -> str:
        return f"{self.band}: {self.count}"


class RecordWorker(models.Model):
    """A worker who gave the service; the lead one first."""

    id = models.BigAutoField(primary_key=True)
    record = models.ForeignKey(
        ServiceRecord, models.PROTECT, related_name="workers", db_index=False
    )
    worker = models.ForeignKey("workforce.Worker", models.PROTECT, related_name="+")
    is_lead = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["record", "worker"], name="record_worker_once"),
        ]

    def __str__(self) -> str:
        return f"{self.record_id}/{self.worker_id}"


class CoOrganiser(models.Model):
    """A body that held the activity together with the station (公安局, 街道办事处 …)."""

    uid = models.UUIDField(primary_key=True, default=new_uid, editable=False)
    record = models.ForeignKey(ServiceRecord, models.PROTECT, related_name="co_organisers")
    name = models.CharField(max_length=80)

    def __str__(self) -> str:
        return self.name


class RecordTag(models.Model):
    """Something else the record says: a further item, a change seen, an effect."""

    id = models.BigAutoField(primary_key=True)
    record = models.ForeignKey(ServiceRecord, models.PROTECT, related_name="tags", db_index=False)
    kind = models.CharField(max_length=8, choices=TagKind.choices)
    code = models.CharField(max_length=20)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["record", "kind", "code"], name="record_tag_once"),
        ]

    def __str__(self) -> str:
        return f"{self.kind}:{self.code}"
