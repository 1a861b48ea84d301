"""Staff lists (社工站人员花名册): one row per worker, with the post and, where there is one, the certificate."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from yimi.core.actor import Actor
from yimi.core.codes.citizen_id import CitizenId
from yimi.core.codes.tables import SEXES, label
from yimi.core.errors import DomainError, Forbidden
from yimi.core.formats import mask_id
from yimi.imports.cells import Parser, id_parser, limited
from yimi.imports.faults import Fault, Problem
from yimi.imports.kinds.base import Checked, Kind, Table, made_uid
from yimi.imports.kinds.staff import Staff, Stations, staff_parsers
from yimi.imports.kinds.worker_columns import WORKER_COLUMNS
from yimi.people.rules.identity import Difference, differences
from yimi.regions.rules import pad_code
from yimi.stations.models import Operator, ServiceUnit
from yimi.workforce.access import EDIT
from yimi.workforce.actions import (
    CertificateDraft,
    FirstPost,
    WorkerDraft,
    register_workers,
)

#: What makes two rows of one person the same row.
TOLD = (
    "sex", "birth", "id_number", "phone", "education", "employment_mode", "employer", "joined_on", "station",
    "post_kind", "is_head", "level", "issued_on", "number", "registered_on",
)  # fmt: skip


class WorkerImporter:
    """Checks against the staff on file; writes through the workforce room's batch action."""

    def __init__(
        self, unit: ServiceUnit, actor: Actor, today: date, options: Mapping[str, Any]
    ) -> None:
        self.unit, self.actor, self.today = unit, actor, today

    def parsers(self) -> Mapping[str, Parser]:
        """Columns whose words depend on the place or the workforce room."""
        return {
            **staff_parsers(),
            "id_number": id_parser(self.today),
            "station": Stations(self.actor).parse,
            "employer": limited(100),
        }

    def check(self, table: Table) -> Checked:
        """Each row by itself; then who is on file already, and who stands twice in the file."""
        staff = Staff(self.unit)
        checked = Checked(encode=dict)
        told: dict[UUID, tuple[int, str]] = {}
        for at in range(len(table.lines)):
            self._check_row(table, at)
            if table.column("name")[at] is None:
                continue
            uid, content = self._uid(table, at), repr([table.column(name)[at] for name in TOLD])
            if uid in told:
                if told[uid][1] == content:
                    checked.duplicates += 1
                else:
                    table.refuse(at, "name", Problem.SAME_PERSON_TWICE)
                continue
            told[uid] = at, content
            if at in table.faults:
                continue
            if self._is_known(staff, table, at, uid):
                checked.unchanged += 1
            else:
                checked.groups.append([self._entry(table, at, uid)])
        return checked

    def _check_row(self, table: Table, at: int) -> None:
        number, sex, birth, joined = (
            table.column(name)[at] for name in ("id_number", "sex", "birth", "joined_on")
        )
        found = (
            differences(number, sex=sex or "", birth_on=birth, birth_precision="day")
            if number is not None and (sex or birth)
            else ()
        )
        if Difference.SEX in found:
            table.refuse(at, "sex", Problem.SEX_DIFFERS)
        if Difference.BIRTH in found:
            table.refuse(at, "birth", Problem.BIRTH_DIFFERS)
        for name, day in (("joined_on", joined), ("issued_on", table.column("issued_on")[at])):
            if day is not None and day > self.today:
                table.refuse(at, name, Problem.DATE_IN_FUTURE)
        level, issued = table.column("level")[at], table.column("issued_on")[at]
        if (level is None) != (issued is None) and not table.faults.get(at):
            table.refuse(at, "level" if level is None else "issued_on", Problem.CERTIFICATE_INCOMPLETE)  # fmt: skip

    def _uid(self, table: Table, at: int) -> UUID:
        """By ID number; without one by station, name and birth."""
        number: CitizenId | None = table.column("id_number")[at]
        unit = table.column("station")[at] or self.unit
        birth = table.column("birth")[at]
        parts = (
            ("id", number.number) if number else ("name", unit.pk, table.column("name")[at], birth)
        )
        return made_uid("worker", self.unit.region_code[:2], *parts)

    def _is_known(self, staff: Staff, table: Table, at: int, uid: UUID) -> bool:
        number: CitizenId | None = table.column("id_number")[at]
        if uid in staff.workers or (number is not None and staff.with_id(number)):
            return True
        birth = table.column("birth")[at] or (number.birth_on if number else None)
        unit = table.column("station")[at] or self.unit
        name = table.column("name")[at]
        return staff.same(name, birth, unit.pk, has_id=number is not None)

    def _entry(self, table: Table, at: int, uid: UUID) -> dict[str, Any]:
        entry: dict[str, Any] = {"line": table.lines[at], "uid": str(uid)}
        for name in ("name", "sex", "phone", "education", "employment_mode", "employer", "post_kind", "level", "number"):  # fmt: skip
            entry[name] = table.column(name)[at] or ""
        for name in ("birth", "joined_on", "issued_on", "registered_on"):
            day = table.column(name)[at]
            entry[name] = day.isoformat() if day else None
        number = table.column("id_number")[at]
        entry["id_number"] = number.number if number else ""
        entry["phone"] = (entry["phone"] or ("",))[0]
        entry["unit"] = str((table.column("station")[at] or self.unit).pk)
        entry["is_head"] = bool(table.column("is_head")[at])
        return entry

    @staticmethod
    def show(entry: Mapping[str, Any]) -> dict[str, str]:
        """A row for the preview; the ID number masked."""
        return {
            gettext("姓名"): entry["name"],
            gettext("性别"): label(SEXES, entry["sex"]) if entry["sex"] else "",
            gettext("身份证号"): mask_id(entry["id_number"]),
            gettext("入职日期"): entry["joined_on"] or "",
            gettext("证书"): gettext("有") if entry["level"] else "",
        }

    def write(self, block: Sequence[dict[str, Any]], ready: Any = None) -> dict[int, list[Fault]]:
        """The whole block at once; when a row of it is refused, one by one, so that the others go in."""
        drafts = self._drafts(block)
        try:
            with transaction.atomic():
                register_workers(drafts, actor=self.actor)
        except Forbidden:
            raise
        except DomainError:
            return self._one_by_one(block, drafts)
        return {}

    def _one_by_one(
        self, block: Sequence[dict[str, Any]], drafts: Sequence[WorkerDraft]
    ) -> dict[int, list[Fault]]:
        faults: dict[int, list[Fault]] = {}
        for entry, draft in zip(block, drafts, strict=True):
            try:
                with transaction.atomic():
                    register_workers([draft], actor=self.actor)
            except Forbidden:
                raise
            except DomainError:
                faults[entry["line"]] = [Fault("name", Problem.REFUSED)]
        return faults

    def _drafts(self, block: Sequence[dict[str, Any]]) -> list[WorkerDraft]:
        units = ServiceUnit.objects.in_bulk([UUID(entry["unit"]) for entry in block])
        names = {entry["employer"] for entry in block if entry["employer"]}
        employers = {row.name: row for row in Operator.objects.filter(name__in=names)}
        return [self._draft(entry, units[UUID(entry["unit"])], employers) for entry in block]

    def _draft(
        self, entry: Mapping[str, Any], unit: ServiceUnit, employers: Mapping[str, Operator]
    ) -> WorkerDraft:
        employer = employers.get(entry["employer"])
        joined_on = _day(entry["joined_on"])
        facts = {
            name: entry[name] for name in ("sex", "education", "employment_mode") if entry[name]
        }
        post = FirstPost(
            unit=unit,
            starts_on=joined_on or self.today,
            is_head=entry["is_head"],
            **({"post_kind": entry["post_kind"]} if entry["post_kind"] else {}),
        )
        return WorkerDraft(
            uid=UUID(entry["uid"]),
            name=entry["name"],
            region_code=pad_code(unit.region_code[:6]),
            birth_on=_day(entry["birth"]),
            phone=entry["phone"],
            id_number=entry["id_number"],
            employer=employer,
            employer_name="" if employer else entry["employer"],
            joined_on=joined_on,
            post=post,
            certificates=_certificates(entry),
            **facts,
        )


def _certificates(entry: Mapping[str, Any]) -> tuple[CertificateDraft, ...]:
    issued_on = _day(entry["issued_on"])
    if not entry["level"] or issued_on is None:
        return ()
    return (
        CertificateDraft(
            level=entry["level"],
            issued_on=issued_on,
            number=entry["number"],
            registered_on=_day(entry["registered_on"]),
        ),
    )


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


WORKERS = Kind(
    slug="workers",
    label=_("人员"),
    hint=_("一人一行，如社工站人员花名册；有证书的写在同一行。"),
    permission=EDIT,
    columns=WORKER_COLUMNS,
    importer=WorkerImporter,
    noun=_("人"),
)
