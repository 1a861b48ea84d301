"""An official list of one status (低保名册, 残疾人名册): who is on it is one, and, when it is complete, nobody else is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from yimi.core.actor import Actor
from yimi.core.codes.citizen_id import CitizenId
from yimi.imports.cells import Parser, id_parser
from yimi.imports.faults import CellRefused, Fault, Problem
from yimi.imports.kinds.base import Checked, Figure, Kind, Table
from yimi.imports.kinds.people_here import PeopleHere
from yimi.imports.kinds.status_list_columns import LIST_COLUMNS, ListOptions, detail_parser
from yimi.imports.kinds.villages import Villages
from yimi.people.actions import record_statuses
from yimi.people.actions.lists import answer_of_list
from yimi.people.errors import InvalidRows
from yimi.people.models import Resident, StatusKind
from yimi.people.permissions import IMPORT_LIST
from yimi.people.queries.official_lists import Detail, list_changes, people_of_list
from yimi.stations.models import ServiceUnit

#: These rows say clearly whom they mean; every other faulty row may mean anyone of its name.
FOUND_BUT_REFUSED = frozenset({Problem.PERSON_DIED, Problem.PERSON_ELSEWHERE})


class StatusListImporter:
    """Finds the people of a list among those on file, and says what it changes; writes through the people room."""

    def __init__(
        self, unit: ServiceUnit, actor: Actor, today: date, options: Mapping[str, Any]
    ) -> None:
        self.unit, self.actor, self.today = unit, actor, today
        self.kind = StatusKind.objects.get(pk=options["kind"])
        self.as_of = date.fromisoformat(options["as_of"])
        self.place: str = options["place"]
        self.document: str = options["document"]
        self.is_complete: bool = options["is_complete"]

    def parsers(self) -> Mapping[str, Parser]:
        """Villages are the station's, levels and varieties the status's own."""
        return {
            "village": Villages(self.unit).parse,
            "id_number": id_parser(self.today),
            "level": detail_parser(self.kind.levels),
            "variety": detail_parser(self.kind.varieties),
        }

    def check(self, table: Table) -> Checked:
        """Whom each row means; then what the list changes for everyone of the place."""
        people = PeopleHere(self.unit)
        people.meet(table.column("id_number"))
        everyone = people_of_list(self.actor, self.place, self.unit)
        rows = self._people(table, people, everyone)
        levels, varieties = table.column("level"), table.column("variety")
        told: dict[UUID, Detail] = {
            uid: (levels[at] or "", varieties[at] or "") for at, uid in sorted(rows.items(), reverse=True)
        }  # fmt: skip
        names = table.column("name")
        unsure = {
            person.uid
            for at, faults in table.faults.items()
            if names[at] and not {fault.problem for fault in faults} & FOUND_BUT_REFUSED
            for person in people.all_named(names[at])
        } - told.keys()
        changes = list_changes(
            everyone, self.kind.pk, told, leave=unsure, is_complete=self.is_complete
        )
        line_of = {uid: table.lines[at] for at, uid in sorted(rows.items(), reverse=True)}
        return Checked(
            groups=self._entries(changes.yes, told, line_of, value=True)
            + self._entries(changes.no, {}, {}, value=False),
            unchanged=len(changes.listed) + len(changes.not_listed) - len(changes.yes) - len(changes.no),
            duplicates=len(rows) - len(told),
            more={"yes": len(changes.yes), "no": len(changes.no), "left": len(unsure & everyone)},
        )  # fmt: skip

    def _people(self, table: Table, people: PeopleHere, everyone: set[UUID]) -> dict[int, UUID]:
        """Position → the person; rows that name nobody, somebody elsewhere or somebody dead are refused."""
        columns = ("name", "id_number", "village", "household_key")
        living = set(everyone)
        dead = set(
            Resident.objects.filter(unit=self.unit, died_on__isnull=False).values_list("pk", flat=True)
        )  # fmt: skip
        rows: dict[int, UUID] = {}
        for at, cells in enumerate(zip(*map(table.column, columns), strict=True)):
            if at in table.faults:
                continue
            try:
                uid = self._person(people, *cells)
            except CellRefused as refusal:
                field = "household_key" if refusal.problem == Problem.UNKNOWN_HOUSEHOLD else "name"
                table.refuse(at, field, refusal.problem, refusal.detail)
                continue
            if uid in living:
                rows[at] = uid
            else:
                problem = Problem.PERSON_DIED if uid in dead else Problem.PERSON_ELSEWHERE
                table.refuse(at, "name", problem)
        return rows

    @staticmethod
    def _person(
        people: PeopleHere, name: str, number: CitizenId | None, village: str, household_key: str
    ) -> UUID:
        """By ID number; when nobody has it on file, by name: many files have no number yet."""
        household = people.household(household_key) if household_key else None
        if number is None:
            return people.named(name, household=household, village=village or "").uid
        try:
            return people.with_id(number).uid
        except CellRefused:
            # nobody here has this number: the name decides, unless its bearer has another number
            person = people.named(name, household=household, village=village or "")
            if people.has_id(person):
                raise
            return person.uid

    def _entries(
        self,
        uids: Sequence[UUID],
        told: Mapping[UUID, Detail],
        lines: Mapping[UUID, int],
        *,
        value: bool,
    ) -> list[list[dict[str, Any]]]:
        names: dict[UUID, str] = {}
        for start in range(0, len(uids), 1000):
            found = Resident.objects.filter(pk__in=uids[start : start + 1000])
            names |= dict(found.values_list("pk", "name"))
        return [
            [
                {
                    "line": lines.get(uid, 0),
                    "uid": str(uid),
                    "name": names[uid],
                    "value": value,
                    "level": told.get(uid, ("", ""))[0],
                    "variety": told.get(uid, ("", ""))[1],
                }
            ]
            for uid in uids
        ]

    @staticmethod
    def show(entry: Mapping[str, Any]) -> dict[str, str]:
        """A row for the preview."""
        return {
            gettext("姓名"): entry["name"],
            gettext("将登记为"): gettext("是") if entry["value"] else gettext("确认不是"),
            gettext("名册第几行"): str(entry["line"] or gettext("不在名册上")),
        }

    def write(self, block: Sequence[dict[str, Any]], ready: Any = None) -> dict[int, list[Fault]]:
        """One batch of answers; those that the people room refuses are left out and named."""
        remaining = list(block)
        faults: dict[int, list[Fault]] = {}
        while remaining:
            try:
                record_statuses(
                    [self._draft(entry) for entry in remaining],
                    actor=self.actor,
                    permission=IMPORT_LIST,
                )
                break
            except InvalidRows as error:
                refused = {at: remaining[at] for at in error.rows}
                faults |= {e["line"]: [Fault("name", Problem.REFUSED)] for e in refused.values()}
                remaining = [entry for at, entry in enumerate(remaining) if at not in refused]
        return faults

    def _draft(self, entry: Mapping[str, Any]) -> Any:
        return answer_of_list(
            UUID(entry["uid"]), self.kind.pk, entry["value"], as_of=self.as_of,
            document=self.document, level=entry["level"], variety=entry["variety"],
        )  # fmt: skip


STATUS_LIST = Kind(
    slug="status_list",
    label=_("部门名册"),
    hint=_("低保、特困、残疾等部门名册，一人一行；完整的名册还能确认谁不是。"),
    permission=IMPORT_LIST,
    columns=LIST_COLUMNS,
    importer=StatusListImporter,
    noun=_("人"),
    options=ListOptions,
    figures=(
        Figure("yes", _("登记为“是”"), _("人")),
        Figure("no", _("登记为“确认不是”"), _("人"), _("在所选范围内有档案，但不在名册上。")),
        Figure(
            "left",
            _("拿不准，先不登记"),
            _("人"),
            _("和有错的行同名。改好那些行再导入，这些人才会登记。"),
        ),
    ),
)
