"""What opening referrals and resource links share: whose they are, their numbers, what is sealed."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from yimi.audit.actions import record_event
from yimi.core import clock
from yimi.core.actor import Actor
from yimi.core.errors import Invalid
from yimi.core.numbers import take_numbers
from yimi.referrals.drafts import ForWhom
from yimi.referrals.models import ForSomeone
from yimi.referrals.permissions import EDIT
from yimi.referrals.rules import MAX_TEXT
from yimi.workforce.models import Placement

#: Rows per audit event of a batch.
CHUNK = 500
TEXT_FIELD = "text"


def require_whom(whoms: Sequence[ForWhom], actor: Actor, *, on: date) -> None:
    """Every one is for somebody within the actor's reach, by a worker placed at the unit. Two queries at most."""
    for whom in whoms:
        actor.require_at(EDIT, unit_uid=whom.unit.pk, region_code=whom.unit.region_code)
        if whom.household is None and whom.resident is None:
            raise Invalid.one("resident", _("请选为谁办理：一户，或其中一位。"))
        for person in (whom.household, whom.resident):
            if person is not None:
                actor.require_at(EDIT, unit_uid=person.unit_id, region_code=person.region_code)
    wanted = {(whom.worker.pk, whom.unit.pk) for whom in whoms}
    placed = Placement.objects.on(on).filter(worker__in={worker for worker, _unit in wanted})
    if not wanted <= set(placed.values_list("worker_id", "unit_id")):
        raise Invalid.one("worker", _("选中的社工不在这个站点，请重新选择。"))


def require_text(text: str) -> str:
    """What the worker wrote, without outer blanks; raises Invalid when it is too long."""
    tidy = text.strip()
    if len(tidy) > MAX_TEXT:
        raise Invalid.one("text", _("说明超过 5,000 字，请精简。"))
    return tidy


def require_choice(field: str, value: str, choices: Collection[str]) -> None:
    """``value`` is one of ``choices``; raises Invalid."""
    if value not in choices:
        raise Invalid.one(field, _("请从列表里选一项。"))


def columns_of(whom: ForWhom, *, number: str, uid: UUID, text: str) -> dict[str, Any]:
    """The columns that every kind has."""
    return {
        "uid": uid,
        "number": number,
        "unit": whom.unit,
        "region_code": whom.unit.region_code,
        "household": whom.household,
        "resident": whom.resident,
        "case_uid": whom.case_uid,
        "worker": whom.worker,
        "key": whom.key,
        "text_sealed": whom.key.seal(text, field=TEXT_FIELD, row=uid),
    }


def issue_numbers(letter: str, whoms: Sequence[ForWhom]) -> list[str]:
    """One number each, from the series of its unit and year, e.g. ``411623-0012-26-Z0007``."""
    year = clock.today().year
    wanted: dict[UUID, int] = {}
    for whom in whoms:
        wanted[whom.unit.pk] = wanted.get(whom.unit.pk, 0) + 1
    issued = {
        unit: iter(take_numbers(f"referrals/{letter}/{unit}/{year}", count))
        for unit, count in sorted(wanted.items())
    }
    return [
        f"{whom.unit.number}-{year % 100:02d}-{letter}{next(issued[whom.unit.pk]):04d}"
        for whom in whoms
    ]


def note_opened(
    rows: Sequence[ForSomeone], action: str, *, subject_kind: str, actor: Actor
) -> None:
    """One event per chunk, with the rows' uids and numbers."""
    for first in range(0, len(rows), CHUNK):
        chunk = rows[first : first + CHUNK]
        record_event(
            actor, action, subject_kind=subject_kind, subject_uid=chunk[0].uid,
            unit_uid=chunk[0].unit_id, region_code=chunk[0].region_code,
            details={"rows": [[str(row.uid), row.number] for row in chunk]},
        )  # fmt: skip


def note_one(
    row: ForSomeone, action: str, *, subject_kind: str, actor: Actor, details: Mapping[str, Any]
) -> None:
    """One event about one row."""
    record_event(
        actor, action, subject_kind=subject_kind, subject_uid=row.uid, unit_uid=row.unit_id,
        region_code=row.region_code, details=details,
    )  # fmt: skip
