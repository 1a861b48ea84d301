"""The state machine of a case (MZ/T 094-2017) and its gates: they warn, and block for one thing only, consent.

Stages are the code values of ``cases.choices.Stage``; warnings are keys that ``cases.wording`` puts into words.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

#: The way of a case, in order. ``closing`` ends with :func:`close`; what follows is not moved to by hand.
WAY = ("intake", "assessment", "plan", "intervention", "evaluation", "closing")
AFTER = ("follow_up", "done", "declined")
#: From here on the client is worked with: the service agreement must stand.
NEEDS_AGREEMENT = frozenset({"intervention", "evaluation"})
#: A change of worker or project is no reason to close while somebody can take over.
MUST_HAND_OVER = frozenset({"worker_left", "contract_ended"})
#: After these there is nobody to follow up.
NO_FOLLOW_UP = frozenset({"died"})


class Gate(StrEnum):
    """What may be amiss at a step. Only ``NO_AGREEMENT`` stands in the way."""

    NO_AGREEMENT = "no_agreement"
    AGREEMENT_PENDING = "agreement_pending"
    AGREEMENT_OVERDUE = "agreement_overdue"
    AGREEMENT_WITHDRAWN = "agreement_withdrawn"
    NO_INTAKE_FORM = "no_intake_form"
    NO_ASSESSMENT_FORM = "no_assessment_form"
    RISK_UNKNOWN = "risk_unknown"
    NO_PLAN = "no_plan"
    PLAN_NOT_AGREED = "plan_not_agreed"
    PLAN_CHANGED = "plan_changed"
    PLAN_REVIEW_DUE = "plan_review_due"
    NO_GOALS = "no_goals"
    NO_REVIEW = "no_review"
    REVIEW_RETURNED = "review_returned"
    NO_SUPERVISOR = "no_supervisor"
    NO_SESSION = "no_session"
    GOALS_NOT_JUDGED = "goals_not_judged"
    NO_EVALUATION_FORM = "no_evaluation_form"


class Step(StrEnum):
    """Whether a move is possible at all."""

    FORWARD = "forward"
    BACK = "back"
    SAME = "same"
    NOT_POSSIBLE = "not_possible"


@dataclass(frozen=True, slots=True)
class Agreement:
    """The agreement to the service as it stands: given, or an emergency with its day, perhaps withdrawn."""

    basis: str
    given_on: date | None = None
    due_on: date | None = None
    withdrawn_on: date | None = None


@dataclass(frozen=True, slots=True)
class Facts:
    """What the gates look at. ``reviews``: what was asked for → the latest answer."""

    stage: str
    agreement: Agreement | None = None
    forms: frozenset[str] = frozenset()
    risk: str = "unknown"
    goals: int = 0
    goals_unpublished: int = 0
    goals_unjudged: int = 0
    plan_version: int = 0
    plan_agreed: bool = False
    plan_review_on: date | None = None
    reviews: tuple[tuple[str, str], ...] = ()
    has_supervisor: bool = False
    wants_review: bool = True
    sessions: int = 0

    def answer_on(self, about: str) -> str:
        """The supervisor's latest answer about something; empty when nobody asked."""
        return dict(self.reviews).get(about, "")


def agreement_stands(agreement: Agreement | None, *, on: date) -> bool:
    """Given and not withdrawn, or an emergency whose day has not passed.

    >>> agreement_stands(Agreement("consent", given_on=date(2026, 9, 1)), on=date(2026, 9, 1))
    True
    >>> agreement_stands(Agreement("emergency", due_on=date(2026, 9, 8)), on=date(2026, 9, 9))
    False
    """
    if agreement is None or (agreement.withdrawn_on and agreement.withdrawn_on <= on):
        return False
    if agreement.basis == "emergency":
        return agreement.due_on is not None and on <= agreement.due_on
    return agreement.given_on is not None and agreement.given_on <= on


def step(now: str, to: str, *, is_emergency: bool = False) -> Step:
    """Whether a case may go from ``now`` to ``to`` by hand.

    One stage at a time forward; in an emergency straight into the intervention; to ``closing`` from anywhere after
    the intake; back to any earlier stage but the intake. What is closed moves no more: it is reopened as a new case.

    >>> step("plan", "intervention"), step("assessment", "intervention"), step("evaluation", "plan")
    (<Step.FORWARD: 'forward'>, <Step.NOT_POSSIBLE: 'not_possible'>, <Step.BACK: 'back'>)
    """
    if now not in WAY or to not in WAY:
        return Step.NOT_POSSIBLE
    here, there = WAY.index(now), WAY.index(to)
    if here == there:
        return Step.SAME
    if there < here:
        return Step.BACK if to != "intake" else Step.NOT_POSSIBLE
    if now == "intake":
        # an intake ends with a decision, which is more than a move
        return Step.NOT_POSSIBLE
    if there == here + 1 or to == "closing" or (to == "intervention" and is_emergency):
        return Step.FORWARD
    return Step.NOT_POSSIBLE


