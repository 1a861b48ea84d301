"""A session of a group that was held: a place in the plan, a phase, and the one service record that counts it."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from yimi.core import clock
from yimi.core.ids import new_uid
from yimi.groups.models.group import SocialGroup


class Phase(models.TextChoices):
    """The five phases of MZ/T 095-2017."""

    PREPARATION = "preparation", _("筹备期")
    FORMING = "forming", _("形成期")
    TRANSITION = "transition", _("转折期")
    MATURITY = "maturity", _("成熟期")
    ENDING = "ending", _("结束期")


class GroupSession(models.Model):
    """Session ``no`` of the group was held. Day, minutes and who came stand in the service record ``record_number`` alone.

    A correction makes a new version of the record and leaves this row; a session is held as long as its record
    stands. ``voided_at`` frees the number for another session.
    """

    uid = models.UUIDField(primary_key=True, default=new_uid, editable=False)
    group = models.ForeignKey(SocialGroup, models.PROTECT, related_name="sessions", db_index=False)
    no = models.PositiveSmallIntegerField(_("节次"))
    phase = models.CharField(_("阶段"), max_length=12, choices=Phase)
    record_number = models.CharField(_("服务记录"), max_length=24, unique=True)
    recorded_at = models.DateTimeField(default=clock.now)
    recorded_by = models.UUIDField()
    voided_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            # also serves the group's page
            models.UniqueConstraint(
                fields=["group", "no"], condition=Q(voided_at=None), name="group_session_once"
            ),
            models.CheckConstraint(condition=Q(no__gt=0), name="group_session_from_one"),
            models.CheckConstraint(
                condition=Q(phase__in=Phase.values), name="group_phase_is_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.group_id}/{self.no}"
