"""Rows of the rooms as rows of the engine's facts. Several staff files of one person are one subject, ``key``."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from yimi.programmes.models import Background, ConductCheck, ExamCost, Honour, Payee
from yimi.workforce.models import Certificate, Placement, Worker

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Claimant:
    """Whoever would be paid: the person if one is known, and every staff file of theirs, the asked one first."""

    key: UUID
    workers: tuple[Worker, ...]
    payee: Payee | None = None

    @property
    def worker(self) -> Worker:
        """The staff file that was asked about."""
        return self.workers[0]

    @property
    def places(self) -> list[str]:
        """The divisions that keep the files."""
        return [worker.region_code for worker in self.workers]


def person_row(
    who: Claimant, checks: Sequence[ConductCheck], background: Mapping[UUID, Background]
) -> Row:
    """The person, whatever the number of their files."""
    worker = who.worker
    row: Row = {
        "uid": str(who.key),
        "region_code": worker.region_code,
        "sex": worker.sex,
        "birth_on": worker.birth_on,
        "education": worker.education or None,
        "conduct_checked_on": checks[-1].checked_on if checks else None,
        "joined_on": worker.joined_on,
        "left_on": worker.left_on,
    }
    for name in (
        "social_work_degree",
        "full_time_student",
        "internship_started_on",
        "graduated_on",
    ):
        values = [getattr(one, name) for one in background.values()]
        row[name] = next((value for value in values if value is not None), None)
    return row


def certificate_row(row: Certificate, key: UUID, places: Mapping[UUID, str]) -> Row:
    """A certificate."""
    return {
        "uid": str(row.pk),
        "worker_uid": str(key),
        "region_code": places[row.worker_id],
        "level": row.level,
        "issued_on": row.issued_on,
        "registered_on": row.registered_on,
        "registration_until": row.registration_until,
    }


def post_row(row: Placement, key: UUID, background: Mapping[UUID, Background]) -> Row:
    """A placement as employment."""
    seen = background.get(row.worker_id)
    return {
        "uid": str(row.pk),
        "worker_uid": str(key),
        "unit_uid": str(row.unit_id),
        "region_code": row.unit.region_code,
        "field": (seen.field if seen else "") or None,
        "post": "station_worker",
        "full_time": row.full_time,
        "started_on": row.starts_on,
        # our last day is worked, the fact's is not
        "ended_on": None if row.ends_on is None else row.ends_on + timedelta(days=1),
    }


def outside_rows(who: Claimant, background: Mapping[UUID, Background]) -> list[Row]:
    """Posts that no station knows: union and community workers, from the day they joined."""
    return [
        {
            "uid": str(seen.pk),
            "worker_uid": str(who.key),
            "region_code": worker.region_code,
            "field": seen.field or None,
            "post": seen.post,
            "started_on": worker.joined_on,
            "ended_on": None if worker.left_on is None else worker.left_on + timedelta(days=1),
        }
        for worker in who.workers
        if (seen := background.get(worker.pk)) and seen.post and worker.joined_on
    ]


def honour_row(row: Honour, key: UUID, places: Mapping[UUID, str]) -> Row:
    """An honour."""
    return {
        "uid": str(row.pk),
        "worker_uid": str(key),
        "region_code": places[row.worker_id],
        "kind": row.kind,
        "title_code": row.title,
        "level": row.level,
        "given_by": row.given_by or None,
        "to_individual": row.to_individual,
        "awarded_on": row.awarded_on,
    }


def finding_row(row: ConductCheck, key: UUID) -> Row:
    """A finding on conduct."""
    return {
        "uid": str(row.pk),
        "worker_uid": str(key),
        "kind": row.finding,
        "found_on": row.found_on,
        "overturned_on": row.overturned_on,
    }


def cost_row(row: ExamCost, key: UUID, places: Mapping[UUID, str]) -> Row:
    """A receipt of the exam."""
    return {
        "uid": str(row.pk),
        "worker_uid": str(key),
        "region_code": places[row.worker_id],
        "exam_year": row.exam_year,
        "kind": row.kind,
        "registered_for_exam": row.registered_for_exam,
        "passed": row.passed,
        "has_invoice": bool(row.invoice_number),
        "amount_fen": row.amount_fen,
        "spent_on": row.spent_on,
    }
