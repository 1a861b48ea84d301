"""Writing a block of households: three batch actions of the people room, all in the caller's transaction."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction

from yimi.core.actor import Actor
from yimi.imports.faults import Fault, Problem
from yimi.people.actions import add_phone, add_residents, open_households, record_statuses
from yimi.people.drafts import HouseholdDraft, ResidentDraft, StatusDraft
from yimi.people.errors import InvalidRows
from yimi.people.models import Household, StatusSource
from yimi.people.models.links import HEAD
from yimi.stations.models import ServiceUnit

Entry = dict[str, Any]


def write_block(block: Sequence[Entry], unit: ServiceUnit, actor: Actor) -> dict[int, list[Fault]]:
    """Write all rows that the people room takes; returns the lines it refused. A refused head takes its house along."""
    faults: dict[int, list[Fault]] = {}
    remaining = list(block)
    while remaining:
        try:
            with transaction.atomic():
                _write(remaining, unit, actor)
            return faults
        except InvalidRows as error:
            refused = _refused(remaining, error)
            faults |= {entry["line"]: [Fault("name", Problem.REFUSED)] for entry in refused}
            lines = {entry["line"] for entry in refused}
            remaining = [entry for entry in remaining if entry["line"] not in lines]
    return faults


def _refused(entries: Sequence[Entry], error: InvalidRows) -> list[Entry]:
    """The entries at fault; of a household without its head, all."""
    wrong = [entries[at] for at in error.rows]
    headless = {entry["household"] for entry in wrong if entry["relation"] == HEAD}
    headless |= {
        entries[at]["household"] for at, fault in error.rows.items() if "relation" in fault.fields
    }
    return [entry for entry in entries if entry in wrong or entry["household"] in headless]


def _write(entries: Sequence[Entry], unit: ServiceUnit, actor: Actor) -> None:
    homes = _open(entries, unit, actor)
    residents = add_residents(
        [_resident_draft(entry, homes[UUID(entry["household"])]) for entry in entries], actor=actor
    )
    statuses = [
        StatusDraft(
            resident_uid=UUID(entry["uid"]), kind=kind, level=level, variety=variety,
            source=StatusSource.SELF_REPORT,
        )
        for entry in entries
        for kind, level, variety in entry["statuses"]
    ]  # fmt: skip
    if statuses:
        record_statuses(statuses, actor=actor)
    for entry, resident in zip(entries, residents, strict=True):
        for number in entry["phones"][1:]:
            add_phone(resident, actor=actor, number=number)


def _open(entries: Sequence[Entry], unit: ServiceUnit, actor: Actor) -> dict[UUID, Household]:
    """The households of these rows; those not on file are opened."""
    first = {UUID(entry["household"]): entry for entry in reversed(entries)}
    homes = Household.objects.in_bulk(first)
    drafts = [
        HouseholdDraft(
            unit=unit,
            region_code=entry["village"],
            address=entry["address"],
            opened_on=_day(entry["opened_on"]),
            uid=uid,
        )
        for uid, entry in reversed(first.items())
        if uid not in homes
    ]
    try:
        opened = open_households(drafts, actor=actor) if drafts else []
    except InvalidRows as error:
        wrong = {str(drafts[at].uid): fault for at, fault in error.rows.items()}
        raise InvalidRows(
            {
                at: wrong[entry["household"]]
                for at, entry in enumerate(entries)
                if entry["household"] in wrong
            }
        ) from None
    return homes | {household.pk: household for household in opened}


def _resident_draft(entry: Entry, household: Household) -> ResidentDraft:
    return ResidentDraft(
        name=entry["name"],
        household=household,
        relation=entry["relation"],
        sex=entry["sex"],
        birth_on=_day(entry["birth_on"]),
        birth_precision=entry["birth_precision"],
        id_number=entry["id_number"],
        phone=entry["phones"][0] if entry["phones"] else "",
        ethnic_code=entry["ethnic_code"],
        uid=UUID(entry["uid"]),
    )


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
