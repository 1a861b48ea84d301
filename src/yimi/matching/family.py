"""The engine's facts of some families, straight from the rooms' rows: what the published facts would say of them.

For a change in one household: publishing its facts and opening them takes longer than deciding. Only facts and columns of
``signs.FAMILY`` are here, packs that ask for more wait for the run over everybody. That both say the same is tested.
"""

from __future__ import annotations

import calendar
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from yimi.engine.reference import World
from yimi.people.models import (
    BirthPrecision,
    FamilyRelation,
    Household,
    Membership,
    MergeLink,
    Resident,
    ResidentStatus,
)
from yimi.people.rules.merging import canonical
from yimi.programmes.versions import catalogue
from yimi.visiting.models import HouseholdTier
from yimi.visiting.models.tiers import OPEN as OPEN_TIER

Row = dict[str, Any]
#: Uids in one condition; SQLite takes no more than some thousands.
CHUNK = 500


@dataclass(slots=True)
class Families:
    """Residents, one row a person, and the world that decisions about them look at."""

    rows: dict[UUID, Row]
    world: World
    #: Which file stands for a merged one.
    kept: dict[UUID, UUID] = field(default_factory=dict)


def families_of(residents: Collection[UUID]) -> Families:
    """The facts of these residents, as far as one family's files hold them. Eight queries for some hundred people.

    Files merged into another are left out; what was known of them is known of the other.
    """
    kept = _kept(residents)
    own = {kept.get(uid, uid) for uid in residents}
    doubles = _doubles(own) | kept
    people = own | doubles.keys()
    homes = _homes(people, doubles)
    households = {home for person, home in homes.items() if person in own}
    members = _members(households)
    housemates = {row["resident_uid"] for row in members}
    everyone = people | housemates
    doubles |= _doubles(housemates)
    rows = {
        row.pk: _resident(row, homes.get(row.pk))
        for row in among(Resident.objects.all(), "pk", own)
        if row.pk not in doubles
    }
    for row in members:
        row["resident_uid"] = doubles.get(row["resident_uid"], row["resident_uid"])
    everyone |= doubles.keys()
    world = World(
        {
            "resident": list(rows.values()),
            "household": _households(households, members),
            "household_member": members,
            "resident_status": [_status(row, doubles) for row in _statuses(everyone)],
            "family_link": [_relative(row, doubles) for row in _relatives(people)],
        },
        catalogue(),
    )
    return Families(rows, world, doubles)


def among(rows: Any, column: str, uids: Iterable[UUID]) -> Iterable[Any]:
    """The rows whose ``column`` is among ``uids``, a few hundred uids at a time."""
    listed = sorted(uids)
    for start in range(0, len(listed), CHUNK):
        yield from rows.filter(**{f"{column}__in": listed[start : start + CHUNK]})


def _kept(residents: Collection[UUID]) -> dict[UUID, UUID]:
    """Of files that were merged away: the file that stands for them, however many steps on."""
    found: dict[UUID, UUID] = {}
    fresh: set[UUID] = set(residents)
    while fresh:
        links = dict(_pairs("duplicate_id", fresh))
        found |= links
        fresh = set(links.values()) - found.keys()
    return {uid: canonical(uid, found) for uid in found}


def _doubles(people: Collection[UUID]) -> dict[UUID, UUID]:
    """The files that were merged into these people's."""
    found: dict[UUID, UUID] = {}
    fresh: set[UUID] = set(people)
    while fresh:
        links = dict(_pairs("kept_id", fresh))
        fresh = links.keys() - found.keys()
        found |= links
    return {uid: canonical(uid, found) for uid in found}


def _pairs(column: str, uids: Collection[UUID]) -> Iterable[tuple[UUID, UUID]]:
    rows = MergeLink.objects.filter(undone_at=None).values_list("duplicate_id", "kept_id")
    return list(among(rows, column, uids))


