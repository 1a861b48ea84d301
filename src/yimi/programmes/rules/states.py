"""The life of a claim: which step leads from which state to which, and who may never do two of them."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum


class State(StrEnum):
    """Where a claim stands. 申请 → 材料齐全 → 核查 → 批准 → 列入发放 → 已发放, and the three ways out."""

    APPLIED = "applied"
    COMPLETE = "complete"
    CHECKED = "checked"
    APPROVED = "approved"
    LISTED = "listed"
    PAID = "paid"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    REVERSED = "reversed"


class Step(StrEnum):
    """What somebody does with a claim."""

    APPLY = "apply"
    COMPLETE = "complete"
    RETURN = "return"
    CHECK = "check"
    APPROVE = "approve"
    REFUSE = "refuse"
    WITHDRAW = "withdraw"
    LIST = "list"
    UNLIST = "unlist"
    PAY = "pay"
    REVERSE = "reverse"


#: Claims that hold their slot: nobody else, and no second claim, gets it meanwhile.
LIVE = (
    State.APPLIED,
    State.COMPLETE,
    State.CHECKED,
    State.APPROVED,
    State.LISTED,
    State.PAID,
)
#: Nothing has been promised yet.
OPEN = (State.APPLIED, State.COMPLETE, State.CHECKED)
#: The bureau owes or has paid the amount.
GRANTED = (State.APPROVED, State.LISTED, State.PAID)
ENDED = (State.REFUSED, State.WITHDRAWN, State.REVERSED)

FROM: Mapping[Step, tuple[State, ...]] = {
    Step.COMPLETE: (State.APPLIED,),
    Step.RETURN: (State.COMPLETE, State.CHECKED),
    Step.CHECK: (State.COMPLETE,),
    Step.APPROVE: (State.CHECKED,),
    Step.REFUSE: OPEN,
    Step.WITHDRAW: OPEN,
    Step.LIST: (State.APPROVED,),
    Step.UNLIST: (State.LISTED,),
    Step.PAY: (State.LISTED,),
    # on a list it is taken off first: money may be on its way
    Step.REVERSE: (State.APPROVED, State.PAID),
}
TO: Mapping[Step, State] = {
    Step.APPLY: State.APPLIED,
    Step.COMPLETE: State.COMPLETE,
    Step.RETURN: State.APPLIED,
    Step.CHECK: State.CHECKED,
    Step.APPROVE: State.APPROVED,
    Step.REFUSE: State.REFUSED,
    Step.WITHDRAW: State.WITHDRAWN,
    Step.LIST: State.LISTED,
    Step.UNLIST: State.APPROVED,
    Step.PAY: State.PAID,
    Step.REVERSE: State.REVERSED,
}
#: How the engine's facts call each state (catalogue ``money.toml``): what is granted counts, what is asked for does not.
IN_FACTS: Mapping[State, str] = {
    State.APPLIED: "applied",
    State.COMPLETE: "applied",
    State.CHECKED: "checked",
    State.APPROVED: "approved",
    State.LISTED: "approved",
    State.PAID: "paid",
    State.REFUSED: "refused",
    State.WITHDRAWN: "withdrawn",
    State.REVERSED: "reversed",
}


def follows(step: Step, state: str) -> State | None:
    """The state after ``step``, None when a claim in ``state`` cannot take it.

    >>> follows(Step.APPROVE, "checked"), follows(Step.PAY, "approved")
    (<State.APPROVED: 'approved'>, None)
    """
    return TO[step] if state in FROM[step] else None


def steps_from(state: str) -> list[Step]:
    """The steps that a claim in ``state`` can take, in the order of the process."""
    return [step for step, states in FROM.items() if state in states]
