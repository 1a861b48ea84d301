"""Filled-in forms, sealed and never overwritten; fields that a place added to a form."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from yimi.core.models import DataKey
from yimi.core.records import Dated, DatedQuerySet, Known, KnownQuerySet, ends_after_start


class FormEntryQuerySet(KnownQuerySet["FormEntry"]):
    """Versions of forms."""


class FormEntry(Known):
    """One version of one form about one subject (a case, a session, a visit …); every save is a new row.

    ``answers_sealed`` is JSON under ``key``, bound to this row. ``form_version`` is the definition it was filled in with.
    """

    subject_kind = models.CharField(max_length=24)
    subject_uid = models.UUIDField()
    code = models.CharField(max_length=8)
    form_version = models.PositiveSmallIntegerField()
    version = models.PositiveSmallIntegerField(default=1)
    key = models.ForeignKey(DataKey, models.PROTECT, related_name="+", db_index=False)
    answers_sealed = models.BinaryField()
    unit = models.ForeignKey(
        "stations.ServiceUnit", models.PROTECT, related_name="+", db_index=False
    )
    region_code = models.CharField(max_length=12)
    is_final = models.BooleanField(default=False)

    objects = FormEntryQuerySet.as_manager()

    class Meta:
        constraints = [
            # two people saving at once: the second insert fails. Also serves every look-up by subject.
            models.UniqueConstraint(
                fields=["subject_uid", "subject_kind", "code", "version"],
                name="form_entry_version_once",
            ),
            models.UniqueConstraint(
                fields=["subject_uid", "subject_kind", "code"],
                condition=Q(superseded_at=None),
                name="form_entry_one_current",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.subject_kind} v{self.version}"


class LocalKind(models.TextChoices):
    """The kinds of field that a place may add."""

    TEXT = "text", _("一行文字")
    LONG_TEXT = "long_text", _("一段文字")
    CHOICE = "choice", _("单选")
    CHOICES = "choices", _("多选")
    DATE = "date", _("日期")
    NUMBER = "number", _("数字")
    MONEY = "money", _("金额（元）")
    YES_NO = "yes_no", _("是或否")


class LocalFieldQuerySet(DatedQuerySet["LocalField"]):
    """Local additions."""


class LocalField(Dated):
    """A question that a province, city, county or township added to a form, from a day, until a day.

    ``region_code``: the division's 12 digits; it holds there and below. ``options``: one choice a line. Another wording is
    a new row with the same ``key``: forms filled in before keep the words of their day.
    """

    region_code = models.CharField(max_length=12)
    form_code = models.CharField(max_length=8)
    key = models.CharField(max_length=40)
    section = models.CharField(max_length=40, blank=True)
    label = models.CharField(_("名称"), max_length=60)
    label_en = models.CharField(_("英文名称"), max_length=100, blank=True)
    help = models.CharField(_("填写说明"), max_length=200, blank=True)
    kind = models.CharField(_("怎么填"), max_length=12, choices=LocalKind.choices)
    options = models.TextField(_("选项"), blank=True)
    is_required = models.BooleanField(_("应填"), default=False)

    objects = LocalFieldQuerySet.as_manager()

    class Meta:
        constraints = [
            ends_after_start("local_field_ends_after_start"),
            models.UniqueConstraint(
                fields=["key"],
                condition=Q(superseded_at=None),
                name="local_field_key_once",
            ),
        ]
        indexes = [
            # a form's local fields, read with every form that is opened
            models.Index(fields=["form_code", "region_code"], name="local_field_of_form"),
        ]

    def __str__(self) -> str:
        return f"{self.form_code} {self.key}"

    @property
    def option_list(self) -> list[str]:
        """The choices, in their order."""
        return [line.strip() for line in self.options.splitlines() if line.strip()]
