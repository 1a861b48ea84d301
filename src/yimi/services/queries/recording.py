"""What 记一笔 already knows, so that nobody types it: the people of the household, its usual items, the next date."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from uuid import UUID

from django.db.models import F

from yimi.core.actor import Actor
from yimi.core.scoping import scope_condition
from yimi.people.models import Household, Membership
from yimi.people.models.links import HEAD, OPEN
from yimi.services.access import visible_records
from yimi.services.lookups import PERMISSION, offered_items
from yimi.services.models import RecordTag, ServiceItem, ServiceRecord, VisitDue
from yimi.services.models.catalogue import ItemKind
from yimi.services.models.record import Method, Outcome, TagKind
from yimi.stations.models import ServiceUnit
from yimi.workforce.models import Placement

USUAL_ITEMS = 6
#: How often a household is visited when it has no tier, no last time and no habit: once a month.
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
    latest = _latest(actor, household) if household else []
    codes = _usual_codes(latest)
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
        suggested_due_on=_suggested_due(household, latest, method, on) if household else None,
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


def _latest(actor: Actor, household: Household) -> list[ServiceRecord]:
    """This household's newest records. One query."""
    found = visible_records(actor).current().filter(household=household)
    return list(
        found.order_by("-served_on", "-uid").only("item", "served_on", "method", "outcome")[:RECENT]
    )


def _usual_codes(latest: list[ServiceRecord]) -> list[str]:
    """The items of these records, the most frequent first. One query, none without records."""
    counted = Counter(row.item_id for row in latest)
    if latest:
        counted.update(
            RecordTag.objects.filter(
                record__in=[row.pk for row in latest], kind=TagKind.ITEM
            ).values_list("code", flat=True)
        )
    return [code for code, _n in counted.most_common()]


def _suggested_due(
    household: Household, latest: list[ServiceRecord], method: str, on: date
) -> date | None:
    """When to come again: by the household's risk tier, else as far ahead as last time, else as it has been, else a month.

    A call or a message is a contact, not the visit: where a visit is due, nothing is suggested and what is due stays due.
    """
    due = VisitDue.objects.filter(household=household).first()
    if due and due.due_on and method != Method.HOME_VISIT:
        return None
    interval = due.interval_days if due else None
    if interval is None and due and due.due_on and due.decided_on and due.due_on > due.decided_on:
        interval = (due.due_on - due.decided_on).days
    return on + timedelta(days=interval or _habit(latest) or DEFAULT_INTERVAL_DAYS)


def _habit(latest: list[ServiceRecord]) -> int | None:
    """The usual number of days between visits at home; None with fewer than three, which are no habit."""
    days = sorted(
        {
            row.served_on
            for row in latest
            if row.method == Method.HOME_VISIT and row.outcome == Outcome.MET
        }
    )
    gaps = sorted((later - earlier).days for earlier, later in pairwise(days))
    return gaps[len(gaps) // 2] if len(gaps) > 1 else None
