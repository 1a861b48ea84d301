"""Writing a block of households: the batch verbs of the people room, all in the caller's transaction.

Making the rows (checks, keys, sealing, search words) costs as much as writing them and asks the database nothing:
:func:`make_ready` may run ahead of the writing, in another process.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from django.db import transaction

from yimi.core import clock
from yimi.core.actor import Actor
from yimi.imports.faults import Fault, Problem
from yimi.people.actions import add_phone, record_statuses, save_households, save_residents
from yimi.people.actions.household_rows import HouseholdRows, household_rows
from yimi.people.actions.resident_rows import ResidentRows, resident_rows
from yimi.people.drafts import HouseholdDraft, ResidentDraft, StatusDraft
from yimi.people.errors import InvalidRows
from yimi.people.models import Household, Resident, StatusSource
from yimi.people.models.links import HEAD
from yimi.stations.models import ServiceUnit

Entry = dict[str, Any]
Plain = tuple[tuple[list[Any], ...], tuple[list[Any], ...]]
NOBODY: Mapping[UUID, Household] = {}


class Ready(NamedTuple):
    """The rows of a block."""

    households: HouseholdRows
    residents: ResidentRows

    def plain(self) -> Plain:
        """As it goes from process to process."""
        return tuple(self.households), tuple(self.residents)

    @classmethod
    def of(cls, plain: Plain) -> Ready:
        """As it was."""
        return cls(HouseholdRows._make(plain[0]), ResidentRows._make(plain[1]))


def write_block(
    block: Sequence[Entry], unit: ServiceUnit, actor: Actor, ready: Ready | None = None
) -> dict[int, list[Fault]]:
    """Write all rows that the people room takes; returns the lines it refused. A refused head takes its house along.

    ``ready``: what :func:`make_ready` made of the block; used as long as nobody has opened one of the files meanwhile.
    """
    faults: dict[int, list[Fault]] = {}
    remaining = list(block)
    while remaining:
        try:
            with transaction.atomic():
                _write(remaining, unit, actor, None if faults else ready)
            return faults
        except InvalidRows as error:
            refused = _refused(remaining, error)
            faults |= {entry["line"]: [Fault("name", Problem.REFUSED)] for entry in refused}
            lines = {entry["line"] for entry in refused}
            remaining = [entry for entry in remaining if entry["line"] not in lines]
    return faults


def make_ready(
    entries: Sequence[Entry],
    unit_uid: UUID,
    recorded_by: UUID,
    on_file: Mapping[UUID, Household] = NOBODY,
) -> Ready:
    """The rows of a block, households that are ``on_file`` left out; raises :class:`InvalidRows`."""
    unit, homes, drafts = ServiceUnit(uid=unit_uid), dict(on_file), []
    for entry in entries:
        uid = UUID(entry["household"])
        if uid not in homes:
            draft = HouseholdDraft(
                unit, entry["village"], entry["address"], _day(entry["opened_on"]), uid
            )
            drafts.append(draft)
            homes[uid] = Household(
                uid=uid, unit_id=unit_uid, region_code=draft.region_code,
                opened_on=draft.opened_on or clock.today(),
            )  # fmt: skip
    try:
        households = household_rows(drafts, recorded_by=recorded_by)
    except InvalidRows as error:
        wrong = {drafts[at].uid: fault for at, fault in error.rows.items()}
        places = {at: wrong.get(UUID(entry["household"])) for at, entry in enumerate(entries)}
        raise InvalidRows({at: fault for at, fault in places.items() if fault}) from None
    people = [_resident_draft(entry, homes[UUID(entry["household"])]) for entry in entries]
    return Ready(households, resident_rows(people, recorded_by=recorded_by))


def _refused(entries: Sequence[Entry], error: InvalidRows) -> list[Entry]:
    """The entries at fault; of a household without its head, all."""
    wrong = [entries[at] for at in error.rows]
    headless = {entry["household"] for entry in wrong if entry["relation"] == HEAD}
    headless |= {
        entries[at]["household"] for at, fault in error.rows.items() if "relation" in fault.fields
    }
    return [entry for entry in entries if entry in wrong or entry["household"] in headless]


def _write(entries: Sequence[Entry], unit: ServiceUnit, actor: Actor, ready: Ready | None) -> None:
    on_file = Household.objects.in_bulk(map(UUID, {entry["household"] for entry in entries}))
    if ready is None or on_file:
        ready = make_ready(entries, unit.pk, actor.uid, on_file)
    now = clock.now()
    save_households(ready.households, actor=actor, at=now)
    save_residents(ready.residents, actor=actor, at=now)
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
    more = {UUID(entry["uid"]): entry["phones"][1:] for entry in entries if entry["phones"][1:]}
    for uid, resident in Resident.objects.select_related("key").in_bulk(more).items():
        for number in more[uid]:
            add_phone(resident, actor=actor, number=number)


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
