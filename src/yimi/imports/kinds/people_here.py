"""The people of a station under their names: whom a ledger's row means."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from yimi.core.codes.citizen_id import CitizenId
from yimi.imports.faults import CellRefused, Problem
from yimi.imports.kinds.homes import chunks
from yimi.people.digests import county_of, full_id_digest
from yimi.people.models import (
    Household,
    IdKind,
    Membership,
    MergeLink,
    Resident,
    SearchToken,
    TokenKind,
)
from yimi.people.models.links import HEAD, OPEN
from yimi.people.rules.households import read_household_number
from yimi.stations.models import ServiceUnit


@dataclass(frozen=True, slots=True)
class Person:
    """Someone on file here, with their present household and its village."""

    uid: UUID
    household_uid: UUID | None
    village: str


class PeopleHere:
    """Everyone whose basic file this station keeps. Four queries; a station has thousands of people, not millions."""

    def __init__(self, unit: ServiceUnit) -> None:
        self.unit = unit
        merged = set(
            MergeLink.objects.filter(undone_at=None).values_list("duplicate_id", flat=True)
        )
        homes = dict(
            Membership.objects.filter(OPEN, household__unit=unit).values_list(
                "resident_id", "household_id"
            )
        )
        self._by_name: dict[str, list[Person]] = defaultdict(list)
        self.by_uid: dict[UUID, Person] = {}
        self._with_some_id: set[UUID] = set()
        rows = Resident.objects.filter(unit=unit).values_list(
            "pk", "name", "region_code", "id_kind"
        )
        for uid, name, village, id_kind in rows:
            if uid not in merged:
                if id_kind != IdKind.NONE:
                    self._with_some_id.add(uid)
                person = Person(uid, homes.get(uid), village)
                self.by_uid[uid] = person
                self._by_name[name].append(person)
        households = Household.objects.filter(unit=unit)
        self.numbers: dict[str, UUID] = dict(households.values_list("number", "uid"))
        self.heads: dict[UUID, UUID] = dict(
            Membership.objects.filter(OPEN, household__unit=unit, relation=HEAD).values_list(
                "household_id", "resident_id"
            )
        )
        self._by_number: dict[str, Person] = {}

    def household(self, text: str) -> UUID:
        """The household of this number; raises :class:`CellRefused`."""
        uid = self.numbers.get(read_household_number(text) or text)
        if uid is None:
            raise CellRefused(Problem.UNKNOWN_HOUSEHOLD)
        return uid

    def meet(self, numbers: Iterable[CitizenId | None]) -> None:
        """Look up who carries these ID numbers, before :meth:`with_id` is asked; one query per thousand."""
        county = county_of(self.unit.region_code)
        by_digest = {full_id_digest(one.number, county): one.number for one in numbers if one}
        for chunk in chunks(list(by_digest)):
            rows = SearchToken.objects.filter(token__in=chunk, kind=TokenKind.ID)
            for token, uid in rows.values_list("token", "resident_id"):
                if uid in self.by_uid:
                    self._by_number[by_digest[token]] = self.by_uid[uid]

    def with_id(self, number: CitizenId) -> Person:
        """The person with this ID number; raises :class:`CellRefused`."""
        person = self._by_number.get(number.number)
        if person is None:
            raise CellRefused(Problem.UNKNOWN_PERSON)
        return person

    def has_id(self, person: Person) -> bool:
        """Some ID number is on file for this person."""
        return person.uid in self._with_some_id

    def all_named(self, name: str) -> Sequence[Person]:
        """Everyone of this name."""
        return self._by_name.get(name, ())

    def named(self, name: str, *, household: UUID | None, village: str) -> Person:
        """The one person of this name, in this household or village when given; raises :class:`CellRefused`."""
        found = self._by_name.get(name, ())
        if household is not None:
            found = [person for person in found if person.household_uid == household]
        elif village and len(found) > 1:
            found = [person for person in found if person.village == village]
        if not found:
            raise CellRefused(Problem.UNKNOWN_PERSON)
        if len(found) > 1:
            raise CellRefused(Problem.SAME_NAME)
        return found[0]
