"""The year of records, entered week by week by those who worked there, and what was put right afterwards."""

from __future__ import annotations

from uuid import UUID

from yimi.core import clock
from yimi.core.actor import Actor
from yimi.demo.records import Year
from yimi.services.actions import correct_record, record_services, void_record


def write_year(year: Year, actors: dict[UUID, Actor]) -> dict[str, int]:
    """Everything a station wrote down, at the times it did."""
    records = 0
    for entry in year.entries:
        with clock.standing_at(entry.at):
            record_services(entry.records, actor=actors[entry.worker_uid])
        records += len(entry.records)
    for mending in year.mendings:
        with clock.standing_at(mending.at):
            actor = actors[mending.worker_uid]
            if mending.new is None:
                void_record(mending.record_uid, actor=actor, reason=mending.reason)
            else:
                correct_record(mending.record_uid, mending.new, actor=actor)
    return {"records": records, "mended": len(year.mendings)}
