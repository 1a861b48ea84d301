"""One history: its claims, what is written in two staff files, and the log that tells the story when a check fails."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from random import Random
from typing import Any

from yimi.programmes.rules.slots import Slot
from yimi.programmes.rules.states import State

PACK = "421000/worker-incentives"
START, DAYS = date(2022, 9, 14), 1500
REGION = "421002001000"
#: What each level is worth in full, and honours (the measure's own figures, not read from the pack).
FULL = {"assistant": 50_000, "intermediate": 100_000, "senior": 300_000}
HONOURS = {"national": 800_000, "provincial": 300_000, "city": 200_000}


@dataclass
class Claim:
    """A claim of the model. ``version`` counts its changes: a clerk who saw an older one is refused."""

    uid: int
    person: str
    benefit: str
    subject: dict[str, Any]
    slot: Slot
    claimed_on: date
    amount: int
    state: State = State.APPLIED
    version: int = 1
    granted: int = 0
    cancelled: int = 0
    recalled: int = 0
    paid: int = 0
    order: int = 0
    on_list: int | None = None

    @property
    def reversed(self) -> int:
        """What was taken back, before and after it was paid."""
        return self.cancelled + self.recalled


@dataclass
class Books:
    """Everything of one history. ``log`` tells it when a check fails."""

    random: Random
    rows: dict[str, dict[str, list[dict[str, Any]]]]
    today: date = START
    claims: list[Claim] = field(default_factory=list)
    merged: bool = False
    repealed_on: date | None = None
    turns: int = 0
    sent: set[int] = field(default_factory=set)
    lists: int = 0
    log: list[str] = field(default_factory=list)

    def person(self, file: str) -> str:
        """Whose claims a file's are."""
        return "a" if self.merged else file
