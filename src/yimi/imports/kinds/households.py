"""Households and residents (居民花名册): one row per person, a household's rows held together by key, head or order."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from yimi.core.actor import Actor
from yimi.core.codes.citizen_id import CitizenId
from yimi.core.codes.tables import RELATIONS, SEXES, label
from yimi.core.formats import mask_id
from yimi.imports.cells import Parser, id_parser
from yimi.imports.faults import Fault, Problem
from yimi.imports.kinds.base import Checked, Kind, Table, made_uid
from yimi.imports.kinds.homes import Home, Homes, chunks
from yimi.imports.kinds.household_columns import HOUSEHOLD_COLUMNS
from yimi.imports.kinds.households_write import write_block
from yimi.imports.kinds.villages import Villages
from yimi.imports.kinds.words import status_parser
from yimi.imports.permissions import IMPORT_HOUSEHOLDS
from yimi.people.digests import county_of, full_id_digest
from yimi.people.models import Resident, SearchToken, StatusKind, TokenKind
from yimi.people.models.links import HEAD
from yimi.people.rules.identity import Difference, differences
from yimi.stations.models import ServiceUnit

#: Columns that make a person's row what it is, besides name and household.
TOLD = (
    "relation",
    "sex",
    "birth",
    "id_number",
    "ethnic",
    "address",
    "phone",
    "statuses",
    "opened_on",
)


class HouseholdImporter:
    """Checks in memory against dictionaries fetched once; writes through the people room's batch actions."""

    def __init__(self, unit: ServiceUnit, actor: Actor, today: date) -> None:
        self.unit, self.actor, self.today = unit, actor, today
        self.villages = Villages(unit)
        self.homes = Homes(unit, self.villages.only)
        self.county = county_of(unit.region_code)

    def parsers(self) -> Mapping[str, Parser]:
        """Columns whose words depend on the place."""
        kinds = StatusKind.objects.filter(valid_to=None)
        mine = [kind for kind in kinds if self.unit.region_code.startswith(kind.region_code)]
        return {
            "village": self.villages.parse,
            "statuses": status_parser(mine),
            "id_number": id_parser(self.today),
        }

    def check(self, table: Table) -> Checked:
        """Rows by themselves, then households, then what is on file already."""
        self._check_rows(table)
        homes = self.homes.group(table)
        people = self._people(table, homes)
        doubles = self._doubles(table, people)
        self.homes.look_up(homes)
        known = self._known(table, people)
        checked = Checked(duplicates=len(doubles))
        for home in homes:
            rows = [at for at in home.rows if at not in doubles]
            checked.unchanged += sum(at in known and at not in table.faults for at in rows)
            fresh = [at for at in rows if at not in known]
            self._check_home(table, home, fresh)
            good = [at for at in fresh if at not in table.faults]
            if good:
                checked.groups.append(self._entries(table, home, good, people))
        return checked

    @staticmethod
    def show(entry: Mapping[str, Any]) -> dict[str, str]:
        """A row for the preview, as the system understood it; the ID number masked."""
        return {
            gettext("姓名"): entry["name"],
            gettext("与户主关系"): label(RELATIONS, entry["relation"]),
            gettext("性别"): label(SEXES, entry["sex"]) if entry["sex"] else "",
            gettext("出生日期"): entry["birth_on"] or "",
            gettext("身份证号"): mask_id(entry["id_number"]),
            gettext("身份类别"): str(len(entry["statuses"]) or ""),
        }

    def write(self, block: Sequence[dict[str, Any]]) -> dict[int, list[Fault]]:
        """See :func:`write_block`."""
        return write_block(block, self.unit, self.actor)

    def _check_rows(self, table: Table) -> None:
        columns = ("id_number", "sex", "birth", "opened_on")
        for at, (number, sex, birth, opened) in enumerate(
            zip(*map(table.column, columns), strict=True)
        ):
            if birth is not None and birth[0] > self.today:
                table.refuse(at, "birth", Problem.DATE_IN_FUTURE)
            if opened is not None and opened > self.today:
                table.refuse(at, "opened_on", Problem.DATE_IN_FUTURE)
            if number is not None and (sex or birth):
                born, precision = birth or (None, "day")
                found = differences(number, sex=sex or "", birth_on=born, birth_precision=precision)
                if Difference.SEX in found:
                    table.refuse(at, "sex", Problem.SEX_DIFFERS)
                if Difference.BIRTH in found:
                    table.refuse(at, "birth", Problem.BIRTH_DIFFERS)

    def _people(self, table: Table, homes: Iterable[Home]) -> dict[int, UUID]:
        """Who each row is about: by ID number, else by household, name and birth."""
        numbers, names = table.column("id_number"), table.column("name")
        births, sexes = table.column("birth"), table.column("sex")
        people = {}
        for home in homes:
            for at in home.rows:
                number: CitizenId | None = numbers[at]
                parts = (
                    ("id", number.number)
                    if number
                    else ("name", home.uid, names[at], births[at] and births[at][0], sexes[at])
                )
                people[at] = made_uid("resident", str(self.unit.pk), *parts)
        return people

    def _doubles(self, table: Table, people: Mapping[int, UUID]) -> set[int]:
        """Rows that say again what an earlier one says. The same person told in two ways is a fault of both rows."""
        told = list(zip(*(table.column(name) for name in ("name", "village", *TOLD)), strict=True))
        by_person: dict[UUID, list[int]] = defaultdict(list)
        for at, uid in people.items():
            by_person[uid].append(at)
        doubles: set[int] = set()
        for rows in by_person.values():
            if len(rows) == 1:
                continue
            if len({repr(told[at]) for at in rows}) == 1:
                doubles.update(sorted(rows)[1:])
                continue
            for at in rows:
                table.refuse(at, "name", Problem.SAME_PERSON_TWICE)
        return doubles

    def _known(self, table: Table, people: Mapping[int, UUID]) -> set[int]:
        """Rows about people whom this station has on file: imported before, or entered by hand under the same ID."""
        uids = set(people.values())
        on_file: set[UUID] = set()
        for chunk in chunks(list(uids)):
            on_file.update(Resident.objects.filter(pk__in=chunk).values_list("pk", flat=True))
        digests = {
            full_id_digest(number.number, self.county): at
            for at, number in enumerate(table.column("id_number"))
            if number is not None and at in people and people[at] not in on_file
        }
        by_number = {
            token
            for chunk in chunks(list(digests))
            for token in SearchToken.objects.filter(
                token__in=chunk, kind=TokenKind.ID, resident__unit=self.unit
            ).values_list("token", flat=True)
        }
        found = {people[digests[token]] for token in by_number} | on_file
        return {at for at, uid in people.items() if uid in found}

    def _check_home(self, table: Table, home: Home, fresh: Sequence[int]) -> None:
        """One head, an open file; people whose head's row is faulty wait for it."""
        if not fresh:
            return
        relations = table.column("relation")
        if home.is_closed:
            for at in fresh:
                table.refuse(at, "household_key", Problem.HOUSEHOLD_CLOSED)
            return
        if len(home.rows) == 1 and not home.has_head and relations[fresh[0]] is None:
            return  # alone on the file: head of their own household
        for at in fresh:
            if relations[at] is None and at not in table.faults:
                table.refuse(at, "relation", Problem.MISSING)
        heads = [at for at in fresh if relations[at] == HEAD]
        if len(heads) + home.has_head > 1:
            for at in heads:
                table.refuse(at, "relation", Problem.TWO_HEADS)
        has_good_head = home.has_head or any(at not in table.faults for at in heads)
        if has_good_head:
            return
        problem = Problem.HOUSEHOLD_FAULTY if heads else Problem.NO_HEAD
        for at in fresh:
            if at not in table.faults:
                table.refuse(at, "relation", problem)

    def _entries(
        self, table: Table, home: Home, rows: Sequence[int], people: Mapping[int, UUID]
    ) -> list[dict[str, Any]]:
        """The household's rows as plain values for the sealed block; the head first."""
        column = table.column
        relations = column("relation")
        addresses, opened = column("address"), column("opened_on")
        address = next((addresses[at] for at in home.rows if addresses[at]), "")
        opened_on = next((opened[at] for at in home.rows if opened[at]), None)
        entries = []
        for at in sorted(rows, key=lambda at: (relations[at] not in (HEAD, None), at)):
            number, birth = column("id_number")[at], column("birth")[at]
            entries.append(
                {
                    "line": table.lines[at],
                    "household": str(home.uid),
                    "is_known": home.is_known,
                    "village": home.village,
                    "address": address,
                    "opened_on": opened_on and opened_on.isoformat(),
                    "uid": str(people[at]),
                    "name": column("name")[at],
                    "relation": relations[at] or HEAD,
                    "sex": column("sex")[at] or "",
                    "birth_on": birth[0].isoformat() if birth else None,
                    "birth_precision": birth[1] if birth else "day",
                    "id_number": number.number if number else "",
                    "ethnic_code": column("ethnic")[at] or "",
                    "phones": column("phone")[at] or (),
                    "statuses": column("statuses")[at] or (),
                }
            )
        return entries


HOUSEHOLDS = Kind(
    slug="households",
    label=_("住户和居民"),
    hint=_("一人一行，如居民花名册、低保名册、一户一档底册。"),
    permission=IMPORT_HOUSEHOLDS,
    columns=HOUSEHOLD_COLUMNS,
    importer=HouseholdImporter,
    noun=_("人"),
)
