"""What the trail is told of this room's rows: uids and digests, nothing personal; of many rows one event per chunk."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from itertools import groupby
from operator import attrgetter
from typing import Any
from uuid import UUID

from django.db.models import Model

from yimi.audit.actions import record_event
from yimi.core import crypto
from yimi.core.actor import Actor
from yimi.people.models import Resident
from yimi.regions.rules import pad_code

#: Rows in one event: an event stays small enough to read, a million rows stay two thousand events.
CHUNK = 500


def record_rows(
    actor: Actor,
    action: str,
    rows: Sequence[tuple[Any, UUID, str]],
    *,
    subject_kind: str,
    details: dict[str, Any] | None = None,
) -> None:
    """``rows``: (row, unit uid, region code). One row is its own subject; more are listed in the details."""
    by_unit = sorted(rows, key=lambda entry: str(entry[1]))
    for unit_uid, group in groupby(by_unit, key=lambda entry: entry[1]):
        for chunk in _chunks(list(group)):
            subjects = [row for row, _, _ in chunk]
            record_event(
                actor,
                action,
                subject_kind=subject_kind,
                subject_uid=subjects[0].pk,
                unit_uid=unit_uid,
                region_code=_common(code for _, _, code in chunk),
                details={
                    "count": len(chunk),
                    "rows": [[str(row.pk), row_digest(row)] for row in subjects],
                    **(details or {}),
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
    values = "\x1f".join(map(str, _digested(model)(row)))
    return crypto.digest_value(row._meta.model_name, values, place="")


@lru_cache(maxsize=100)
def _digested(model: type[Model]) -> Callable[[Any], tuple[Any, ...]]:
    """Takes a row's values in the order of its columns, the times of recording aside."""
    names = [field.attname for field in model._meta.concrete_fields]
    return attrgetter(*(name for name in names if name not in ("recorded_at", "superseded_at")))


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
