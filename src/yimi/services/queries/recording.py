"""What 记一笔 already knows, so that nobody types it: the people of the household, its usual items, the next date."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.db.models import F

from yimi.core.actor import Actor
from yimi.core.scoping import scope_condition
from yimi.people.models import Household, Membership
from yimi.people.models.links import HEAD, OPEN
from yimi.services.access import visible_records
from yimi.services.lookups import PERMISSION, offered_items
from yimi.services.models import RecordTag, ServiceItem, VisitDue
from yimi.services.models.catalogue import ItemKind
from yimi.services.models.record import Method, TagKind
from yimi.stations.models import ServiceUnit
from yimi.workforce.models import Placement

USUAL_ITEMS = 6
#: How often a household is visited when nobody has said otherwise: once a month.
DEFAULT_INTERVAL_DAYS = 30
#: What a household without history is usually visited for.
FIRST_ITEMS = ("EL2", "SA5", "CH2", "EL3", "SA2", "SA3")
RECENT = 12


@dataclass(frozen=True, slots=True)
class Member:
    """Someone who may be met at this household."""

    uid: UUID
    name: str
    relation: str
    born_on: date | None
    is_head: bool


@dataclass(frozen=True, slots=True)
class Preparation:
    """Everything the form presets."""

    unit: ServiceUnit
    household: Household | None
    members: list[Member]
    usual: list[ServiceItem]
    others: list[ServiceItem]
    colleagues: list[tuple[UUID, str]]
    suggested_due_on: date | None

    @property
    def head_name(self) -> str:
        """After whom the household is called."""
        heads = [member.name for member in self.members if member.is_head]
        return heads[0] if heads else ""


def own_units(actor: Actor) -> list[ServiceUnit]:
    """The open units where the actor may record, by number; most people have one. One query."""
    condition = scope_condition(actor, PERMISSION, unit="uid", region="region_code")
    return list(ServiceUnit.objects.filter(condition, closed_on=None).order_by("number")[:50])


def prepare(
    actor: Actor, unit: ServiceUnit, household: Household | None, *, method: str, on: date
) -> Preparation:
    """Seven queries, whatever the household's history."""
    items = offered_items(unit.region_code, on)
    wanted = ItemKind.HANDLING if method == Method.HANDLING else ItemKind.SERVICE
    fitting = [item for item in items if item.kind == wanted]
    codes = _usual_codes(actor, household) if household else []
    ranked = [*codes, *(code for code in FIRST_ITEMS if code not in codes)]
    by_code = {item.code: item for item in fitting}
    usual = [by_code[code] for code in ranked if code in by_code][:USUAL_ITEMS]
    usual = usual or fitting[:USUAL_ITEMS]
    placed = Placement.objects.on(on).filter(unit=unit).select_related("worker")
    colleagues = sorted(
        {(row.worker_id, row.worker.name) for row in placed if row.worker_id != actor.worker_uid},
        key=lambda pair: pair[1],
    )
    return Preparation(
        unit=unit,
        household=household,
        members=members_of(household) if household else [],
        usual=usual,
        others=[item for item in items if item not in usual],
        colleagues=colleagues,
        suggested_due_on=_suggested_due(household, on) if household else None,
    )


def members_of(household: Household) -> list[Member]:
    """The living members today, the head first, then the oldest. One query."""
    rows = (
        Membership.objects.filter(OPEN, household=household, resident__died_on=None)
        .order_by(F("resident__birth_on").asc(nulls_last=True))
        .select_related("resident")
    )
    members = [
        Member(
            row.resident_id,
            row.resident.name,
            row.relation,
            row.resident.birth_on,
            row.relation == HEAD,
        )
        for row in rows
    ]
    return sorted(members, key=lambda member: not member.is_head)


def _usual_codes(actor: Actor, household: Household) -> list[str]:
    """The items of this household's latest records, the most frequent first."""
    latest = list(
        visible_records(actor)
        .current()
        .filter(household=household)
        .order_by("-served_on", "-uid")
        .values_list("pk", "item_id")[:RECENT]
    )
    counted = Counter(code for _pk, code in latest)
    counted.update(
        RecordTag.objects.filter(
            record__in=[pk for pk, _code in latest], kind=TagKind.ITEM
        ).values_list("code", flat=True)
    )
    return [code for code, _n in counted.most_common()]


def _suggested_due(household: Household, on: date) -> date:
    """As far ahead as last time; a month when there was no last time."""
    due = VisitDue.objects.filter(household=household).first()
    interval = DEFAULT_INTERVAL_DAYS
    if due and due.due_on and due.decided_on and due.due_on > due.decided_on:
        interval = (due.due_on - due.decided_on).days
    return on + timedelta(days=interval)
