"""What was done when: steps of many stories, done in the order of time, each with its day on the clock."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta

from yimi.core import clock


@dataclass(slots=True)
class Diary:
    """Steps still to be done; of one moment, in the order in which they were noted. Nothing happens after ``until``."""

    until: datetime
    steps: list[tuple[datetime, int, Callable[[], object]]] = field(default_factory=list)

    def at(self, day: date, do: Callable[[], object], *, minute: int = 0) -> None:
        """``do`` happens on ``day``, at half past nine in China and ``minute`` minutes."""
        moment = datetime.combine(day, time(1, 30), UTC) + timedelta(minutes=minute)
        self.steps.append((min(moment, self.until), len(self.steps), do))

    def run(self) -> None:
        """Do all of it."""
        for moment, _number, do in sorted(self.steps, key=lambda step: step[:2]):
            with clock.standing_at(moment):
                do()
