"""The one thing to do first in a case: what its stage wants and does not have yet."""

from __future__ import annotations

from datetime import date

from yimi.cases.rules.stages import Facts, agreement_stands


def next_task(facts: Facts, *, on: date) -> str:
    """The one thing to do first, as a key: what the stage wants and does not have yet.

    >>> next_task(Facts(stage="intake"), on=date(2026, 9, 1))
    'fill_intake'
    """
    for stage, task, is_open in _tasks(facts, on):
        if facts.stage == stage and is_open:
            return task
    return _LAST[facts.stage]


_LAST = {
    "intake": "decide_intake",
    "assessment": "go_plan",
    "plan": "go_intervention",
    "intervention": "record_session",
    "evaluation": "go_closing",
    "closing": "close",
    "follow_up": "follow_up",
    "done": "nothing",
    "declined": "nothing",
}


def _tasks(facts: Facts, on: date) -> list[tuple[str, str, bool]]:
    """Stage, task, and whether it is still to be done; in the order in which a worker does them."""
    no_agreement = not agreement_stands(facts.agreement, on=on)
    pending = facts.agreement is not None and facts.agreement.basis == "emergency"
    return [
        ("intake", "fill_intake", "F-01" not in facts.forms),
        ("assessment", "ask_agreement", facts.agreement is None),
        ("assessment", "fill_assessment", "F-03" not in facts.forms),
        ("plan", "add_goals", not facts.goals),
        ("plan", "publish_plan", not facts.plan_version or bool(facts.goals_unpublished)),
        ("plan", "ask_agreement", no_agreement),
        ("plan", "agree_plan", not facts.plan_agreed),
        ("plan", "ask_review", facts.wants_review and not facts.answer_on("plan")),
        ("intervention", "ask_agreement", no_agreement or pending),
        ("intervention", "publish_plan", bool(facts.goals_unpublished)),
        ("evaluation", "evaluate", "F-08" not in facts.forms or bool(facts.goals_unjudged)),
        ("closing", "evaluate", "F-08" not in facts.forms),
    ]
