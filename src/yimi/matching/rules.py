"""What becomes of a lead when a decision is made anew, and when a worker notes something: pure functions, no Django."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum


class State(StrEnum):
    """Where a lead stands. Only people move it forward; the system begins it, ends it and begins it again."""

    NEW = "new"
    VISITED = "visited"
    INFORMED = "informed"
    APPLIED = "applied"
    RECEIVED = "received"
    REFUSED = "refused"
    NOT_APPLICABLE = "not_applicable"
    EXPIRED = "expired"


#: Somebody still has something to do.
OPEN = (State.NEW, State.VISITED, State.INFORMED, State.APPLIED)
CLOSED = (State.RECEIVED, State.REFUSED, State.NOT_APPLICABLE, State.EXPIRED)
#: What a worker may note, from where. Whoever changed their mind is informed again.
STEPS: Mapping[State, tuple[State, ...]] = {
    State.VISITED: (State.NEW,),
    State.INFORMED: (State.NEW, State.VISITED, State.REFUSED),
    State.APPLIED: (State.NEW, State.VISITED, State.INFORMED, State.REFUSED),
    State.RECEIVED: OPEN,
    State.REFUSED: OPEN,
    State.NOT_APPLICABLE: OPEN,
}
#: ``noted_for`` of a lead that the system closed because a status says that the benefit is received.
BY_STATUS = "by_status"


class LeadOutcome(StrEnum):
    """What the rules say: every condition holds, or one is missing and worth asking about."""

    LIKELY = "likely"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Found:
    """A decision that is worth a visit. ``conditions``: (id, ✓ or ?) in the order of the policy.

    ``turns_on``: the first day on which it holds, when that is still to come.
    """

    benefit: str
    title: str
    pack: str
    outcome: LeadOutcome
    conditions: tuple[tuple[str, str], ...]
    amount_fen: int | None = None
    turns_on: date | None = None

    @property
    def reasons(self) -> str:
        """The conditions in one line: what a worker's “not applicable” was said about."""
        return reasons_of(self.outcome, self.conditions)


@dataclass(frozen=True, slots=True)
class Held:
    """What is on file of a lead."""

    state: State
    noted_for: str


def reasons_of(outcome: str, conditions: Iterable[Iterable[str]]) -> str:
    """Outcome and conditions as text.

    >>> reasons_of("likely", [("alive", "✓"), ("hukou", "✓")])
    'likely alive✓ hukou✓'
    """
    return " ".join([str(outcome), *("".join(pair) for pair in conditions)])


def settle(held: Held | None, found: Found | None, *, is_receiving: bool) -> State | None:
    """The state that a lead has after a decision; None when there is, or stays, none.

    It is begun again after it had expired, when what made it “not applicable” has changed, and when a status that said
    “received” no longer does. What a worker noted otherwise stands.

    >>> settle(None, None, is_receiving=True) is None
    True
    >>> settle(Held(State.APPLIED, ""), None, is_receiving=True).value
    'received'
    """
    if held is None:
        return State.NEW if found else None
    if is_receiving:
        return State.EXPIRED if held.state == State.EXPIRED else State.RECEIVED
    if found is None:
        return State.EXPIRED if held.state in OPEN else held.state
    return State.NEW if _begins_again(held, found) else held.state


def _begins_again(held: Held, found: Found) -> bool:
    if held.state == State.NOT_APPLICABLE:
        return held.noted_for != found.reasons
    if held.state == State.RECEIVED:
        return held.noted_for == BY_STATUS
    return held.state == State.EXPIRED


def may_note(state: State, step: State) -> bool:
    """Whether a worker may note ``step`` on a lead that stands at ``state``."""
    return state in STEPS.get(step, ())


def horizon_of(today: date) -> date:
    """How far ahead decisions look: to the end of next month.

    >>> horizon_of(date(2026, 11, 22)), horizon_of(date(2026, 12, 31))
    (datetime.date(2026, 12, 31), datetime.date(2027, 1, 31))
    """
    after_next = (today.replace(day=1) + timedelta(days=32)).replace(day=1) + timedelta(days=32)
    return after_next.replace(day=1) - timedelta(days=1)