def blocks(to: str, facts: Facts, *, on: date) -> Gate | None:
    """The one thing that stands in the way of ``to``: no agreement to the service where it is needed."""
    if to not in NEEDS_AGREEMENT or agreement_stands(facts.agreement, on=on):
        return None
    return Gate.NO_AGREEMENT


def warnings(to: str, facts: Facts, *, on: date) -> list[Gate]:
    """What is amiss when a case is about to be in stage ``to``, or is in it; the gravest first."""
    found = [*_agreement_warnings(to, facts, on)]
    reached = WAY.index(to) if to in WAY else len(WAY)
    if reached >= 1 and "F-01" not in facts.forms:
        found.append(Gate.NO_INTAKE_FORM)
    if reached >= 2:
        found += _assessment_warnings(facts)
    if reached >= 3:
        found += _plan_warnings(facts, on)
    if reached >= 4 and not facts.sessions:
        found.append(Gate.NO_SESSION)
    if reached >= 5:
        found += _closing_warnings(facts)
    return found


def _agreement_warnings(to: str, facts: Facts, on: date) -> list[Gate]:
    agreement = facts.agreement
    if to == "intake" or (to not in NEEDS_AGREEMENT and to in AFTER):
        return []
    if agreement is None:
        return [Gate.NO_AGREEMENT]
    if agreement.withdrawn_on is not None and agreement.withdrawn_on <= on:
        return [Gate.AGREEMENT_WITHDRAWN]
    if agreement.basis == "emergency":
        stands = agreement_stands(agreement, on=on)
        return [Gate.AGREEMENT_PENDING if stands else Gate.AGREEMENT_OVERDUE]
    return []


def _assessment_warnings(facts: Facts) -> list[Gate]:
    found = []
    if "F-03" not in facts.forms:
        found.append(Gate.NO_ASSESSMENT_FORM)
    if facts.risk == "unknown":
        found.append(Gate.RISK_UNKNOWN)
    return found


def _plan_warnings(facts: Facts, on: date) -> list[Gate]:
    if not facts.plan_version:
        return [Gate.NO_PLAN]
    found = []
    if not facts.goals:
        found.append(Gate.NO_GOALS)
    if facts.goals_unpublished:
        found.append(Gate.PLAN_CHANGED)
    if not facts.plan_agreed:
        found.append(Gate.PLAN_NOT_AGREED)
    if facts.plan_review_on is not None and facts.plan_review_on < on:
        found.append(Gate.PLAN_REVIEW_DUE)
    return [*found, *_review_warnings("plan", facts)]


def _closing_warnings(facts: Facts) -> list[Gate]:
    found = []
    if "F-08" not in facts.forms:
        found.append(Gate.NO_EVALUATION_FORM)
    if facts.goals_unjudged:
        found.append(Gate.GOALS_NOT_JUDGED)
    return [*found, *_review_warnings("closing", facts)]


def _review_warnings(about: str, facts: Facts) -> list[Gate]:
    """Supervisor review is a local setting; "none available" is an answer and ends the asking."""
    answer = facts.answer_on(about)
    if not facts.wants_review or answer in {"approved", "none_available"}:
        return []
    if answer == "returned":
        return [Gate.REVIEW_RETURNED]
    return [Gate.NO_REVIEW if facts.has_supervisor else Gate.NO_SUPERVISOR]


def must_hand_over(reason: str, *, others_there: bool) -> bool:
    """Whether a change of worker or project must be a hand-over instead of a closing: when a colleague is there.

    >>> must_hand_over("worker_left", others_there=True), must_hand_over("worker_left", others_there=False)
    (True, False)
    """
    return reason in MUST_HAND_OVER and others_there


def stage_after_closing(reason: str, *, follow_up_on: date | None) -> str:
    """Where a closed case goes: to be followed up, or done when nobody is there to ask or no day was set."""
    return "done" if reason in NO_FOLLOW_UP or follow_up_on is None else "follow_up"
