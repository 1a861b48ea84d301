"""Households and residents (居民花名册): one row per person, a household's rows held together by key, head or order."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from yimi.core.actor import Actor
from yimi.core.codes.citizen_id import CitizenId
from yimi.imports.cells import Parser, id_parser
from yimi.imports.faults import Fault, Problem
from yimi.imports.kinds.base import Checked, Figure, Kind, OptionsForm, Table, made_uid
from yimi.imports.kinds.homes import Home, Homes
from yimi.imports.kinds.household_columns import HOUSEHOLD_COLUMNS
from yimi.imports.kinds.households_entries import entries_of, shown
from yimi.imports.kinds.households_fill import compare_all, fill_gaps
from yimi.imports.kinds.households_write import Ready, make_ready, write_block
from yimi.imports.kinds.people_known import known_people
from yimi.imports.kinds.villages import Villages
from yimi.imports.kinds.words import status_parser
from yimi.imports.permissions import IMPORT_HOUSEHOLDS
from yimi.people.models import StatusKind
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


class HouseholdOptions(OptionsForm):
    """What to do with people who are on file already."""

    fill_gaps = forms.BooleanField(
        label=_("已在册的人，补上档案里空着的项"),
        required=False,
        help_text=_(
            "只补空着的性别、出生日期、身份证号、民族、电话和没问过的身份，已有的内容一律不改。"
        ),
    )


class HouseholdImporter:
    """Checks in memory against dictionaries fetched once; writes through the people room's batch actions."""

    def __init__(
        self, unit: ServiceUnit, actor: Actor, today: date, options: Mapping[str, Any]
    ) -> None:
        self.unit, self.actor, self.today = unit, actor, today
        self.fills_gaps: bool = options.get("fill_gaps", False)
        self.villages = Villages(unit)
        self.homes = Homes(unit, self.villages.only)

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
        known = known_people(table, people, self.unit, homes)
        checked = Checked(duplicates=len(doubles))
        told_again = {
            at: uid for at, uid in known.items() if at not in doubles and at not in table.faults
        }
        gaps = compare_all(table, told_again)
        checked.more = gaps.counts
        fills = gaps.entries if self.fills_gaps else {}
        for home in homes:
            rows = [at for at in home.rows if at not in doubles]
            checked.unchanged += sum(
                at in known and at not in table.faults and at not in fills for at in rows
            )
            fresh = [at for at in rows if at not in known]
            self._check_home(table, home, fresh)
            good = [at for at in fresh if at not in table.faults]
            if good:
                checked.groups.append(entries_of(table, home, good, people))
        checked.groups += [[entry] for entry in fills.values()]
        return checked

    show = staticmethod(shown)

    def write(self, block: Sequence[dict[str, Any]], ready: Any = None) -> dict[int, list[Fault]]:
        """New people through :func:`write_block`, gaps through :func:`fill_gaps`."""
        gaps = [entry for entry in block if "fill" in entry]
        made = Ready.of(ready) if ready else None
        return write_block(_fresh(block), self.unit, self.actor, made) | fill_gaps(gaps, self.actor)

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


def _fresh(block: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    return [entry for entry in block if "fill" not in entry]


def _ahead(block: Sequence[dict[str, Any]], unit: UUID, recorded_by: UUID) -> Any:
    return make_ready(_fresh(block), unit, recorded_by).plain()


HOUSEHOLDS = Kind(
    slug="households",
    label=_("住户和居民"),
    hint=_("一人一行，如居民花名册、低保名册、一户一档底册。"),
    permission=IMPORT_HOUSEHOLDS,
    columns=HOUSEHOLD_COLUMNS,
    importer=HouseholdImporter,
    noun=_("人"),
    options=HouseholdOptions,
    ahead=_ahead,
    figures=(
        Figure("different", _("已在册，内容不同"), _("人"), _("表里有的格子和档案不一样，或档案里空着。")),
        Figure("places", _("不同的地方"), _("处"), _("不一样的一律不改，请到各人档案里核对。")),
        Figure("gaps", _("其中能补空项的"), _("人"), _("勾选“补上空着的项”重新检查，就会补上。")),
    ),
)  # fmt: skip
