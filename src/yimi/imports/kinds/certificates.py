"""Lists of certificates (持证人员名单): one row per certificate of a worker who is on file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from yimi.core.actor import Actor
from yimi.core.errors import DomainError, Forbidden
from yimi.imports.cells import Parser, id_parser
from yimi.imports.faults import CellRefused, Fault, Problem
from yimi.imports.kinds.base import Checked, Kind, Table
from yimi.imports.kinds.staff import Staff, staff_parsers, told_again
from yimi.imports.kinds.worker_columns import CERTIFICATE_COLUMNS
from yimi.stations.models import ServiceUnit
from yimi.workforce.access import EDIT
from yimi.workforce.actions import CertificateDraft, add_certificates
from yimi.workforce.models import CertificateLevel, Worker


class CertificateImporter:
    """Finds the worker of each row; what is on file already stays as it is."""

    def __init__(
        self, unit: ServiceUnit, actor: Actor, today: date, options: Mapping[str, Any]
    ) -> None:
        self.unit, self.actor, self.today = unit, actor, today

    def parsers(self) -> Mapping[str, Parser]:
        """The levels under the names that lists give them."""
        return {"level": staff_parsers()["level"], "id_number": id_parser(self.today)}

    def check(self, table: Table) -> Checked:
        """Whose certificate, and whether it is on file."""
        staff = Staff(self.unit)
        held, checked = staff.certificates(), Checked(encode=dict)
        told: dict[tuple[UUID, str], tuple[date, str]] = {}
        columns = ("name", "id_number", "level", "issued_on", "number")
        for at, (name, id_number, level, issued_on, number) in enumerate(
            zip(*map(table.column, columns), strict=True)
        ):
            if at in table.faults:
                continue
            if issued_on > self.today:
                table.refuse(at, "issued_on", Problem.DATE_IN_FUTURE)
                continue
            try:
                worker = staff.find(name, id_number)
            except CellRefused as refusal:
                table.refuse(at, "name", refusal.problem)
                continue
            key, content = (worker.pk, level), (issued_on, number or "")
            known = held.get(key)
            if key in told:
                if told[key] == content:
                    checked.duplicates += 1
                else:
                    table.refuse(at, "level", Problem.CERTIFICATE_DIFFERS)
            elif known is None:
                checked.groups.append([self._entry(table, at, worker)])
            elif told_again(known, issued_on, number or ""):
                checked.unchanged += 1
            else:
                table.refuse(at, "level", Problem.CERTIFICATE_DIFFERS)
            told.setdefault(key, content)
        return checked

    @staticmethod
    def _entry(table: Table, at: int, worker: Worker) -> dict[str, Any]:
        registered = table.column("registered_on")[at]
        return {
            "line": table.lines[at],
            "worker": str(worker.pk),
            "name": worker.name,
            "level": table.column("level")[at],
            "issued_on": table.column("issued_on")[at].isoformat(),
            "number": table.column("number")[at] or "",
            "registered_on": registered.isoformat() if registered else None,
        }

    @staticmethod
    def show(entry: Mapping[str, Any]) -> dict[str, str]:
        """A row for the preview."""
        return {
            gettext("姓名"): entry["name"],
            gettext("证书级别"): str(CertificateLevel(entry["level"]).label),
            gettext("发证日期"): entry["issued_on"],
            gettext("登记日期"): entry["registered_on"] or "",
        }

    def write(self, block: Sequence[dict[str, Any]], ready: Any = None) -> dict[int, list[Fault]]:
        """Row by row: a county's list has hundreds, and one that is refused leaves the others alone."""
        workers = Worker.objects.in_bulk([UUID(entry["worker"]) for entry in block])
        faults: dict[int, list[Fault]] = {}
        for entry in block:
            registered = entry["registered_on"]
            draft = CertificateDraft(
                level=entry["level"],
                issued_on=date.fromisoformat(entry["issued_on"]),
                number=entry["number"],
                registered_on=date.fromisoformat(registered) if registered else None,
            )
            try:
                with transaction.atomic():
                    add_certificates([(workers[UUID(entry["worker"])], draft)], actor=self.actor)
            except Forbidden:
                raise
            except DomainError:
                faults[entry["line"]] = [Fault("level", Problem.REFUSED)]
        return faults


CERTIFICATES = Kind(
    slug="certificates",
    label=_("证书"),
    hint=_("一证一行，如持证人员名单；人员要先在名单里。"),
    permission=EDIT,
    columns=CERTIFICATE_COLUMNS,
    importer=CertificateImporter,
    noun=_("本"),
)
