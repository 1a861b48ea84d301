"""Who leads a group, and since when."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from yimi.core import clock
from yimi.core.actor import Actor
from yimi.core.errors import Invalid
from yimi.core.superseding import replace_fact, supersede, take_version
from yimi.groups.actions.checks import note, require_at_group, require_open
from yimi.groups.models import GroupLeader, SocialGroup
from yimi.groups.permissions import EDIT
from yimi.stations.rules import day_before
from yimi.workforce.models import Placement


def require_leaders(wanted: Sequence[tuple[UUID, Sequence[UUID]]]) -> None:
    """Each group has leaders, the first of them placed at its unit, nobody twice; raises Invalid. One query."""
    uids = {uid for _unit, leaders in wanted for uid in leaders}
    placed = set(Placement.objects.current().filter(worker__in=uids).values_list("worker", "unit"))
    anywhere = {worker for worker, _unit in placed}
    for unit, leaders in wanted:
        if not leaders:
            raise Invalid.one("leaders", _("请选带领小组的社工。"))
        if len(set(leaders)) != len(leaders):
            raise Invalid.one("leaders", _("同一位社工选了两次。"))
        if (leaders[0], unit) not in placed or not anywhere.issuperset(leaders):
            raise Invalid.one("leaders", _("带领的社工要在本站在岗。"))


@transaction.atomic
def set_leaders(
    group: SocialGroup, *, actor: Actor, expected: int, worker_uids: Sequence[UUID]
) -> list[GroupLeader]:
    """Who leads from today on, the lead first; former leaders keep their days. Raises Conflict, GroupIsOver, Invalid."""
    require_at_group(actor, EDIT, group)
    require_open(group)
    require_leaders([(group.unit_id, worker_uids)])
    take_version(group, expected=expected, changes={})
    today = clock.today()
    wanted = {uid: at == 0 for at, uid in enumerate(worker_uids)}
    for row in group.leaders.current().filter(ends_on=None):
        if wanted.get(row.worker_id) == row.is_lead:
            del wanted[row.worker_id]
        elif row.starts_on < today:
            replace_fact(row, actor=actor, ends_on=day_before(today))
        else:
            supersede(row)
    GroupLeader.objects.bulk_create(
        GroupLeader(
            group=group, worker_id=uid, is_lead=is_lead, starts_on=today, recorded_by=actor.uid
        )
        for uid, is_lead in wanted.items()
    )
    note(actor, "set_leaders", group, workers=[str(uid) for uid in worker_uids])
    return list(group.leaders.on(today).order_by("-is_lead", "uid"))
