"""Members of a group: who asked, who was taken, who came and who left."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from yimi.core.records import Known, KnownQuerySet
from yimi.groups.models.group import SocialGroup
from yimi.people.models import Resident


class Screening(models.TextChoices):
    """What came of the talk before the group."""

    ACCEPTED = "accepted", _("入组")
    WAITING = "waiting", _("候补")
    DECLINED = "declined", _("未入组")


class ScreeningReason(models.TextChoices):
    """Why somebody waits or was not taken."""

    NONE = "", _("—")
    FULL = "full", _("名额已满")
    OTHER_NEEDS = "other_needs", _("需求不符，另行安排")
    OWN_WISH = "own_wish", _("本人不愿参加")
    NO_TIME = "no_time", _("时间不合适")
    NO_CONSENT = "no_consent", _("监护人未同意")
    OTHER = "other", _("其他")


class LeaveReason(models.TextChoices):
    """Why a member left before the end."""

    NONE = "", _("—")
    OWN_WISH = "own_wish", _("本人不愿继续")
    NO_TIME = "no_time", _("时间不合适")
    ILLNESS = "illness", _("生病")
    MOVED = "moved", _("迁居")
    REFERRED = "referred", _("转个案或转介")
    DIED = "died", _("去世")
    OTHER = "other", _("其他")


class GroupMemberQuerySet(KnownQuerySet["GroupMember"]):
    """Members, by when we held it to be so."""


class GroupMember(Known):
    """A resident and a group. Each step (waiting, taken, left) is a new row; the last one stands.

    Taken members have ``joined_on``; ``left_on`` is the last day on which they were expected. ``note_sealed`` is
    under the resident's key.
    """

    group = models.ForeignKey(SocialGroup, models.PROTECT, related_name="members", db_index=False)
    resident = models.ForeignKey(Resident, models.PROTECT, related_name="+")
    screening = models.CharField(_("筛选结果"), max_length=10, choices=Screening)
    screening_reason = models.CharField(
        _("原因"), max_length=12, choices=ScreeningReason, blank=True
    )
    screened_on = models.DateField(_("筛选日期"))
    joined_on = models.DateField(_("入组日期"), null=True, blank=True)
    left_on = models.DateField(_("离组日期"), null=True, blank=True)
    leave_reason = models.CharField(_("离组原因"), max_length=10, choices=LeaveReason, blank=True)
    note_sealed = models.BinaryField(default=b"", editable=False)

    objects = GroupMemberQuerySet.as_manager()

    class Meta:
        constraints = [
            # also serves the group's page
            models.UniqueConstraint(
                fields=["group", "resident"],
                condition=Q(superseded_at=None),
                name="group_member_once",
            ),
            models.CheckConstraint(
                condition=Q(screening="accepted", joined_on__isnull=False)
                | Q(screening__in=["waiting", "declined"], joined_on=None),
                name="group_member_joins_when_accepted",
            ),
            models.CheckConstraint(
                condition=Q(screening="accepted") | ~Q(screening_reason=""),
                name="group_screening_has_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(left_on=None, leave_reason="")
                | (Q(left_on__gte=F("joined_on")) & ~Q(leave_reason="")),
                name="group_member_leaves_after_joining",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.group_id} {self.resident_id} {self.screening}"
