"""How rows change: a row with a file takes a version, a fact is replaced by a new row; nothing is overwritten."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, TypeVar
from uuid import UUID

from django.db.models import F

from yimi.core import clock
from yimi.core.actor import Actor
from yimi.core.errors import Conflict
from yimi.core.ids import new_uid
from yimi.core.records import Known, Record

KnownT = TypeVar("KnownT", bound=Known)
#: What a replacement does not take over from the row before.
OF_THE_ROW = frozenset({"uid", "recorded_at", "recorded_by", "superseded_at", "replaces"})


def take_version(row: Record, *, expected: int, changes: Mapping[str, Any]) -> None:
    """Write ``changes`` if nobody else did since ``expected`` was read; raises Conflict. One UPDATE."""
    taken = (
        type(row)
        ._default_manager.filter(pk=row.pk, row_version=expected)
        .update(row_version=F("row_version") + 1, **changes)
    )
    if taken != 1:
        raise Conflict()
    row.row_version = expected + 1
    for name, value in changes.items():
        setattr(row, name, value)


def hold_rows(model: type[Record], uids: Iterable[UUID]) -> None:
    """Make writers that add facts to the same rows wait for each other until this transaction ends.

    An UPDATE that changes nothing locks the rows on PostgreSQL; on SQLite an IMMEDIATE transaction is alone anyway.
    """
    model._default_manager.filter(pk__in=list(uids)).update(row_version=F("row_version"))


def supersede(fact: Known, *, at: datetime | None = None) -> None:
    """From ``at`` (now) on we no longer hold ``fact`` to be true; raises Conflict when somebody was faster."""
    at = at or clock.now()
    held = type(fact)._default_manager.filter(pk=fact.pk, superseded_at=None)
    if held.update(superseded_at=at) != 1:
        raise Conflict()
    fact.superseded_at = at


def replace_fact(
    fact: KnownT, *, actor: Actor, at: datetime | None = None, **changes: Any
) -> KnownT:
    """Supersede ``fact`` by a copy with ``changes``; returns the copy. The old row stays as it was known."""
    at = at or clock.now()
    supersede(fact, at=at)
    kept = {
        field.attname: getattr(fact, field.attname)
        for field in fact._meta.concrete_fields
        if field.name not in OF_THE_ROW
    }
    fresh = type(fact)(uid=new_uid(), recorded_at=at, recorded_by=actor.uid, replaces=fact, **kept)
    for name, value in changes.items():
        setattr(fresh, name, value)
    fresh.save(force_insert=True)
    return fresh
