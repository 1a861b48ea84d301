"""Which rows of a register are one household, and whether its file is open already."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from yimi.imports.faults import Problem
from yimi.imports.kinds.base import Table, made_uid
from yimi.people.models import Household, Membership
from yimi.people.models.links import HEAD, OPEN
from yimi.people.rules.households import read_household_number
from yimi.stations.models import ServiceUnit

#: Parameters in one IN list.
CHUNK = 1_000


@dataclass(slots=True)
class Home:
    """The rows of one household: their positions, and which file they belong to."""

    uid: UUID
    village: str
    rows: list[int]
    is_known: bool = False
    is_closed: bool = False
    has_head: bool = False


class Homes:
    """Sorts rows into households for one station."""

    def __init__(self, unit: ServiceUnit, only_village: str) -> None:
        self.unit, self.only_village = unit, only_village
        self._made: dict[tuple[str, ...], UUID] = {}

    def group(self, table: Table) -> list[Home]:
        """Rows into households: by the file's own key, else by the head's name, else by order after a head."""
        keys, heads = table.column("household_key"), table.column("head_name")
        names, relations = table.column("name"), table.column("relation")
        village_of_key = self._villages_of_keys(table)
        numbers = self._numbers_on_file(set(keys))
        found: dict[UUID, Home] = {}
        last: tuple[str, UUID] | None = None
        for at, told in enumerate(table.column("village")):
            village = told or village_of_key.get(keys[at]) or self.only_village
            if not village:
                if not any(fault.field == "village" for fault in table.faults.get(at, ())):
                    table.refuse(at, "village", Problem.MISSING)
                continue
            uid: UUID | None = None
            if keys[at]:
                uid = numbers.get(keys[at]) or self._uid("key", village, keys[at])
            elif heads[at] or relations[at] == HEAD:
                uid = self._uid("head", village, heads[at] or names[at])
            elif last and last[0] == village and relations[at]:
                uid = last[1]
            else:
                uid = self._uid("head", village, names[at])  # someone who lives alone
            if relations[at] == HEAD:
                last = village, uid
            found.setdefault(uid, Home(uid, village, [])).rows.append(at)
        return list(found.values())

    def _villages_of_keys(self, table: Table) -> dict[str, str]:
        """A household's village stands in its first row only, in many files."""
        villages: dict[str, str] = {}
        for key, village in zip(
            table.column("household_key"), table.column("village"), strict=True
        ):
            if key and village:
                villages.setdefault(key, village)
        return villages

    def _numbers_on_file(self, keys: Iterable[str | None]) -> dict[str, UUID]:
        """Keys of the column that are numbers of the station's own files."""
        numbers = {key: number for key in keys if key and (number := _number(key))}
        on_file = {
            number: uid
            for chunk in chunks(list(set(numbers.values())))
            for number, uid in Household.objects.filter(
                unit=self.unit, number__in=chunk
            ).values_list("number", "uid")
        }
        return {key: on_file[number] for key, number in numbers.items() if number in on_file}

    def _uid(self, *parts: str) -> UUID:
        uid = self._made.get(parts)
        if uid is None:
            uid = self._made[parts] = made_uid("household", str(self.unit.pk), *parts)
        return uid

    def look_up(self, homes: Sequence[Home]) -> None:
        """Which of these files are open already, and whether they have a head."""
        by_uid = {home.uid: home for home in homes}
        for chunk in chunks(list(by_uid)):
            rows = Household.objects.filter(pk__in=chunk).values_list(
                "pk", "closed_on", "region_code"
            )
            for uid, closed_on, village in rows:
                home = by_uid[uid]
                home.is_known, home.is_closed, home.village = True, closed_on is not None, village
            headed = Membership.objects.filter(OPEN, household__in=chunk, relation=HEAD)
            for uid in headed.values_list("household_id", flat=True):
                by_uid[uid].has_head = True


def _number(key: str) -> str:
    return read_household_number(key) or ""


def chunks(values: list[Any]) -> Iterator[list[Any]]:
    """Pieces that fit into one IN list."""
    return (values[start : start + CHUNK] for start in range(0, len(values), CHUNK))
