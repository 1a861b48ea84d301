"""Registering authorities, and saying which one leads a unit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from yimi.audit.actions import record_event
from yimi.core.actor import Actor
from yimi.core.errors import Invalid
from yimi.core.ids import new_uid
from yimi.core.superseding import hold_rows
from yimi.stations.access import EDIT, EDIT_OPERATORS
from yimi.stations.actions.checks import (
    common_prefix,
    require_at_units,
    require_open,
    require_regions,
    require_text,
    unit_event,
)
from yimi.stations.models import Authority, AuthorityLine, LeadAuthority, ServiceUnit
from yimi.stations.writing import CHUNK, end_before, note_batch


@dataclass(frozen=True, slots=True, kw_only=True)
class AuthorityDraft:
    """An authority about to be registered."""

    name: str
    region_code: str
    line: str = AuthorityLine.CIVIL_AFFAIRS
    phone: str = ""
    uid: UUID = field(default_factory=new_uid)


def register_authority(draft: AuthorityDraft, *, actor: Actor) -> Authority:
    """Register one authority: a batch of one."""
    return register_authorities([draft], actor=actor)[0]


@transaction.atomic
def register_authorities(drafts: Sequence[AuthorityDraft], *, actor: Actor) -> list[Authority]:
    """Register authorities. Raises Forbidden outside the actor's divisions, Invalid for one already on file."""
    for code in {draft.region_code for draft in drafts}:
        actor.require_at(EDIT_OPERATORS, region_code=code)
    require_regions({draft.region_code for draft in drafts})
    rows = [
        Authority(
            uid=draft.uid,
            name=require_text("name", draft.name, longest=100),
            line=_known_line(draft.line),
            region_code=draft.region_code,
            phone=draft.phone.strip(),
        )
        for draft in drafts
    ]
    _refuse_doubles(rows)
    Authority.objects.bulk_create(rows, batch_size=CHUNK)
    note_batch(
        actor, "stations.register_authorities", subject_kind="authority",
        rows=[(row.uid, {"name": row.name, "line": row.line, "region_code": row.region_code}) for row in rows],
        region_code=common_prefix([row.region_code for row in rows]),
    )  # fmt: skip
    return rows


def _known_line(line: str) -> str:
    if line not in AuthorityLine.values:
        raise Invalid.one("line", _("没有这个条线，请从列表里选。"))
    return line


def _refuse_doubles(rows: Sequence[Authority]) -> None:
    places = {(row.region_code, row.name) for row in rows}
    standing = Authority.objects.filter(
        region_code__in={code for code, _name in places}, ended_on=None
    ).values_list("region_code", "name")
    if len(places) != len(rows) or places & set(standing):
        raise Invalid.one("name", _("这个地方已经登记过同名单位。"))


@transaction.atomic
def set_lead_authority(
    unit: ServiceUnit, *, actor: Actor, authority: Authority, starts_on: date
) -> LeadAuthority:
    """``authority`` leads the unit from ``starts_on``; whoever led until then stops the day before."""
    require_at_units(actor, EDIT, [unit])
    require_open(unit, starts_on)
    hold_rows(ServiceUnit, [unit.uid])
    end_before(LeadAuthority.objects.filter(unit=unit), starts_on, actor=actor)
    lead = LeadAuthority.objects.create(
        unit=unit, authority=authority, starts_on=starts_on, recorded_by=actor.uid
    )
    record_event(
        actor, "stations.set_lead_authority", subject_kind="service_unit", subject_uid=unit.uid,
        details={"authority": str(authority.uid), "from": starts_on.isoformat()}, **unit_event(unit),
    )  # fmt: skip
    return lead
