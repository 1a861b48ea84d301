"""Household files with everybody in them, in the batches in which a station might have entered them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from itertools import groupby
from uuid import UUID

from yimi.core import clock
from yimi.core.actor import Actor
from yimi.demo.county import CountyPlan, StationPlan
from yimi.demo.households import Home, Person
from yimi.demo.visits import CHILD_KINDS
from yimi.people.actions import (
    add_residents,
    open_households,
    record_statuses,
    set_guardian,
)
from yimi.people.drafts import HouseholdDraft, ResidentDraft, StatusDraft
from yimi.people.models import Household, Resident
from yimi.people.rules.collecting import needs_guardian
from yimi.stations.models import ServiceUnit

#: Of a hundred children so many still lack their guardian's consent.
PENDING_SHARE = 12


def write_homes(
    county: CountyPlan, plan: StationPlan, homes: Sequence[Home], *, actor: Actor
) -> dict[str, int]:
    """The station's files: those from before the year of records in one go, the newer ones by quarter."""
    unit = ServiceUnit.objects.get(pk=plan.uid)
    people = 0
    for entered_on, group in groupby(homes, lambda home: _entered_on(home, county)):
        batch = list(group)
        with clock.standing_at(datetime.combine(entered_on, time(9, 30), UTC)):
            people += _write_batch(unit, batch, actor)
    return {"households": len(homes), "residents": people}


def _entered_on(home: Home, county: CountyPlan) -> date:
    """The end of the quarter of the demo's time in which the file was opened, never after yesterday."""
    if home.opened_on < county.first:
        return county.first - timedelta(days=1)
    length = (county.on - county.first).days // 4
    quarter = (home.opened_on - county.first).days // length + 1
    return min(county.first + timedelta(days=length * quarter), county.on - timedelta(days=1))


def _write_batch(unit: ServiceUnit, homes: Sequence[Home], actor: Actor) -> int:
    drafts = [
        HouseholdDraft(
            unit=unit,
            region_code=home.village_code,
            address=home.address,
            opened_on=home.opened_on,
            uid=home.uid,
            is_demo=True,
        )
        for home in homes
    ]
    households = open_households(drafts, actor=actor)
    residents = add_residents(
        [
            _resident(household, home, person)
            for household, home in zip(households, homes, strict=True)
            for person in home.members
        ],
        actor=actor,
    )
    today = clock.today()
    record_statuses(
        [draft for home in homes for person in home.members for draft in _statuses(person, today)],
        actor=actor,
    )
    _write_guardians(homes, {resident.uid: resident for resident in residents}, actor)
    return len(residents)


def _resident(household: Household, home: Home, person: Person) -> ResidentDraft:
    return ResidentDraft(
        name=person.name,
        household=household,
        relation=person.relation,
        sex=person.sex,
        birth_on=person.born_on,
        birth_precision=person.precision,
        id_number=person.id_number,
        phone=person.phone,
        phone_label=person.phone_label,
        ethnic_code=person.ethnic,
        hukou_region_code=person.hukou_code,
        living_region_code=person.living_code or home.village_code,
        joined_on=max(home.opened_on, person.born_on),
        agreed_by=_agreed_by(home, person),
        uid=person.uid,
        is_demo=True,
    )


def _agreed_by(home: Home, child: Person) -> str:
    """Most guardians agreed on the spot; the rest stay pending, and some of those are overdue by now."""
    today = clock.today()
    guardian = max(home.members, key=lambda person: (not person.is_away, person.age(today)))
    is_asked = needs_guardian(child.born_on, on=today) and guardian is not child
    return guardian.name if is_asked and child.uid.int % 100 >= PENDING_SHARE else ""


def _statuses(person: Person, today: date) -> list[StatusDraft]:
    return [
        StatusDraft(
            resident_uid=person.uid,
            kind=status.kind,
            value=status.value,
            starts_on=status.since,
            ends_on=status.until,
            level=status.level,
            variety=status.variety,
            source=status.source,
            document=status.document,
            verified_on=min(status.since, today),
        )
        for status in person.statuses
    ]


def _write_guardians(homes: Sequence[Home], residents: dict[UUID, Resident], actor: Actor) -> None:
    """Children whose parents are away or dead are looked after by the head of the household."""
    for home in homes:
        head = home.head
        for person in home.members:
            if person is head or not person.has(*CHILD_KINDS) or person.age(clock.today()) >= 18:
                continue
            set_guardian(
                residents[person.uid],
                actor=actor,
                kind="entrusted" if person.has("left_behind_child") else "statutory",
                guardian=residents[head.uid],
                relation="61" if head.sex == "1" else "62",
                since=max(home.opened_on, person.born_on),
            )
