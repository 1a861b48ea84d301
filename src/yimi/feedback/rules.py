"""Who may handle a complaint, what may follow what, and when answers are enough to be shown. Pure functions, no Django."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

RECEIVED, HANDLING, ANSWERED, CLOSED = "received", "handling", "answered", "closed"
FINDINGS = frozenset({"upheld", "partly", "not_upheld", "unclear", "settled"})
#: Step → the states in which it may be taken.
ALLOWED: dict[str, frozenset[str]] = {
    "name": frozenset({RECEIVED, HANDLING}),
    "take": frozenset({RECEIVED}),
    "note": frozenset({HANDLING}),
    "answer": frozenset({HANDLING}),
    "reopen": frozenset({ANSWERED, CLOSED}),
    "close": frozenset({ANSWERED}),
}
AFTER = {"take": HANDLING, "answer": ANSWERED, "reopen": HANDLING, "close": CLOSED}
MAX_TEXT = 2_000
#: Fewer answers than this are never shown, nor can they be worked out from what is shown.
FEWEST = 5


@dataclass(frozen=True, slots=True)
class Standing:
    """What the rules need to know of a complaint."""

    state: str
    about: str
    worker_is_named: bool = False
    was_reopened: bool = False


def belongs_above(about: str, worker_is_named: bool) -> bool:
    """Whether only the office above the station sees and handles it.

    A complaint about how the station is run may be about its head; one about a worker nobody has named yet may be too.

    >>> belongs_above("unit", False), belongs_above("worker", False), belongs_above("worker", True)
    (True, True, False)
    """
    return about == "unit" or (about == "worker" and not worker_is_named)


def step_fault(standing: Standing, step: str, *, finding: str = "") -> str:
    """Why ``step`` cannot be taken now, as a message key; the empty string when it can.

    >>> step_fault(Standing("closed", "service", was_reopened=True), "reopen")
    'reopened_before'
    """
    if step not in ALLOWED:
        return "unknown_step"
    if standing.state not in ALLOWED[step]:
        return "not_now"
    if step == "reopen" and standing.was_reopened:
        return "reopened_before"
    if step == "answer" and finding not in FINDINGS:
        return "no_finding"
    if step == "name" and standing.about != "worker":
        return "not_about_a_worker"
    return ""


def after(standing: Standing, step: str) -> Standing:
    """Where a step that may be taken leads."""
    return Standing(
        AFTER.get(step, standing.state),
        standing.about,
        standing.worker_is_named or step == "name",
        standing.was_reopened or step == "reopen",
    )


def open_steps(standing: Standing) -> list[str]:
    """The steps that may be taken now, in the order of :data:`ALLOWED`.

    >>> open_steps(Standing("answered", "service"))
    ['reopen', 'close']
    """
    return [step for step in ALLOWED if not step_fault(standing, step, finding="unclear")]


@dataclass(frozen=True, slots=True)
class Tally:
    """Answers of one or several months, counted. ``rated`` for 1 to 5; ``helped`` for yes, partly, no."""

    answers: int = 0
    rated: tuple[int, ...] = (0, 0, 0, 0, 0)
    helped: tuple[int, ...] = (0, 0, 0)

    def __add__(self, other: Tally) -> Tally:
        return Tally(
            self.answers + other.answers,
            tuple(a + b for a, b in zip(self.rated, other.rated, strict=True)),
            tuple(a + b for a, b in zip(self.helped, other.helped, strict=True)),
        )

    @property
    def average(self) -> float | None:
        """Mean of the first question; None of nothing.

        >>> Tally(5, (0, 0, 1, 1, 3), (5, 0, 0)).average
        4.4
        """
        if not self.answers:
            return None
        return round(sum(n * count for n, count in enumerate(self.rated, 1)) / self.answers, 2)

    @property
    def satisfied(self) -> int:
        """How many gave 4 or 5."""
        return self.rated[3] + self.rated[4]


@dataclass(frozen=True, slots=True)
class Block:
    """Months in a row that together hold enough answers to be shown; counted in the period of its last month."""

    first: date
    last: date
    tally: Tally


def blocks(months: Iterable[tuple[date, Tally]], *, fewest: int = FEWEST) -> list[Block]:
    """Months of one unit and one kind, joined in their order until each block holds at least ``fewest`` answers.

    What is left at the end is not shown until later months join it. Every figure that is ever shown is a sum of whole
    blocks, so that no difference between two figures is about fewer than ``fewest`` people. A block, once there, stays
    as it is when later months come: only finished months may be given.

    >>> one = Tally(3, (0, 0, 0, 0, 3), (3, 0, 0))
    >>> [(b.first.month, b.last.month, b.tally.answers) for b in blocks([(date(2026, m, 1), one) for m in (1, 2, 3)])]
    [(1, 2, 6)]
    """
    found: list[Block] = []
    first: date | None = None
    running = Tally()
    for month, tally in sorted(months, key=lambda pair: pair[0]):
        if not tally.answers:
            continue
        first = first or month
        running += tally
        if running.answers >= fewest:
            found.append(Block(first, month, running))
            first, running = None, Tally()
    return found


def total(shown: Sequence[Block]) -> Tally:
    """The sum of whole blocks."""
    return sum((block.tally for block in shown), Tally())


def counts_of(row: Any) -> Tally:
    """A row of counters as a value."""
    return Tally(
        row.answers,
        (row.rated_1, row.rated_2, row.rated_3, row.rated_4, row.rated_5),
        (row.helped_yes, row.helped_partly, row.helped_no),
    )
