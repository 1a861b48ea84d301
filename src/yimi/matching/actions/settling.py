"""Writing what was decided: leads begun, brought up to date, ended. The only writer besides the steps of workers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import F

from yimi.audit.actions import record_event
from yimi.core import clock
from yimi.core.actor import Actor
from yimi.core.bulk import insert_all
from yimi.core.ids import SYSTEM_UID, new_uid
from yimi.matching.deciding import Home, Verdicts
from yimi.matching.models import Lead, LeadStep
from yimi.matching.rules import BY_STATUS, Found, Held, State, settle

SYSTEM = Actor(uid=SYSTEM_UID, name="系统")
#: So many uids one audit event names.
CHUNK = 500


@transaction.atomic
def settle_leads(
    verdicts: Mapping[UUID, Verdicts],
    homes: Mapping[UUID, Home],
    held: Iterable[Lead],
    *,
    nothing: Verdicts | None = None,
    known_at: datetime | None = None,
) -> Counter[str]:
    """Bring leads in line with what was decided of these people; how many were ``made``, ``changed``, ``ended`` ….

    ``held`` are the leads on file of all people in question; of those without a verdict ``nothing`` holds. ``known_at``:
    up to when the facts go that the verdicts rest on (now). Done twice, it does nothing the second time.
    """
    by_key = {(lead.resident_id, lead.benefit): lead for lead in held}
    rest = nothing or Verdicts()
    writing = _Writing(known_at or clock.now())
    for (person, benefit), lead in by_key.items():
        verdict = verdicts.get(person, rest)
        if benefit.rpartition("/")[0] not in verdict.left:
            found = verdict.found.get(benefit)
            state = settle(
                Held(State(lead.state), lead.noted_for),
                found,
                is_receiving=benefit in verdict.receiving,
            )
            writing.change(lead, State(state or lead.state), found, homes.get(person))
    for person, verdict in verdicts.items():
        for benefit, found in verdict.found.items():
            if (person, benefit) not in by_key:
                writing.make(person, found, homes[person])
    return writing.write()


class _Writing:
    """What one chunk writes."""

    def __init__(self, known_at: datetime) -> None:
        self.now, self.today, self.known_at = clock.now(), clock.today(), known_at
        self.made: list[Lead] = []
        self.steps: list[LeadStep] = []
        self.changes: list[tuple[Lead, dict[str, Any]]] = []
        self.told: dict[str, list[UUID]] = {}

    def make(self, person: UUID, found: Found, home: Home) -> None:
        """A lead that was not there."""
        lead = Lead(
            uid=new_uid(), resident_id=person, benefit=found.benefit, state=State.NEW,
            state_on=self.today, decided_at=self.known_at, recorded_at=self.now,
            **_decided(found, home),
        )  # fmt: skip
        self.made.append(lead)
        self._tell("made", lead)

    def change(self, lead: Lead, state: State, found: Found | None, home: Home | None) -> None:
        """A lead on file, when something about it differs."""
        wanted: dict[str, Any] = {}
        if home:
            wanted = _decided(found, home) if found else _place(home)
        changes = {name: value for name, value in wanted.items() if getattr(lead, name) != value}
        if state != lead.state:
            changes |= {"state": state, "state_on": self.today, "noted_for": ""}
            if state == State.RECEIVED:
                changes["noted_for"] = BY_STATUS
            self.steps.append(
                LeadStep(
                    uid=new_uid(), lead=lead, state=state, happened_on=self.today,
                    recorded_at=self.now,
                )
            )  # fmt: skip
        if changes:
            self.changes.append((lead, changes | {"decided_at": self.known_at}))
            self._tell(_WORDS.get(state, "changed") if "state" in changes else "changed", lead)

    def _tell(self, word: str, lead: Lead) -> None:
        self.told.setdefault(word, []).append(lead.pk)

    def write(self) -> Counter[str]:
        """All of it, with an event for every few hundred leads. A lead that a worker changed meanwhile waits."""
        clashed = set()
        for lead, changes in self.changes:
            rows = Lead.objects.filter(pk=lead.pk, row_version=lead.row_version)
            if rows.update(row_version=F("row_version") + 1, **changes) != 1:
                clashed.add(lead.pk)
        insert_all(Lead, self.made)
        insert_all(LeadStep, [step for step in self.steps if step.lead_id not in clashed])
        counts: Counter[str] = Counter()
        for word, uids in self.told.items():
            written = [uid for uid in uids if uid not in clashed]
            counts[word] += len(written)
            for start in range(0, len(written), CHUNK):
                part = written[start : start + CHUNK]
                record_event(
                    SYSTEM, "matching.settled", subject_kind="lead", subject_uid=part[0],
                    details={word: [str(uid) for uid in part]},
                )  # fmt: skip
        if clashed:
            counts["waiting"] = len(clashed)
        return +counts


_WORDS: Mapping[State, str] = {
    State.NEW: "again",
    State.EXPIRED: "ended",
    State.RECEIVED: "received",
}


def _decided(found: Found, home: Home) -> dict[str, Any]:
    return {
        "title": found.title[:200],
        "pack": found.pack,
        "outcome": str(found.outcome),
        "conditions": [list(pair) for pair in found.conditions],
        "amount_fen": found.amount_fen,
        "turns_on": found.turns_on,
        **_place(home),
    }


def _place(home: Home) -> dict[str, Any]:
    return {
        "unit_id": home.unit_id,
        "region_code": home.region_code,
        "household_id": home.household_id,
    }
