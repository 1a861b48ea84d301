"""What the trail is told of this room's rows: uids and digests, nothing personal; of many rows one event per chunk."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import groupby
from operator import attrgetter
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import Field, ForeignKey, Model, UUIDField

from yimi.audit.actions import record_event
from yimi.core import crypto
from yimi.core.actor import Actor
from yimi.core.ids import dashed
from yimi.people.models import Resident
from yimi.regions.rules import pad_code

#: Rows in one event: an event stays small enough to read, a million rows stay two thousand events.
CHUNK = 500


class Told(NamedTuple):
    """A row as the trail tells of it: uids in 32 hex digits, and what proves its columns."""

    uid: str
    digest: str
    unit_uid: str
    region_code: str


def record_rows(
    actor: Actor,
    action: str,
    rows: Sequence[tuple[Any, UUID, str]],
    *,
    subject_kind: str,
) -> None:
    """``rows``: (row, unit uid, region code); see :func:`record_told`."""
    told = [Told(row.pk.hex, row_digest(row), unit.hex, code) for row, unit, code in rows]
    record_told(actor, action, told, subject_kind=subject_kind)


def record_told(actor: Actor, action: str, rows: Sequence[Told], *, subject_kind: str) -> None:
    """One row is its own subject; more are listed in the details, one event per unit and chunk."""
    by_unit = sorted(rows, key=attrgetter("unit_uid"))
    for unit_uid, group in groupby(by_unit, key=attrgetter("unit_uid")):
        for chunk in _chunks(list(group)):
            record_event(
                actor,
                action,
                subject_kind=subject_kind,
                subject_uid=dashed(chunk[0].uid),
                unit_uid=UUID(unit_uid),
                region_code=_common(row.region_code for row in chunk),
                details={
                    "count": len(chunk),
                    "rows": [[dashed(row.uid), row.digest] for row in chunk],
                },
            )


def tell_of(actor: Actor, action: str, resident: Resident, **details: Any) -> None:
    """One event about one person; ``details`` name rows and kinds, never what a sealed field says."""
    record_event(
        actor,
        action,
        subject_kind="resident",
        subject_uid=resident.pk,
        unit_uid=resident.unit_id,
        region_code=resident.region_code,
        details=details,
    )


def row_digest(row: Any) -> str:
    """A keyed digest over a row's columns: proves later what was saved without telling it."""
    model: type[Model] = type(row)
    return _digest(model, map(str, attrgetter(*_digested(model)[0])(row)))


def row_digest_of(model: type[Model], row: Sequence[Any]) -> str:
    """The same of a row of plain values (uids in 32 hex digits, days as text), in the order of the model's columns."""
    values = list(map(str, row))
    for place in _digested(model)[1]:
        values[place] = dashed(row[place])
    return _digest(model, values)


def _digest(model: type[Model], values: Iterable[str]) -> str:
    return crypto.digest_value(model._meta.model_name or "", "\x1f".join(values), place="")


@lru_cache(maxsize=100)
def _digested(model: type[Model]) -> tuple[list[str], list[int]]:
    """A row's columns in their order, the times of recording aside, and which of them hold uids."""
    fields = [
        field
        for field in model._meta.concrete_fields
        if field.attname not in ("recorded_at", "superseded_at")
    ]
    uids = [at for at, field in enumerate(fields) if isinstance(_target(field), UUIDField)]
    return [field.attname for field in fields], uids


def _target(field: Field[Any, Any]) -> Field[Any, Any]:
    return _target(field.target_field) if isinstance(field, ForeignKey) else field


def _chunks(rows: list[Any]) -> Iterable[list[Any]]:
    for start in range(0, len(rows), CHUNK):
        yield rows[start : start + CHUNK]


def _common(codes: Iterable[str]) -> str:
    """The shared division, when the rows have one; else the township, padded."""
    found = set(codes)
    if len(found) == 1:
        return found.pop()
    towns = {code[:9] for code in found}
    return pad_code(towns.pop()) if len(towns) == 1 else ""