def _homes(people: Collection[UUID], doubles: dict[UUID, UUID]) -> dict[UUID, UUID]:
    """Where people live: by their own file before that of a double, the latest first."""
    found: dict[UUID, tuple[bool, int, UUID]] = {}
    for row in among(
        Membership.objects.filter(superseded_at=None, ends_on=None), "resident", people
    ):
        person = doubles.get(row.resident_id, row.resident_id)
        rank = (row.resident_id in doubles, -row.starts_on.toordinal(), row.household_id)
        found[person] = min(found.get(person, rank), rank)
    return {person: rank[2] for person, rank in found.items()}


def _members(households: Collection[UUID]) -> list[Row]:
    return [
        {
            "uid": row.pk,
            "household_uid": row.household_id,
            "resident_uid": row.resident_id,
            "relation": row.relation,
            "started_on": row.starts_on,
            "ended_on": _day_after(row.ends_on),
            "is_open": row.ends_on is None,
        }
        for row in among(Membership.objects.current(), "household", households)
    ]


def _households(uids: Collection[UUID], members: list[Row]) -> list[Row]:
    tiers = dict(
        among(
            HouseholdTier.objects.filter(OPEN_TIER).values_list("household_id", "tier_code"),
            "household",
            uids,
        )
    )
    heads: dict[UUID, int] = {}
    for row in members:
        if row.pop("is_open"):
            heads[row["household_uid"]] = heads.get(row["household_uid"], 0) + 1
    return [
        {
            "uid": row.pk,
            "unit_uid": row.unit_id,
            "region_code": row.region_code,
            "opened_on": row.opened_on,
            "closed_on": row.closed_on,
            "members": heads.get(row.pk),
            "visit_tier": tiers.get(row.pk),
        }
        for row in among(Household.objects.all(), "pk", uids)
    ]


def _resident(row: Resident, home: UUID | None) -> Row:
    return {
        "uid": row.pk,
        "household_uid": home,
        "unit_uid": row.unit_id,
        "region_code": row.region_code,
        "hukou_region_code": row.hukou_region_code or None,
        "living_region_code": row.living_region_code or None,
        "sex": row.sex,
        "birth_on": row.birth_on,
        "birth_until_on": _birth_until(row),
        "ethnic_code": row.ethnic_code,
        "died_on": row.died_on,
        "file_opened_on": (row.recorded_at + timedelta(hours=8)).date(),
    }


def _birth_until(row: Resident) -> date | None:
    """The last day on which someone may have been born."""
    born = row.birth_on
    if born is None:
        return None
    if row.birth_precision == BirthPrecision.DAY:
        return born
    if row.birth_precision == BirthPrecision.MONTH:
        return born.replace(day=calendar.monthrange(born.year, born.month)[1])
    return date(born.year, 12, 31)


def _statuses(people: Collection[UUID]) -> Iterable[ResidentStatus]:
    return among(ResidentStatus.objects.current(), "resident", people)


def _status(row: ResidentStatus, doubles: dict[UUID, UUID]) -> Row:
    return {
        "uid": row.pk,
        "resident_uid": doubles.get(row.resident_id, row.resident_id),
        "kind": row.kind_id,
        "holds": row.value,
        "level": row.level,
        "variety": row.variety,
        "source": row.source,
        "started_on": row.starts_on,
        "ended_on": _day_after(row.ends_on),
        "verified_on": row.verified_on,
    }


def _relatives(people: Collection[UUID]) -> Iterable[FamilyRelation]:
    return among(FamilyRelation.objects.current(), "resident", people)


def _relative(row: FamilyRelation, doubles: dict[UUID, UUID]) -> Row:
    return {
        "uid": row.pk,
        "resident_uid": doubles.get(row.resident_id, row.resident_id),
        "relative_uid": row.relative_id,
        "relation": row.relation,
        "situation": None if row.situation == "unknown" else row.situation,
        "started_on": row.starts_on,
        "ended_on": _day_after(row.ends_on),
    }


def _day_after(last: date | None) -> date | None:
    """The first day on which something was no longer so, as facts keep it."""
    return None if last is None else last + timedelta(days=1)
