"""What people say, in sums of at least five answers of finished months; see ``rules.blocks`` for why nothing less."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from yimi.core import clock
from yimi.core.actor import Actor
from yimi.core.scoping import region_range, scope_condition
from yimi.feedback.models import SubjectKind, VoiceTally
from yimi.feedback.permissions import VIEW_VOICE
from yimi.feedback.rules import Block, Tally, blocks, counts_of, total
from yimi.stations.models import ServiceUnit

Bucket = tuple[UUID, str]


@dataclass(frozen=True, slots=True)
class VoiceLine:
    """One unit and kind: its blocks within the period and their sum."""

    unit: ServiceUnit
    kind: str
    label: str
    shown: list[Block]
    tally: Tally


@dataclass(frozen=True, slots=True)
class VoiceFigures:
    """Lines by unit and kind, and the sums of what is in them, by kind and of all. Nothing else is ever added in."""

    lines: list[VoiceLine]
    by_kind: dict[str, Tally]
    tally: Tally


def voice_figures(
    actor: Actor, *, first: date, last: date, unit_uid: UUID | None = None, place: str = ""
) -> VoiceFigures:
    """Of one unit, or of the units below a code prefix, or of all the actor's. Two queries.

    A block counts in the period that holds its last month; months that are not over yet are not shown. All months of a
    unit are read, so that its blocks are the same whatever period is asked for.
    """
    rows = VoiceTally.objects.filter(
        scope_condition(actor, VIEW_VOICE, unit="unit_id", region="region_code"),
        month__lt=clock.today().replace(day=1),
    )
    if unit_uid is not None:
        rows = rows.filter(unit=unit_uid)
    if place:
        rows = rows.filter(region_range("region_code", place))
    shown = _blocks_within(rows, first, last)
    units = ServiceUnit.objects.in_bulk({unit for unit, _kind in shown})
    lines = [
        VoiceLine(units[unit], kind, str(SubjectKind(kind).label), found, total(found))
        for (unit, kind), found in shown.items()
    ]
    lines.sort(key=lambda line: (line.unit.region_code, line.unit.number, line.kind))
    by_kind: dict[str, Tally] = {}
    for line in lines:
        by_kind[line.label] = by_kind.get(line.label, Tally()) + line.tally
    return VoiceFigures(lines, by_kind, sum(by_kind.values(), Tally()))


def _blocks_within(
    rows: Iterable[VoiceTally], first: date, last: date
) -> dict[Bucket, list[Block]]:
    months: dict[Bucket, list[tuple[date, Tally]]] = {}
    for row in rows:
        months.setdefault((row.unit_id, row.subject_kind), []).append((row.month, counts_of(row)))
    found = {
        bucket: [block for block in blocks(known) if first <= block.last <= last]
        for bucket, known in months.items()
    }
    return {bucket: within for bucket, within in found.items() if within}
