"""Ending what is dated in a person's life: membership, address, phone, guardian."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TypeVar

from yimi.core.actor import Actor
from yimi.core.records import Dated
from yimi.core.superseding import replace_fact, supersede

DatedT = TypeVar("DatedT", bound=Dated)


def end_before(row: DatedT, day: date, *, actor: Actor, at: datetime) -> DatedT | None:
    """The fact held until the day before ``day``; one that would have begun no earlier never held at all."""
    if row.starts_on >= day:
        supersede(row, at=at)
        return None
    return replace_fact(row, actor=actor, at=at, ends_on=day - timedelta(days=1))
