"""Service records out of old ledgers (走访台账、服务登记表): one row per service event."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from functools import cached_property
from typing import Any, NamedTuple
from uuid import UUID

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from yimi.core import clock
from yimi.core.actor import Actor
from yimi.core.codes.citizen_id import CitizenId
from yimi.imports.cells import Parser, id_parser, parse_names
from yimi.imports.faults import CellRefused, Fault, Problem
from yimi.imports.kinds.base import Checked, Kind, Table, made_uid
from yimi.imports.kinds.ledger_words import item_words, pick_item
from yimi.imports.kinds.people_here import PeopleHere, Person
from yimi.imports.kinds.record_columns import RECORD_COLUMNS
from yimi.imports.kinds.records_write import Found, RecordWriter, encode, on_file
from yimi.imports.kinds.surroundings import FIELDS, surroundings_of
from yimi.imports.kinds.villages import Villages
from yimi.imports.permissions import IMPORT_RECORDS
from yimi.services.models.record import Method, Outcome
from yimi.services.rules import NewRecord, content_digest
from yimi.stations.models import ServiceUnit
from yimi.workforce.models import Placement

#: Parameters in one IN list.
CHUNK = 1_000
#: Stands in a record until its content has decided its uid.
NO_UID = UUID(int=0)
NOBODY: Mapping[str, int] = {}


class Cells(NamedTuple):
    """A row's cells, read; None where a cell is empty."""

    household_key: UUID | None
    village: str | None
    id_number: CitizenId | None
    names: Sequence[str] | None
    head_count: int | None
    outcome: str | None
    workers: tuple[UUID, ...] | None
    method: str
    item: str
    served_on: date
    minutes: int | None
    note: str | None
    co_organisers: Sequence[str] | None
    next_due_on: date | None


