"""What is known of people on a day, and what may be asked of them."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from uuid import UUID

from django.db.models import Q, QuerySet

from yimi.core import clock
from yimi.core.actor import Actor
from yimi.people.access import visible_residents
from yimi.people.models import Consent, Guardianship, Resident, ResidentStatus, StatusKind
from yimi.people.permissions import VIEW_STATUSES
from yimi.people.rules.collecting import (
    Answer,
    Collecting,
    ConsentFact,
    may_collect,
    needs_guardian,
)
from yimi.regions.rules import pad_code


def status_kinds_for(region_code: str, *, on: date | None = None) -> QuerySet[StatusKind]:
    """The statuses offered at a place: the shipped ones and those of its own county, city or province, in order."""
    on = on or clock.today()
    places = ["", *(pad_code(region_code[:digits]) for digits in (2, 4, 6, 9, 12))]
    return StatusKind.objects.filter(
        Q(valid_from=None) | Q(valid_from__lte=on),
        Q(valid_to=None) | Q(valid_to__gte=on),
        region_code__in=places,
    ).order_by("order", "code")


def statuses_on(
    residents: Collection[UUID], *, on: date, kind: str = ""
) -> dict[tuple[UUID, str], bool]:
    """(resident, status) → yes or no on that day; a pair that is missing was never asked. One query per 500."""
    wanted, known = list(residents), {}
    for start in range(0, len(wanted), 500):
        rows = ResidentStatus.objects.on(on).filter(resident__in=wanted[start : start + 500])
        if kind:
            rows = rows.filter(kind=kind)
        for uid, code, value in rows.order_by("starts_on").values_list(
            "resident_id", "kind_id", "value"
        ):
            known[uid, code] = value
    return known


def status_history(actor: Actor, resident: Resident) -> QuerySet[ResidentStatus]:
    """What was ever confirmed of this person and still stands, in the forms' order, newest first. One query."""
    actor.require_at(VIEW_STATUSES, unit_uid=resident.unit_id, region_code=resident.region_code)
    return (
        ResidentStatus.objects.current()
        .filter(resident=resident)
        .order_by("kind__order", "kind", "-starts_on")
    )


def may_collect_from(resident: Resident, kind: Collecting, *, on: date | None = None) -> Answer:
    """The rule of ``rules.collecting`` for one person; two queries.

    A grown-up with a guardian on file counts as someone for whom the guardian agrees.
    """
    on = on or clock.today()
    guarded = Guardianship.objects.on(on).filter(resident=resident).exists()
    is_adult = resident.birth_on is not None and clock.age_on(resident.birth_on, on) >= 18
    facts = [
        ConsentFact(*row)
        for row in Consent.objects.filter(resident=resident).values_list(
            "purpose", "basis", "given_by", "given_on", "withdrawn_on"
        )
    ]
    by_guardian = needs_guardian(resident.birth_on, on=on, lacks_capacity=guarded and is_adult)
    return may_collect(kind, by_guardian=by_guardian, consents=facts, on=on)


def pending_consents(actor: Actor, *, until: date | None = None) -> QuerySet[Consent]:
    """Consents still to be had in the actor's places, soonest first; ``until``: due by then."""
    pending = Consent.objects.filter(
        given_on=None, withdrawn_on=None, resident__in=visible_residents(actor)
    )
    if until:
        pending = pending.filter(due_on__lte=until)
    return pending.select_related("resident").order_by("due_on", "uid")
