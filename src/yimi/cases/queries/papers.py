"""The forms of a case, each with what the system knows already: nobody types twice what stands in a column."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from yimi.cases.choices import AgreementPurpose, Risk
from yimi.cases.models import Case, CaseSession, FollowUp, ServiceAgreement
from yimi.cases.queries.file import GoalView, ScaleView, goals_of, raw_note, scales_of
from yimi.core import clock
from yimi.core.codes.tables import ETHNIC_GROUPS, RELATIONS
from yimi.forms.filling import Paper
from yimi.forms.queries import Subject
from yimi.people.models import Membership
from yimi.people.models.links import OPEN
from yimi.services.models import ServiceRecord

#: Our codes → the forms'. The forms speak the profession's paper, the columns what is counted.
SOURCES = {"self": "self", "family": "family", "community": "community", "referral": "referred", "outreach": "outreach"}  # fmt: skip
DECISIONS = {"accept": "accepted", "refer": "referred", "refuse": "refused"}
RISKS = {"high": Risk.HIGH, "middle": Risk.MEDIUM, "low": Risk.LOW, "none": Risk.LOW}
LEVELS_OF_RISK = {Risk.HIGH: "high", Risk.MEDIUM: "middle", Risk.LOW: "low"}
KINDS = {"interview": "face", "phone": "phone", "home": "home", "online": "online", "accompanying": "accompany"}  # fmt: skip
STATES = {"better": "better", "steady": "stable", "worse": "worse", "not_reached": "unreachable"}

#: How a row of the evaluation's table begins: the number of its goal.
NUMBER = re.compile(r"\s*(\d{1,4})[.．、]")


def heading_of(case: Case) -> str:
    """How a case is called on its pages."""
    return f"{case.resident.name} · {case.number}"


def case_paper(case: Case, code: str, back: str) -> Paper:
    """One of the case's own forms."""
    known, facts = {
        "F-01": _intake,
        "F-02": _agreement,
        "F-03": _assessment,
        "F-04": _plan,
        "F-08": _evaluation,
    }[code](case)
    return Paper(
        subject=Subject("case", case.pk),
        code=code,
        key=case.key,
        unit=case.unit,
        heading=heading_of(case),
        back=back,
        known=known,
        facts=facts,
    )


Filled = tuple[Mapping[str, Any], Mapping[str, Any]]


def _intake(case: Case) -> Filled:
    person = case.resident
    known: dict[str, Any] = {
        "source": SOURCES.get(case.intake.source, ""),
        "name": person.name,
        "sex": person.sex if person.sex in {"0", "1", "2"} else "0",
        "birth": person.birth_on.isoformat() if person.birth_on else "",
        "ethnicity": ETHNIC_GROUPS.get(person.ethnic_code, ("", ""))[0],
    }
    rows = []
    if case.household_id is not None:
        members = Membership.objects.filter(OPEN, household=case.household_id)
        members = members.exclude(resident=case.resident_id).select_related("resident")
        for row in members.order_by("relation", "uid"):
            relation = RELATIONS.get(row.relation, ("", ""))[0]
            entry: dict[str, Any] = {"name": row.resident.name, "relation": f"户主的{relation}" if relation != "户主" else relation}  # fmt: skip
            if row.resident.birth_on:
                entry["age"] = clock.age_on(row.resident.birth_on, clock.today())
            rows.append(entry)
    said = {ours: theirs for theirs, ours in DECISIONS.items()}.get(case.intake.decision)
    return known | {"members": rows}, {"decision": said} if said else {}


def _agreement(case: Case) -> Filled:
    row = (
        ServiceAgreement.objects.current()
        .filter(case=case, purpose=AgreementPurpose.SERVICE)
        .first()
    )
    if row is None or row.given_on is None:
        return {}, {}
    who = case.resident.name if row.given_by == "client" else row.guardian_name
    signed = {"who": who, "on": row.given_on.isoformat()}
    side = "client_signature" if row.given_by == "client" else "guardian_signature"
    return {"signer": row.given_by, side: signed, "data_use": "yes"}, {}


def _assessment(case: Case) -> Filled:
    level = LEVELS_OF_RISK.get(Risk(case.risk))
    return ({"risk_level": level} if level else {}), {}


def _plan(case: Case) -> Filled:
    return {}, plan_facts(goals_of(case))


