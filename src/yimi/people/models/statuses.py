"""Statuses (身份与待遇): what someone is known to be, known not to be, or was never asked about."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from yimi.core.language import in_english
from yimi.core.records import Dated, DatedQuerySet, ends_after_start
from yimi.people.models.links import OPEN
from yimi.people.models.residents import Resident


class StatusGroup(models.TextChoices):
    """The line that a status belongs to on a form."""

    ASSISTANCE = "assistance", _("社会救助")
    DISABILITY = "disability", _("残疾")
    CHILD = "child", _("儿童")
    ELDER = "elder", _("老年人")
    BENEFIT = "benefit", _("补贴与津贴")
    OTHER = "other", _("其他")


class StatusKind(models.Model):
    """A status as data. ``code`` is its stable name in packs, imports and the API; shipped ones have no region.

    A county adds its own under a code that begins with its six digits. ``levels`` and ``varieties`` list the
    details a record of it must or may carry; ``tags`` are the bundles people speak of (一老一小, 一残一困).
    """

    code = models.SlugField(max_length=50, primary_key=True)
    name = models.CharField(_("名称"), max_length=50)
    name_en = models.CharField(max_length=80)
    group = models.CharField(max_length=12, choices=StatusGroup)
    levels = models.JSONField(default=list)
    varieties = models.JSONField(default=list)
    tags = models.JSONField(default=list)
    age_from = models.PositiveSmallIntegerField(null=True)
    age_below = models.PositiveSmallIntegerField(null=True)
    region_code = models.CharField(max_length=12, blank=True)
    source = models.CharField(_("依据"), max_length=200, blank=True)
    order = models.PositiveSmallIntegerField(default=999)
    valid_from = models.DateField(null=True)
    valid_to = models.DateField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_from=None) | Q(valid_to=None) | Q(valid_to__gte=F("valid_from")),
                name="status_kind_ends_after_start",
            )
        ]
        # the statuses offered in a county, in order
        indexes = [models.Index(fields=["region_code", "order"], name="status_kind_by_place")]

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        """The name in the reader's language."""
        return self.name_en if in_english() else self.name


class StatusSource(models.TextChoices):
    """How we know. An official list outranks a certificate, a certificate what somebody said."""

    SELF_REPORT = "self_report", _("本人或家人自述")
    VISIT = "visit", _("入户核实")
    CERTIFICATE = "certificate", _("查看证件")
    OFFICIAL_LIST = "official_list", _("部门名册")


class ResidentStatusQuerySet(DatedQuerySet["ResidentStatus"]):
    """Answers, by their two times."""


class ResidentStatus(Dated):
    """A confirmed yes or a confirmed no, from–to. No row at all means: nobody has asked."""

    resident = models.ForeignKey(Resident, models.PROTECT, related_name="statuses", db_index=False)
    kind = models.ForeignKey(StatusKind, models.PROTECT, related_name="+", db_index=False)
    value = models.BooleanField()
    level = models.CharField(_("等级"), max_length=20, blank=True)
    variety = models.CharField(_("类别"), max_length=20, blank=True)
    source = models.CharField(_("来源"), max_length=14, choices=StatusSource)
    document = models.CharField(_("名册或证件"), max_length=200, blank=True)
    verified_on = models.DateField(_("核实日期"))

    objects = ResidentStatusQuerySet.as_manager()

    class Meta:
        constraints = [
            ends_after_start("status_ends_after_start"),
            models.UniqueConstraint(
                fields=["resident", "kind"], condition=OPEN, name="one_answer_at_a_time"
            ),
        ]
        indexes = [
            # the file page: all that was ever known of a person
            models.Index(fields=["resident", "kind", "starts_on"], name="status_by_resident"),
            # the list's filter "with this status now"
            models.Index(fields=["kind", "resident"], condition=OPEN, name="status_open_by_kind"),
        ]

    def __str__(self) -> str:
        return f"{self.resident_id} {self.kind_id} {self.value}"
