"""Dated links between people: membership in a household, family, guardianship, merging of doubles."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from yimi.core import clock
from yimi.core.ids import new_uid
from yimi.core.records import Dated, DatedQuerySet, ends_after_start
from yimi.people.models.households import Household
from yimi.people.models.residents import NAME_LENGTH, Resident

#: GB/T 4761: the head of the household.
HEAD = "02"
#: Membership and statuses that hold now: known, and without an end.
OPEN = Q(ends_on=None, superseded_at=None)


class MembershipQuerySet(DatedQuerySet["Membership"]):
    """Memberships, by their two times."""


class Membership(Dated):
    """A resident belongs to a household, as ``relation`` (GB/T 4761) to its head."""

    resident = models.ForeignKey(
        Resident, models.PROTECT, related_name="memberships", db_index=False
    )
    household = models.ForeignKey(
        Household, models.PROTECT, related_name="memberships", db_index=False
    )
    relation = models.CharField(_("与户主关系"), max_length=2)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        constraints = [
            ends_after_start("membership_ends_after_start"),
            models.UniqueConstraint(
                fields=["resident"], condition=OPEN, name="one_household_at_a_time"
            ),
            models.UniqueConstraint(
                fields=["household"], condition=OPEN & Q(relation=HEAD), name="one_head_at_a_time"
            ),
        ]
        indexes = [
            # the file page's members, the list's heads
            models.Index(fields=["household", "ends_on"], name="membership_by_household"),
            # where someone has lived
            models.Index(fields=["resident", "starts_on"], name="membership_by_resident"),
        ]

    def __str__(self) -> str:
        return f"{self.resident_id} {self.household_id} {self.relation}"


class ParentSituation(models.TextChoices):
    """How it stands with a relative, in the words of the child-welfare rules (民发〔2019〕62号, 民发〔2020〕125号)."""

    UNKNOWN = "unknown", _("未了解")
    NORMAL = "normal", _("正常")
    WORKING_AWAY = "working_away", _("外出务工")
    DEAD = "dead", _("已去世")
    MISSING = "missing", _("宣告失踪或查找不到")
    LOST_CONTACT = "lost_contact", _("失联六个月以上")
    SEVERE_DISABILITY = "severe_disability", _("重残")
    SEVERE_ILLNESS = "severe_illness", _("重病")
    IN_CUSTODY = "in_custody", _("服刑、羁押或强制隔离戒毒")
    GUARDIANSHIP_REVOKED = "guardianship_revoked", _("被撤销监护资格")
    DEPORTED = "deported", _("被遣送（驱逐）出境")


class FamilyRelationQuerySet(DatedQuerySet["FamilyRelation"]):
    """Relatives, by their two times."""


class FamilyRelation(Dated):
    """A relative of a resident, in or out of the household; ``relation`` is what the relative is to the resident.

    A relative without a file here is a name only.
    """

    resident = models.ForeignKey(Resident, models.PROTECT, related_name="relatives", db_index=False)
    relative = models.ForeignKey(Resident, models.PROTECT, null=True, related_name="relative_of")
    relative_name = models.CharField(_("姓名"), max_length=NAME_LENGTH, blank=True)
    relation = models.CharField(_("关系"), max_length=2)
    situation = models.CharField(
        _("目前情况"), max_length=24, choices=ParentSituation, default=ParentSituation.UNKNOWN
    )

    objects = FamilyRelationQuerySet.as_manager()

    class Meta:
        constraints = [
            ends_after_start("family_relation_ends_after_start"),
            models.CheckConstraint(
                condition=Q(relative__isnull=False) | ~Q(relative_name=""),
                name="relative_is_named",
            ),
            models.CheckConstraint(
                condition=Q(relative=None) | ~Q(relative=F("resident")),
                name="relative_is_someone_else",
            ),
        ]
        # the file page; "both parents away"
        indexes = [models.Index(fields=["resident", "starts_on"], name="relatives_of_resident")]

    def __str__(self) -> str:
        return f"{self.resident_id} {self.relation}"


class GuardianshipKind(models.TextChoices):
    """On what ground someone is guardian (民法典 arts. 27–39)."""

    PARENT = "parent", _("父母")
    STATUTORY = "statutory", _("法定监护人（父母以外）")
    APPOINTED = "appointed", _("指定监护人")
    ENTRUSTED = "entrusted", _("受委托照护人")
    ORGANISATION = "organisation", _("村（居）委会或民政部门")


class GuardianshipQuerySet(DatedQuerySet["Guardianship"]):
    """Guardianships, by their two times."""


class Guardianship(Dated):
    """Who answers for a minor or for an adult without full capacity: a resident here, or a name and a phone."""

    resident = models.ForeignKey(
        Resident, models.PROTECT, related_name="guardianships", db_index=False
    )
    guardian = models.ForeignKey(Resident, models.PROTECT, null=True, related_name="guardian_of")
    guardian_name = models.CharField(_("监护人姓名"), max_length=NAME_LENGTH, blank=True)
    phone_sealed = models.BinaryField(default=b"", editable=False)
    relation = models.CharField(_("关系"), max_length=2, blank=True)
    kind = models.CharField(_("监护类别"), max_length=14, choices=GuardianshipKind)

    objects = GuardianshipQuerySet.as_manager()

    class Meta:
        constraints = [
            ends_after_start("guardianship_ends_after_start"),
            models.CheckConstraint(
                condition=Q(guardian__isnull=False) | ~Q(guardian_name=""),
                name="guardian_is_named",
            ),
            models.CheckConstraint(
                condition=Q(guardian=None) | ~Q(guardian=F("resident")),
                name="guardian_is_someone_else",
            ),
        ]
        # the file page; who must agree for this child
        indexes = [models.Index(fields=["resident", "starts_on"], name="guardians_of_resident")]

    def __str__(self) -> str:
        return f"{self.resident_id} {self.kind}"


class MergeLink(models.Model):
    """Two files are one person: ``duplicate`` is read as ``kept`` until the link is undone. Nothing else is rewritten."""

    uid = models.UUIDField(primary_key=True, default=new_uid, editable=False)
    duplicate = models.ForeignKey(
        Resident, models.PROTECT, related_name="merged_into", db_index=False
    )
    kept = models.ForeignKey(Resident, models.PROTECT, related_name="merged_from", db_index=False)
    reason = models.CharField(_("理由"), max_length=200)
    merged_at = models.DateTimeField(default=clock.now)
    merged_by = models.UUIDField()
    undone_at = models.DateTimeField(null=True)
    undone_by = models.UUIDField(null=True)
    undone_reason = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["duplicate"], condition=Q(undone_at=None), name="merged_once_at_a_time"
            ),
            models.CheckConstraint(
                condition=~Q(duplicate=F("kept")), name="merged_into_someone_else"
            ),
            models.CheckConstraint(
                condition=Q(undone_at=None, undone_by=None)
                | Q(undone_at__isnull=False, undone_by__isnull=False),
                name="merge_undone_by_someone",
            ),
        ]
        indexes = [
            # whom this file is read as, now or at an earlier time
            models.Index(fields=["duplicate", "merged_at"], name="merge_by_duplicate"),
            # which files are read as this one
            models.Index(fields=["kept", "merged_at"], name="merge_by_kept"),
        ]

    def __str__(self) -> str:
        return f"{self.duplicate_id} → {self.kept_id}"