def plan_facts(goals: list[GoalView]) -> dict[str, Any]:
    """The goals as the plan's form has them: an overall one as 目标, what can be measured as 具体目标 beside it.

    An overall goal has a row of its own where a problem or a measure was written for it.
    """
    standing = [view for view in goals if view.row.status != "dropped"]
    overall = [view for view in standing if view.row.kind == "overall"]
    # with several overall goals nothing says which of them a specific one serves
    serves = overall[0].text if len(overall) == 1 else ""
    rows = [_goal_row(view, goal=view.text) for view in overall if view.problem or view.measure]
    rows += [
        _goal_row(view, goal=serves, objective=view.text)
        for view in standing
        if view.row.kind != "overall"
    ]
    facts: dict[str, Any] = {"goals": rows}
    said = "\n".join(view.text for view in overall)
    return facts | ({"overall_goal": said} if said else {})


def _goal_row(view: GoalView, *, goal: str, objective: str = "") -> dict[str, str]:
    row = {
        "problem": view.problem,
        "goal": goal,
        "objective": objective,
        "due_on": view.row.target_on.isoformat() if view.row.target_on else "",
        "indicator": view.measure[:300],
    }
    return {key: value for key, value in row.items() if value}


def _evaluation(case: Case) -> Filled:
    goals = [view for view in goals_of(case) if view.row.status != "dropped"]
    results = []
    for view in goals:
        row = {"goal": _numbered(view), "attainment": view.row.attainment}
        results.append({key: value for key, value in row.items() if value})
    count, minutes = counted(case)
    facts: dict[str, Any] = {"sessions": count, "hours": round(minutes / 60, 1)}
    if scales := _scale_rows(scales_of(case)):
        facts["scales"] = scales
    known: dict[str, Any] = {"goal_results": results}
    if case.closing_reason:
        facts["closing_reason"] = case.closing_reason
    return known, facts


def _scale_rows(scales: list[ScaleView]) -> list[dict[str, Any]]:
    rows = []
    for view in scales:
        row: dict[str, Any] = {"scale": view.row.name}
        if view.first:
            row["before"] = _plain(view.first.score)
        if view.last:
            row["after"] = _plain(view.last.score)
        rows.append(row)
    return rows


def _plain(score: Any) -> int | float:
    return int(score) if score == int(score) else float(score)


def counted(case: Case) -> tuple[int, int]:
    """Sessions that stand, and their minutes. One query."""
    held = ServiceRecord.objects.current().filter(
        number__in=CaseSession.objects.filter(case=case).values("record_number")
    )
    minutes = list(held.values_list("minutes", flat=True))
    return len(minutes), sum(minutes)


def session_paper(session: CaseSession, record: ServiceRecord, back: str) -> Paper:
    """The full record of a session (F-05), begun with its raw note."""
    case = session.case
    served = record.participants.filter(presence="served").select_related("resident")
    known: dict[str, Any] = {"process": raw_note(record)}
    facts = {
        "session_no": session.number,
        "kind": KINDS[session.kind],
        "present": [row.resident.name for row in served.order_by("id")],
    }
    return Paper(
        subject=Subject("case_session", session.pk),
        code="F-05",
        key=case.key,
        unit=case.unit,
        heading=heading_of(case),
        back=back,
        known=known,
        facts=facts,
    )


def follow_up_paper(row: FollowUp, back: str) -> Paper:
    """The full record of a follow-up (F-09)."""
    case = row.case
    facts: dict[str, Any] = {
        "mode": row.mode,
        "status": STATES[row.state],
        "reopen": row.advises_reopening,
    }
    if row.next_on:
        facts["next_on"] = row.next_on.isoformat()
    return Paper(
        subject=Subject("case_follow_up", row.pk),
        code="F-09",
        key=case.key,
        unit=case.unit,
        heading=heading_of(case),
        back=back,
        known={"person": case.resident.name},
        facts=facts,
    )


def attainments_in(case: Case, answers: Mapping[str, Any]) -> dict[Any, str]:
    """Goal line → attainment, as the evaluation's table says; rows are known by the goal's number, or by its words."""
    goals = goals_of(case)
    by_words = {view.text: view.row.line for view in goals}
    by_number = {view.row.position: view.row.line for view in goals}
    found = {}
    for row in answers.get("goal_results", ()):
        words = row.get("goal", "")
        number = NUMBER.match(words)
        line = by_words.get(words) or (by_number.get(int(number[1])) if number else None)
        if line and row.get("attainment"):
            found[line] = row["attainment"]
    return found


def _numbered(view: GoalView) -> str:
    """The goal behind its number in the case, which stays the same however the goal is reworded."""
    return f"{view.row.position}. {view.text}"
