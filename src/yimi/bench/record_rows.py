"""The rows that one recorded visit writes, made beforehand, and their bare INSERTs."""

from __future__ import annotations

from typing import Any

from django.db import connection, models

from yimi.audit.models import AuditEvent
from yimi.core import clock
from yimi.core.ids import SYSTEM_UID, new_uid
from yimi.people.models import Household, Membership
from yimi.services.models import Participant, RecordTag, RecordWorker, ServiceRecord
from yimi.workforce.models import Placement


def written_rows(count: int) -> list[list[tuple[str, list[Any]]]]:
    """For each record the (statement, parameters) pairs that the action would write, on real households."""
    homes = list(Household.objects.select_related("unit")[:5_000])
    heads = dict(
        Membership.objects.filter(household__in=homes).values_list("household_id", "resident_id")
    )
    workers = dict(Placement.objects.values_list("unit_id", "worker_id"))
    return [_rows_of(homes[n % len(homes)], heads, workers, n) for n in range(count)]


def _rows_of(
    home: Household, heads: dict[Any, Any], workers: dict[Any, Any], number: int
) -> list[tuple[str, list[Any]]]:
    uid = new_uid()
    record = ServiceRecord(
        uid=uid, unit_id=home.unit_id, unit_region_code=home.region_code, served_region_code=home.region_code,
        recorded_by=SYSTEM_UID, number=f"raw-{number}", household_id=home.pk, method="home_visit", item_id="EL2",
        served_on=clock.today(), minutes=30, person_times=1, key_id=home.key_id, note_sealed=b"x" * 120, digest="0" * 64,
    )  # fmt: skip
    event = AuditEvent(
        uid=new_uid(), actor_uid=SYSTEM_UID, actor_name="raw", action="bench.raw", subject_kind="service_record",
        subject_uid=str(uid), digest="0" * 64, details={"records": [[str(uid), "0" * 64]]},
    )  # fmt: skip
    rows = [
        record,
        Participant(record_id=uid, resident_id=heads[home.pk]),
        RecordWorker(record_id=uid, worker_id=workers[home.unit_id], is_lead=True),
        RecordTag(record_id=uid, kind="change", code="none"),
        event,
    ]
    return [_insert(row) for row in rows]


def _insert(row: models.Model) -> tuple[str, list[Any]]:
    fields = [f for f in row._meta.concrete_fields if not isinstance(f, models.AutoField)]
    marks = ", ".join(["%s"] * len(fields))
    columns = ", ".join(str(f.column) for f in fields)
    sql = f"INSERT INTO {row._meta.db_table} ({columns}) VALUES ({marks})"
    return sql, [f.get_db_prep_save(getattr(row, f.attname), connection) for f in fields]


def write_rows(rows: list[tuple[str, list[Any]]]) -> None:
    """Five INSERTs."""
    with connection.cursor() as cursor:
        for sql, parameters in rows:
            cursor.execute(sql, parameters)