class RecordImporter:
    """Checks in memory against the station's people, workers and catalogue; writes through the services room."""

    def __init__(
        self, unit: ServiceUnit, actor: Actor, today: date, options: Mapping[str, Any]
    ) -> None:
        self.unit, self.actor, self.today = unit, actor, today
        self.writer = RecordWriter(unit.pk, actor)

    @cached_property
    def people(self) -> PeopleHere:
        """Whom a row may mean; needed for the check only."""
        return PeopleHere(self.unit)

    @cached_property
    def workers(self) -> dict[str, list[UUID]]:
        """Everyone who ever had a post here, by name."""
        found: dict[str, list[UUID]] = {}
        rows = Placement.objects.current().filter(unit=self.unit)
        for name, uid in rows.values_list("worker__name", "worker_id").distinct():
            found.setdefault(name, []).append(uid)
        return found

    def parsers(self) -> Mapping[str, Parser]:
        """Columns whose words depend on the place."""
        items = item_words(self.unit.region_code)
        return {
            "household_key": self.people.household,
            "village": Villages(self.unit).parse,
            "id_number": id_parser(self.today),
            "item": lambda text: pick_item(items, text),
            "workers": self._parse_workers,
        }

    def _parse_workers(self, text: str) -> tuple[UUID, ...]:
        uids = []
        for name in parse_names(text):
            found = self.workers.get(name, [])
            if len(found) != 1:
                raise CellRefused(Problem.UNKNOWN_WORKER)
            uids.append(found[0])
        return tuple(uids)

    def check(self, table: Table) -> Checked:
        """Rows into records, then every rule of the services room, then what is on file already."""
        drafts = self._drafts(table)
        self._ask_the_rules(table, drafts)
        place = str(self.unit.pk)
        records: dict[UUID, Found] = {}
        checked = Checked(encode=encode)
        for at, new in drafts.items():
            if at in table.faults:
                continue
            digest = content_digest(new)
            uid = made_uid("record", place, digest, on=new.served_on)
            if uid in records:
                checked.duplicates += 1
            else:
                records[uid] = uid, new, table.lines[at], digest
        known = self._on_file(list(records))
        checked.unchanged = len(known)
        checked.groups = [[found] for uid, found in records.items() if uid not in known]
        return checked

    @staticmethod
    def show(entry: Mapping[str, Any]) -> dict[str, str]:
        """A row for the preview, as the system understood it."""
        people = len(entry["participants"]) + sum(entry["head_counts"].values())
        return {
            gettext("服务日期"): entry["served_on"],
            gettext("服务方式"): str(Method(entry["method"]).label),
            gettext("结果"): str(Outcome(entry["outcome"]).label),
            gettext("时长（分钟）"): str(entry["minutes"]),
            gettext("人数"): str(people),
        }

    def write(self, block: Sequence[dict[str, Any]], ready: Any = None) -> dict[int, list[Fault]]:
        """See :class:`RecordWriter`."""
        return self.writer.write(block)

    def _drafts(self, table: Table) -> dict[int, NewRecord]:
        """The records that the rows without a fault mean, by position, without their uids."""
        columns = [table.column(name) for name in Cells._fields]
        self.people.meet(table.column("id_number"))
        drafts = {}
        for at, cells in enumerate(map(Cells._make, zip(*columns, strict=True))):
            if at not in table.faults:
                try:
                    drafts[at] = self._draft(cells)
                except CellRefused as refusal:
                    column = "names" if cells.id_number is None else "id_number"
                    table.refuse(at, column, refusal.problem, refusal.detail)
        return drafts

    def _draft(self, cells: Cells) -> NewRecord:
        """The record that a row means; raises CellRefused when its people cannot be told."""
        people = self._people_of(cells)
        is_met = cells.outcome != Outcome.NOT_MET
        unnamed = max((cells.head_count or 0) - len(people), 0) if is_met else 0
        presence = "served" if is_met else "collateral"
        homes = (person.household_uid for person in people if person.household_uid)
        return NewRecord(
            uid=NO_UID,
            unit_uid=self.unit.pk,
            method=cells.method,
            item_code=cells.item,
            served_on=cells.served_on,
            minutes=cells.minutes or 0,
            outcome=cells.outcome or "met",
            household_uid=cells.household_key or next(homes, None),
            note=cells.note or "",
            participants={person.uid: presence for person in people},
            head_counts={"unknown": unnamed} if unnamed else NOBODY,
            worker_uids=cells.workers or self._self,
            co_organisers=cells.co_organisers or (),
            next_due_on=cells.next_due_on,
        )

    @cached_property
    def _self(self) -> tuple[UUID, ...]:
        """Who gave the service when the file does not say."""
        return (self.actor.worker_uid,) if self.actor.worker_uid else ()

    def _people_of(self, cells: Cells) -> list[Person]:
        household, names = cells.household_key, cells.names or ()
        if cells.id_number is not None:
            return [self.people.with_id(cells.id_number)]
        if not names and household and not cells.head_count:
            head = self.people.heads.get(household)
            return [self.people.by_uid[head]] if head in self.people.by_uid else []
        village = cells.village or ""
        return [self.people.named(name, household=household, village=village) for name in names]

    def _ask_the_rules(self, table: Table, drafts: Mapping[int, NewRecord]) -> None:
        workers = {uid for group in self.workers.values() for uid in group}
        around, today = surroundings_of(self.unit.pk, self.actor, workers), clock.today()
        for at, new in drafts.items():
            faults = around.faults(new, self.actor, is_historic=True, today=today)
            for name, keys in faults.items():
                for key in keys:
                    table.refuse(at, FIELDS.get(name, name), key)

    def _on_file(self, uids: list[UUID]) -> set[UUID]:
        """Which of these records are saved already, whoever imported them, corrected since or not."""
        return {uid for at in range(0, len(uids), CHUNK) for uid in on_file(uids[at : at + CHUNK])}


RECORDS = Kind(
    slug="records",
    label=_("服务记录"),
    hint=_("一行一次服务，如走访台账、活动登记表。要先有住户档案。"),
    permission=IMPORT_RECORDS,
    columns=RECORD_COLUMNS,
    importer=RecordImporter,
    noun=_("条"),
)
