"""People of a register who are on file already: what the file says otherwise, and what it could add where we know nothing.

Nothing that is on file is ever overwritten: what differs is counted and left to people; what is empty may be filled.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from django.db import transaction

from yimi.core.actor import Actor
from yimi.core.errors import Conflict, DomainError, Forbidden
from yimi.imports.faults import Fault, Problem
from yimi.imports.kinds.base import Table
from yimi.imports.kinds.homes import chunks
from yimi.people.actions import (
    add_phone,
    correct_resident,
    record_statuses,
    set_id_number,
)
from yimi.people.drafts import StatusDraft
from yimi.people.models import Phone, Resident, ResidentStatus, StatusSource

Entry = dict[str, Any]
#: Sex and birth as long as nobody knows them.
UNKNOWN_SEX = ("", "0")


class Known(NamedTuple):
    """What a person's file says of the cells that a register may fill."""

    sex: str
    birth_on: date | None
    ethnic_code: str
    has_id: bool


@dataclass(slots=True)
class OnFile:
    """What is known of the people whom a file names again. Three queries per thousand."""

    people: dict[UUID, Known] = field(default_factory=dict)
    with_phone: set[UUID] = field(default_factory=set)
    answered: set[tuple[UUID, str]] = field(default_factory=set)

    @classmethod
    def of(cls, uids: Iterable[UUID]) -> OnFile:
        """Fetch them."""
        found = cls()
        for chunk in chunks(sorted(set(uids))):
            rows = Resident.objects.filter(pk__in=chunk).values_list(
                "pk", "sex", "birth_on", "ethnic_code", "id_sealed"
            )
            found.people |= {
                uid: Known(sex, born, ethnic, bool(sealed))
                for uid, sex, born, ethnic, sealed in rows
            }
            phones = Phone.objects.current().filter(resident__in=chunk, ends_on=None)
            found.with_phone.update(phones.values_list("resident_id", flat=True))
            answers = ResidentStatus.objects.current().filter(resident__in=chunk)
            found.answered.update(answers.values_list("resident_id", "kind_id"))
        return found


@dataclass(frozen=True, slots=True)
class Comparison:
    """One person against their row: how many cells say otherwise, and what would fill a gap."""

    differs: int
    fill: Entry

    @property
    def places(self) -> int:
        """Cells that say more or something else than what is on file."""
        return self.differs + len(self.fill)


def compare(table: Table, at: int, uid: UUID, on_file: OnFile) -> Comparison:
    """Cell by cell; an empty cell says nothing."""
    person, fill, differs = on_file.people[uid], Entry(), 0
    for name, known, told in _plain_cells(table, at, person):
        if told is None:
            continue
        if not known:
            fill[name] = told
        elif known != told:
            differs += 1
    number = table.column("id_number")[at]
    if number is not None and not person.has_id:
        fill["id_number"] = number.number
    phones = table.column("phone")[at] or ()
    if phones and uid not in on_file.with_phone:
        fill["phones"] = list(phones)
    statuses = table.column("statuses")[at] or ()
    missing = [status for status in statuses if (uid, status[0]) not in on_file.answered]
    if missing:
        fill["statuses"] = missing
    return Comparison(differs, fill)


def _plain_cells(table: Table, at: int, person: Known) -> Iterable[tuple[str, Any, Any]]:
    """(field, what is on file, what the row says) of the cells that are no lists and not sealed."""
    birth = table.column("birth")[at]
    known = "" if person.sex in UNKNOWN_SEX else person.sex
    yield "sex", known, table.column("sex")[at]
    yield "birth_on", person.birth_on, birth and birth[0]
    yield "ethnic_code", person.ethnic_code, table.column("ethnic")[at]


@dataclass(frozen=True, slots=True)
class Gaps:
    """What comparing found: how many people and places differ, and an entry for each person with a gap, by position."""

    counts: dict[str, int]
    entries: dict[int, Entry]


def compare_all(table: Table, known: Mapping[int, UUID]) -> Gaps:
    """Compare the rows at these positions with the people they name."""
    on_file = OnFile.of(known.values())
    found = {at: compare(table, at, uid, on_file) for at, uid in known.items()}
    told = [comparison for comparison in found.values() if comparison.places]
    if not told:
        return Gaps({}, {})
    counts = {
        "different": len(told),
        "places": sum(comparison.places for comparison in told),
        "gaps": sum(bool(comparison.fill) for comparison in told),
    }
    entries = {
        at: fill_entry(table, at, known[at], comparison.fill)
        for at, comparison in found.items()
        if comparison.fill
    }
    return Gaps(counts, entries)


def fill_entry(table: Table, at: int, uid: UUID, fill: Mapping[str, Any]) -> Entry:
    """A row for the sealed block that only fills gaps."""
    birth = table.column("birth")[at]
    plain = {
        name: value.isoformat() if isinstance(value, date) else value
        for name, value in fill.items()
    }
    if "birth_on" in plain:
        plain["birth_precision"] = birth[1]
    return {
        "line": table.lines[at],
        "uid": str(uid),
        "name": table.column("name")[at],
        "fill": plain,
    }


def fill_gaps(entries: Sequence[Entry], actor: Actor) -> dict[int, list[Fault]]:
    """Fill them through the people room's own verbs; who was changed meanwhile, or is refused, is named."""
    faults: dict[int, list[Fault]] = {}
    uids = [UUID(entry["uid"]) for entry in entries]
    people = Resident.objects.select_related("key", "unit").in_bulk(uids)
    now = OnFile.of(uids)
    for entry in entries:
        try:
            with transaction.atomic():
                _fill_one(people[UUID(entry["uid"])], entry["fill"], now, actor)
        except Forbidden:
            raise
        except (Conflict, DomainError):
            faults[entry["line"]] = [Fault("name", Problem.REFUSED)]
    return faults


def _fill_one(person: Resident, fill: Mapping[str, Any], now: OnFile, actor: Actor) -> None:
    """Only what is still empty: somebody may have filled it since the check."""
    known = now.people[person.pk]
    changes = {}
    if "sex" in fill and known.sex in UNKNOWN_SEX:
        changes["sex"] = fill["sex"]
    if "ethnic_code" in fill and not known.ethnic_code:
        changes["ethnic_code"] = fill["ethnic_code"]
    if "birth_on" in fill and known.birth_on is None:
        changes["birth_on"] = date.fromisoformat(fill["birth_on"])
        changes["birth_precision"] = fill["birth_precision"]
    if changes:
        correct_resident(person, actor=actor, row_version=person.row_version, **changes)
    if "id_number" in fill and not known.has_id:
        set_id_number(person, actor=actor, row_version=person.row_version, number=fill["id_number"])
    for number in fill.get("phones", ()) if person.pk not in now.with_phone else ():
        add_phone(person, actor=actor, number=number)
    unasked = [
        status for status in fill.get("statuses", ()) if (person.pk, status[0]) not in now.answered
    ]
    if unasked:
        record_statuses(
            [
                StatusDraft(
                    resident_uid=person.pk, kind=kind, level=level, variety=variety,
                    source=StatusSource.SELF_REPORT,
                )
                for kind, level, variety in unasked
            ],
            actor=actor,
        )  # fmt: skip
