"""What stands in the forms of a case, from the words of its story."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from yimi.cases.choices import Risk
from yimi.cases.queries.file import GoalView
from yimi.demo.practice import Meeting, practice

#: The form's own codes.
RISK_ON_PAPER: dict[str, str] = {Risk.MEDIUM: "middle", Risk.LOW: "low"}
#: What was said about confidentiality, and what was agreed to, when the agreement was signed.
LIMITS = ["harm", "minor", "court", "supervision"]
ASSESSED = (
    "physical", "psychological", "relationships", "family_system", "strengths", "needs", "theory", "conclusion",
)  # fmt: skip
#: How a goal stands after a meeting, counted from the third.
PROGRESS = ("same", "better", "better", "better", "better", "better")


def signed(name: str, on: date) -> dict[str, Any]:
    """A signature."""
    return {"who": name, "on": on}


def intake_answers(words: Mapping[str, Any]) -> dict[str, Any]:
    """F-01; who the client is stands on file already."""
    return {name: words[name] for name in ("problem", "previous_help", "urgency", "health")} | {
        "education": words["education"],
        "benefits": words["benefits"],
        "risk_screen": [],
        "first_view": words["conclusion"],
        "decision": "accept",
    }


def agreement_answers(
    words: Mapping[str, Any], meeting: Meeting, *, worker: str, guardian: str
) -> dict[str, Any]:
    """F-02, signed by the client, or for a child by who looks after it."""
    answers: dict[str, Any] = {
        "purpose": f"{words['overall']}{words['strategy']}",
        "period": "约三个月，每十天左右见一次",
        "duties": "社工按约上门或面谈，保守秘密，如实记录；服务对象说出真实想法，有变动提前告知，随时可以提出不同意见。",
        "rights_told": True,
        "withdrawal_told": True,
        "confidentiality_limits": LIMITS,
        "data_use": "yes",
        "sensitive_data": "yes",
        "data_sharing": "later",
        "recording": "no",
        "photos": "no" if guardian else "yes",
        "signer": "guardian" if guardian else "client",
        "worker_signature": signed(worker, meeting.on),
    }
    if guardian:
        return answers | {
            "guardian_signature": signed(guardian, meeting.on), "guardian_relation": "家中照料人",
        }  # fmt: skip
    return answers | {"photo_use": "只放在个案档案里，不对外用"}


def assessment_answers(words: Mapping[str, Any], risk: str) -> dict[str, Any]:
    """F-03 in the words of a story."""
    problem = {
        "problem": words["problem"],
        "seen_by_client": words["client_view"],
        "severity": "important",
    }
    return {name: words[name] for name in ASSESSED} | {
        "problems": [problem], "risk_level": RISK_ON_PAPER[risk],
    }  # fmt: skip


def plan_answers(words: Mapping[str, Any], begin: date, target: date) -> dict[str, Any]:
    """F-04 in the words of a story; its goals, to be reached by ``target``, are the case's own."""
    tasks = [
        {"strategy": words["strategy"], "task": words["needs"], "owner": "责任社工", "frequency": "每十天左右一次"},
        {"task": words["goals"][0][1], "owner": "服务对象和家人", "frequency": "每天", "resources": words["resources"]},
    ]  # fmt: skip
    return {
        "overall_goal": words["overall"],
        "tasks": tasks,
        "period_from": begin,
        "period_to": target,
        "difficulties": words["difficulties"],
        "client_view": words["client_view"],
    }


def session_answers(
    words: Mapping[str, Any], number: int, meeting: Meeting, *, worker: str, following: date | None
) -> dict[str, Any]:
    """F-05 of meeting ``number``, beside its raw note."""
    shelf, place = practice()["session"], number - 1
    answers: dict[str, Any] = {
        "aim": shelf["aims"][place],
        "process": words["notes"][place],
        "response": words["responses"][place],
        "intervention": shelf["skills"][place],
        "next_step": shelf["steps"][place],
        "reflection": shelf["reflections"][place],
        "worker_signature": signed(worker, meeting.on),
    }
    if following:
        answers["next_on"] = following
    if number > 2:
        text = words["goals"][(number - 3) % 3][0]
        answers["goal_progress"] = [{"goal": text, "progress": PROGRESS[place - 2]}]
    return answers


def evaluation_answers(
    words: Mapping[str, Any], goals: Sequence[GoalView], attained: Mapping[Any, str], *, worker: str, on: date
) -> dict[str, Any]:  # fmt: skip
    """F-08 in the words of a story: how far each goal was reached, and by what one saw it."""
    results = [
        {
            "goal": f"{view.row.position}. {view.text}",
            "attainment": attained[view.row.line],
            "note": view.measure or "见各次记录和量表。",
        }
        for view in goals
    ]
    return {
        "goal_results": results,
        "changes": words["changes"],
        "client_rating": 5,
        "client_words": words["words"],
        "resources_used": words["resources"],
        "closing_note": "提前两次会谈说到结束，一起回看了走过的路，互相道了谢。",
        "hand_over": "不用交接；有新的情况可以重新开案。",
        "follow_up_plan": "一个月后电话回访，有需要随时联系社工站。",
        "reflection": "目标小而看得见，家里人肯出力，是这个个案走得稳的原因。",
        "worker_signature": signed(worker, on),
    }


def follow_up_answers(words: Mapping[str, Any], *, worker: str, on: date) -> dict[str, Any]:
    """F-09: the call after the closing."""
    return {
        "situation": words["kept"],
        "effect_kept": True,
        "new_needs": "暂时没有。",
        "action": "走访时顺路看看，有变化再联系。",
        "worker_signature": signed(worker, on),
    }
