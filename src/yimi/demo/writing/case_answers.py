"""What stands in the forms of a case, from the words of its story."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from yimi.cases.choices import Risk

#: The form's own codes.
RISK_ON_PAPER: dict[str, str] = {Risk.MEDIUM: "middle", Risk.LOW: "low"}


def assessment_answers(words: Mapping[str, Any], risk: str) -> dict[str, Any]:
    """F-03 in the words of a story."""
    names = (
        "physical",
        "psychological",
        "relationships",
        "family_system",
        "strengths",
        "needs",
        "theory",
        "conclusion",
    )
    problem = {
        "problem": words["problem"],
        "seen_by_client": words["client_view"],
        "severity": "important",
    }
    return {name: words[name] for name in names} | {
        "problems": [problem], "risk_level": RISK_ON_PAPER[risk],
    }  # fmt: skip


def plan_answers(words: Mapping[str, Any], target: date) -> dict[str, Any]:
    """F-04 in the words of a story; its goals are to be reached by ``target``."""
    goals = [
        {"problem": words["problem"], "goal": words["overall"], "objective": text, "indicator": measure, "due_on": target}
        for text, measure in words["goals"]
    ]  # fmt: skip
    task = {
        "strategy": words["strategy"],
        "task": words["needs"],
        "owner": "责任社工",
        "frequency": "每十天左右一次",
    }
    return {
        "overall_goal": words["overall"],
        "goals": goals,
        "tasks": [task],
        "client_view": words["client_view"],
    }
