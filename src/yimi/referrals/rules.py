"""What may follow what, from the first word about a referral until the loop closes. Pure functions, no Django.

The order of states is that of open case systems (待核实→已联系→已转介→成功/失败→待回访→完成): nothing is sent without
the person's consent or an emergency, and nothing is closed without an outcome.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

TO_VERIFY, CONTACTED, SENT = "to_verify", "contacted", "sent"
SUCCEEDED, FAILED, TO_FOLLOW_UP = "succeeded", "failed", "to_follow_up"
DONE, WITHDRAWN = "done", "withdrawn"

#: Outcomes after which the person has got something.
GOOD = frozenset({"served", "partly"})
#: Outcomes after sending that brought nothing.
BAD = frozenset({"refused", "not_eligible", "declined", "no_reply", "unreachable", "not_needed"})
#: Why a referral is given up before it was sent.
GIVEN_UP = frozenset({"declined", "not_eligible", "unreachable", "not_needed", "refused"})
BEFORE_SENDING = frozenset({TO_VERIFY, CONTACTED})
#: Where it ends.
CLOSED = frozenset({DONE, WITHDRAWN})
MAX_TEXT = 5_000
#: A day for feedback or follow-up further away than this is a slip of the finger.
FURTHEST_DUE_DAYS = 366
#: A grown-up cannot be spoken for; a child under 14 can only be (个人信息保护法 art. 31).
GUARDIAN_BELOW = 14

#: Step → the states in which it may be taken.
ALLOWED: dict[str, frozenset[str]] = {
    "change": BEFORE_SENDING,
    "contact": BEFORE_SENDING,
    "consent": BEFORE_SENDING,
    "revoke": frozenset({TO_VERIFY, CONTACTED, SENT}),
    "send": frozenset({CONTACTED}),
    "accept": frozenset({SENT}),
    "refuse": frozenset({SENT}),
    "settle": frozenset({SENT}),
    "plan": frozenset({SUCCEEDED, FAILED}),
    "complete": frozenset({TO_FOLLOW_UP}),
    "withdraw": BEFORE_SENDING,
}


@dataclass(frozen=True, slots=True)
class Standing:
    """What the rules need to know of a referral."""

    state: str
    may_share: bool = False
    outcome: str = ""


def step_fault(standing: Standing, step: str, *, outcome: str = "") -> str:
    """Why ``step`` cannot be taken now, as a message key; the empty string when it can.

    >>> step_fault(Standing("contacted"), "send")
    'no_consent'
    >>> step_fault(Standing("contacted", may_share=True), "send")
    ''
    """
    if step not in ALLOWED:
        return "unknown_step"
    if standing.state not in ALLOWED[step]:
        return "not_now"
    if step == "send" and not standing.may_share:
        return "no_consent"
    if step == "settle" and outcome not in GOOD | BAD:
        return "no_outcome"
    if step == "withdraw" and outcome not in GIVEN_UP:
        return "no_outcome"
    return ""


def after(standing: Standing, step: str, *, outcome: str = "") -> Standing:
    """Where a step that may be taken leads. Raises ValueError for one that may not.

    >>> after(Standing("sent", may_share=True), "settle", outcome="served")
    Standing(state='succeeded', may_share=True, outcome='served')
    """
    if fault := step_fault(standing, step, outcome=outcome):
        raise ValueError(fault)
    state, may_share, known = standing.state, standing.may_share, standing.outcome
    if step == "consent":
        may_share = True
    elif step == "revoke":
        may_share = False
        if state == SENT:
            state, known = FAILED, "declined"
    elif step == "contact":
        state = CONTACTED
    elif step == "refuse":
        state, known = FAILED, "refused"
    elif step == "settle":
        state, known = (SUCCEEDED if outcome in GOOD else FAILED), outcome
    elif step == "withdraw":
        state, known = WITHDRAWN, outcome
    else:
        state = {"send": SENT, "plan": TO_FOLLOW_UP, "complete": DONE}.get(step, state)
    return Standing(state, may_share, known)


def open_steps(standing: Standing) -> list[str]:
    """The steps that may be taken now, in the order of :data:`ALLOWED`; outcomes still to be named.

    >>> open_steps(Standing("to_follow_up", True, "served"))
    ['complete']
    """
    return [
        step
        for step in ALLOWED
        if not step_fault(standing, step, outcome="declined" if step != "settle" else "served")
    ]


def day_fault(happened_on: date, *, earliest: date, today: date) -> str:
    """A step happens after the one before it and not tomorrow.

    >>> day_fault(date(2026, 9, 2), earliest=date(2026, 9, 1), today=date(2026, 9, 3))
    ''
    >>> day_fault(date(2026, 9, 4), earliest=date(2026, 9, 1), today=date(2026, 9, 3))
    'in_future'
    """
    if happened_on > today:
        return "in_future"
    return "before_last_step" if happened_on < earliest else ""


def due_fault(due_on: date, *, today: date) -> str:
    """A day to be waited for lies ahead, and within a year.

    >>> due_fault(date(2026, 9, 1), today=date(2026, 9, 1)), due_fault(date(2029, 1, 1), today=date(2026, 9, 1))
    ('', 'due_too_far')
    """
    if due_on < today:
        return "due_in_past"
    return "due_too_far" if (due_on - today).days > FURTHEST_DUE_DAYS else ""
