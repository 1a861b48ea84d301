"""Which rows of a register are about people who are on file already."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from uuid import UUID

from yimi.imports.kinds.base import Table
from yimi.imports.kinds.homes import Home, chunks
from yimi.imports.kinds.households_fill import UNKNOWN_SEX
from yimi.people.digests import county_of, full_id_digest
from yimi.people.models import Membership, Resident, SearchToken, TokenKind
from yimi.people.models.links import OPEN
from yimi.stations.models import ServiceUnit


def known_people(
    table: Table, people: Mapping[int, UUID], unit: ServiceUnit, homes: Sequence[Home]
) -> dict[int, UUID]:
    """Rows about people whom a station has on file, and who that is.

    Imported before, entered by hand under the same ID number, or a member of the same household under the same name
    with nothing that speaks against it.
    """
    uids = set(people.values())
    on_file: set[UUID] = set()
    for chunk in chunks(list(uids)):
        on_file.update(Resident.objects.filter(pk__in=chunk).values_list("pk", flat=True))
    digests = {
        full_id_digest(number.number, county_of(unit.region_code)): at
        for at, number in enumerate(table.column("id_number"))
        if number is not None and at in people and people[at] not in on_file
    }
    by_number = {
        people[digests[token]]: resident
        for chunk in chunks(list(digests))
        for token, resident in SearchToken.objects.filter(
            token__in=chunk, kind=TokenKind.ID, resident__unit=unit
        ).values_list("token", "resident_id")
    }
    found = by_number | {uid: uid for uid in on_file}
    known = {at: found[uid] for at, uid in people.items() if uid in found}
    return _members_by_name(table, homes, known) | known


def _members_by_name(
    table: Table, homes: Sequence[Home], known: Mapping[int, UUID]
) -> dict[int, UUID]:
    """Rows that name a present member of their household, whose birth, sex and ID number do not contradict."""
    open_rows = {
        at: home.uid for home in homes if home.is_known for at in home.rows if at not in known
    }
    members: dict[tuple[UUID, str], list[tuple[UUID, str, date | None, bool]]] = defaultdict(list)
    for chunk in chunks(sorted(set(open_rows.values()))):
        rows = Membership.objects.filter(OPEN, household__in=chunk).values_list(
            "household_id", "resident__name", "resident_id", "resident__sex",
            "resident__birth_on", "resident__id_sealed",
        )  # fmt: skip
        for household, name, uid, sex, born, sealed in rows:
            members[household, name].append((uid, sex, born, bool(sealed)))
    found: dict[int, UUID] = {}
    taken = set(known.values())
    for at, household in open_rows.items():
        number, birth = table.column("id_number")[at], table.column("birth")[at]
        told_sex = table.column("sex")[at] or (number.sex if number else None)
        told_birth = birth[0] if birth else (number.birth_on if number else None)
        alike = [
            uid
            for uid, sex, born, has_id in members[household, table.column("name")[at] or ""]
            if uid not in taken
            and not (number and has_id)
            and (born is None or told_birth in {None, born})
            and (sex in UNKNOWN_SEX or told_sex in {None, sex})
        ]
        if len(alike) == 1:
            found[at] = alike[0]
    return found
