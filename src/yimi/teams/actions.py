"""The only writers of the teams room: sending a team, correcting what was written, standing it down."""

from __future__ import annotations

from collections.abc import Mapping
from copy import copy
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from yimi.audit.actions import record_event
from yimi.core import clock
from yimi.core.actor import Actor
from yimi.core.errors import Conflict, Forbidden, Invalid
from yimi.core.ids import new_uid
from yimi.core.superseding import take_version
from yimi.stations.actions import UnitDraft, close_unit, open_unit
from yimi.stations.actions.checks import (
    before_and_after,
    changed_values,
    require_order,
    require_text,
    unit_event,
)
from yimi.stations.models import ServiceUnit, UnitKind
from yimi.teams.access import EDIT, may_edit
from yimi.teams.models import Deployment
from yimi.workforce.actions.placements import end_one
from yimi.workforce.models import Placement

CORRECTABLE = frozenset({"event", "sender", "starts_on", "ends_on", "summary"})
LONGEST_SUMMARY = 2000


@dataclass(frozen=True, slots=True, kw_only=True)
class TeamDraft:
    """A team about to be sent. ``region_code``: its base; ``sites``: every division where it serves."""

    name: str
    region_code: str
    sites: tuple[str, ...]
    event: str
    sender: str
    starts_on: date
    phone: str = ""
    uid: UUID = field(default_factory=new_uid)


@transaction.atomic
def send_team(draft: TeamDraft, *, actor: Actor) -> Deployment:
    """Open a temporary team as a unit of its own, without a station, and note its deployment.

    Raises Forbidden outside the actor's divisions (the base decides; sites may lie in other counties), Invalid.
    """
    unit = open_unit(
        UnitDraft(
            name=draft.name,
            kind=UnitKind.TEMPORARY_TEAM,
            region_code=draft.region_code,
            opened_on=draft.starts_on,
            phone=draft.phone,
            built_under=" ".join(draft.event.split())[:100],
            serves=tuple(dict.fromkeys(draft.sites)),
        ),
        actor=actor,
    )
    return deploy_unit(
        unit, actor=actor, event=draft.event, sender=draft.sender, starts_on=draft.starts_on, uid=draft.uid
    )  # fmt: skip


@transaction.atomic
def deploy_unit(
    unit: ServiceUnit, *, actor: Actor, event: str, sender: str, starts_on: date, uid: UUID | None = None
) -> Deployment:  # fmt: skip
    """Note why, by whom and since when a team that stands as a unit already is deployed."""
    _require(actor, unit)
    if unit.kind != UnitKind.TEMPORARY_TEAM:
        raise Invalid.one("unit", _("只有类别是“临时服务队”的站点可以登记派出。"))
    if Deployment.objects.filter(unit=unit).exists():
        raise Conflict(_("这支服务队已经登记过派出，请打开原来的修改。"))
    deployment = Deployment(
        uid=uid or new_uid(),
        unit=unit,
        event=event,
        sender=sender,
        starts_on=starts_on,
        recorded_by=actor.uid,
    )
    _check(deployment)
    deployment.save(force_insert=True)
    _tell(deployment, "teams.send_team", actor, event=deployment.event, sender=deployment.sender)
    return deployment


@transaction.atomic
def correct_deployment(
    deployment: Deployment, *, actor: Actor, expected: int, changes: Mapping[str, Any]
) -> Deployment:
    """Put right what was written wrongly; the trail keeps what stood before. Raises Conflict when stale."""
    if strange := changes.keys() - CORRECTABLE:
        raise TypeError(f"not correctable: {', '.join(sorted(strange))}")
    _require(actor, deployment.unit)
    planned = copy(deployment)
    for name, value in changes.items():
        setattr(planned, name, value)
    _check(planned)
    changed = changed_values(deployment, {name: getattr(planned, name) for name in changes})
    noted = before_and_after(deployment, changed)
    take_version(deployment, expected=expected, changes=changed)
    _tell(deployment, "teams.correct_deployment", actor, **noted)
    return deployment


@transaction.atomic
def stand_down(
    deployment: Deployment, *, actor: Actor, expected: int, ends_on: date, summary: str
) -> Deployment:
    """收队: ``ends_on`` is the team's last day; posts end with it and the unit closes. Records and cases stay.

    Raises Invalid when it has stood down already or for a day before the first, Conflict when stale.
    """
    _require(actor, deployment.unit)
    if deployment.ends_on is not None:
        raise Invalid.one("ends_on", _("这支服务队已经收队。日期写错了的，请用“修改”。"))
    planned = copy(deployment)
    planned.ends_on, planned.summary = ends_on, require_text("summary", summary, longest=LONGEST_SUMMARY)  # fmt: skip
    _check(planned)
    take_version(
        deployment, expected=expected, changes={"ends_on": ends_on, "summary": planned.summary}
    )
    posts = Placement.objects.current().filter(Q(ends_on=None) | Q(ends_on__gt=ends_on), unit=deployment.unit)  # fmt: skip
    for placement in posts.filter(starts_on__lte=ends_on).select_related("worker", "unit"):
        end_one(placement, actor=actor, ends_on=ends_on, reason=str(_("收队")))
    unit = deployment.unit
    if unit.closed_on is None:
        close_unit(unit, actor=actor, expected=unit.row_version, closed_on=ends_on, reason=str(_("收队")))  # fmt: skip
    _tell(deployment, "teams.stand_down", actor, ends_on=ends_on.isoformat())
    return deployment


def _require(actor: Actor, unit: ServiceUnit) -> None:
    if not may_edit(actor, unit):
        raise Forbidden(permission=EDIT)


def _check(deployment: Deployment) -> None:
    deployment.event = require_text("event", deployment.event, longest=100)
    deployment.sender = require_text("sender", deployment.sender, longest=100)
    if len(deployment.summary) > LONGEST_SUMMARY:
        raise Invalid.one("summary", _("总结太长，请缩短到 2000 个字以内。"))
    require_order("ends_on", deployment.starts_on, deployment.ends_on)
    for name in ("starts_on", "ends_on"):
        day = getattr(deployment, name)
        if day is not None and day > clock.today():
            raise Invalid.one(name, _("这一天还没有到，请在当天或之后登记。"))


def _tell(deployment: Deployment, action: str, actor: Actor, **details: Any) -> None:
    record_event(
        actor, action, subject_kind="deployment", subject_uid=deployment.pk, details=details,
        **unit_event(deployment.unit),
    )  # fmt: skip
