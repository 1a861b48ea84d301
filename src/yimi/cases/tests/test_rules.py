"""The state machine and its gates, as tables."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from yimi.cases.choices import Stage
from yimi.cases.rules.due import Level, level_at, levels_at, next_due
from yimi.cases.rules.stages import (
    AFTER,
    NEEDS_AGREEMENT,
    WAY,
    Agreement,
    Facts,
    Gate,
    Step,
    agreement_stands,
    blocks,
    must_hand_over,
    stage_after_closing,
    step,
    warnings,
)
from yimi.cases.rules.tasks import next_task

TODAY = date(2026, 9, 16)
GIVEN = Agreement("consent", given_on=date(2026, 9, 1))
WITHDRAWN = replace(GIVEN, withdrawn_on=date(2026, 9, 10))
EMERGENCY = Agreement("emergency", due_on=date(2026, 9, 20))
OVERDUE = replace(EMERGENCY, due_on=date(2026, 9, 15))
WHOLE = Facts(
    stage="evaluation", agreement=GIVEN, forms=frozenset({"F-01", "F-03", "F-04", "F-08"}), risk="low",
    goals=2, plan_version=1, plan_agreed=True, reviews=(("plan", "approved"), ("closing", "approved")),
    has_supervisor=True, sessions=3,
)  # fmt: skip


def test_every_stage_of_the_model_is_known_to_the_rules():
    assert set(Stage.values) == {*WAY, *AFTER}


@pytest.mark.parametrize(
    "now, to, emergency, expected",
    [
        ("intake", "assessment", False, Step.NOT_POSSIBLE),  # an intake ends with its decision
        ("intake", "closing", False, Step.NOT_POSSIBLE),
        ("assessment", "plan", False, Step.FORWARD),
        ("assessment", "intervention", False, Step.NOT_POSSIBLE),
        ("assessment", "intervention", True, Step.FORWARD),
        ("assessment", "closing", False, Step.FORWARD),
        ("plan", "intervention", False, Step.FORWARD),
        ("plan", "assessment", False, Step.BACK),
        ("evaluation", "intervention", False, Step.BACK),
        ("closing", "plan", False, Step.BACK),
        ("plan", "intake", False, Step.NOT_POSSIBLE),
        ("plan", "plan", False, Step.SAME),
        ("closing", "done", False, Step.NOT_POSSIBLE),
        ("follow_up", "intervention", True, Step.NOT_POSSIBLE),
        ("declined", "assessment", False, Step.NOT_POSSIBLE),
    ],
)
def test_where_a_case_may_go(now, to, emergency, expected):
    assert step(now, to, is_emergency=emergency) == expected


@pytest.mark.parametrize(
    "agreement, stands",
    [
        (None, False),
        (GIVEN, True),
        (WITHDRAWN, False),
        (EMERGENCY, True),
        (OVERDUE, False),
        (Agreement("consent", given_on=date(2026, 9, 17)), False),
        (replace(GIVEN, withdrawn_on=date(2026, 9, 17)), True),
    ],
)
def test_when_the_agreement_stands(agreement, stands):
    assert agreement_stands(agreement, on=TODAY) is stands


@given(
    now=st.sampled_from(WAY),
    to=st.sampled_from([*WAY, *AFTER]),
    agreement=st.sampled_from([None, GIVEN, WITHDRAWN, EMERGENCY, OVERDUE]),
)
@settings(max_examples=60)
def test_only_the_missing_agreement_blocks_and_only_where_the_client_is_worked_with(
    now, to, agreement
):
    blocked = blocks(to, Facts(stage=now, agreement=agreement), on=TODAY)
    wanted = to in NEEDS_AGREEMENT and not agreement_stands(agreement, on=TODAY)
    assert blocked == (Gate.NO_AGREEMENT if wanted else None)


def test_a_complete_file_has_no_warning_at_any_stage():
    for stage in WAY:
        assert warnings(stage, WHOLE, on=TODAY) == []


@pytest.mark.parametrize(
    "to, changes, gate",
    [
        ("plan", {"agreement": None}, Gate.NO_AGREEMENT),
        ("intervention", {"agreement": EMERGENCY}, Gate.AGREEMENT_PENDING),
        ("intervention", {"agreement": OVERDUE}, Gate.AGREEMENT_OVERDUE),
        ("intervention", {"agreement": WITHDRAWN}, Gate.AGREEMENT_WITHDRAWN),
        ("assessment", {"forms": frozenset()}, Gate.NO_INTAKE_FORM),
        ("plan", {"forms": frozenset({"F-01"})}, Gate.NO_ASSESSMENT_FORM),
        ("plan", {"risk": "unknown"}, Gate.RISK_UNKNOWN),
        ("intervention", {"plan_version": 0}, Gate.NO_PLAN),
        ("intervention", {"goals": 0}, Gate.NO_GOALS),
        ("intervention", {"goals_unpublished": 1}, Gate.PLAN_CHANGED),
        ("intervention", {"plan_agreed": False}, Gate.PLAN_NOT_AGREED),
        ("intervention", {"plan_review_on": date(2026, 9, 1)}, Gate.PLAN_REVIEW_DUE),
        ("intervention", {"reviews": ()}, Gate.NO_REVIEW),
        ("intervention", {"reviews": (), "has_supervisor": False}, Gate.NO_SUPERVISOR),
        ("intervention", {"reviews": (("plan", "returned"),)}, Gate.REVIEW_RETURNED),
        ("evaluation", {"sessions": 0}, Gate.NO_SESSION),
        ("closing", {"goals_unjudged": 1}, Gate.GOALS_NOT_JUDGED),
        ("closing", {"forms": WHOLE.forms - {"F-08"}}, Gate.NO_EVALUATION_FORM),
    ],
)
def test_what_is_amiss_is_said(to, changes, gate):
    assert gate in warnings(to, replace(WHOLE, **changes), on=TODAY)


def test_none_available_is_an_answer():
    alone = replace(
        WHOLE, has_supervisor=False, reviews=(("plan", "none_available"), ("closing", "none_available"))
    )  # fmt: skip
    assert warnings("closing", alone, on=TODAY) == []


def test_a_place_may_do_without_a_supervisors_review():
    assert warnings("closing", replace(WHOLE, reviews=(), wants_review=False), on=TODAY) == []


@pytest.mark.parametrize("stage", [*WAY, *AFTER])
def test_there_is_always_a_next_task(stage):
    assert next_task(Facts(stage=stage), on=TODAY)
    assert next_task(replace(WHOLE, stage=stage), on=TODAY)


def test_a_change_of_worker_is_a_hand_over_while_somebody_is_there():
    assert must_hand_over("contract_ended", others_there=True)
    assert not must_hand_over("contract_ended", others_there=False)
    assert not must_hand_over("moved", others_there=True)


def test_the_dead_are_not_followed_up():
    assert stage_after_closing("died", follow_up_on=TODAY) == "done"
    assert stage_after_closing("goals_met", follow_up_on=TODAY) == "follow_up"
    assert stage_after_closing("goals_met", follow_up_on=None) == "done"


def test_the_nearest_place_says_what_a_level_means():
    levels = [Level("", "1", "一级", 7), Level("", "2", "二级", 14), Level("411623", "1", "红", 3)]
    assert level_at("1", "411623001000", levels).visit_days == 3
    assert level_at("1", "411624001000", levels).visit_days == 7
    assert [level.name for level in levels_at("411623001000", levels)] == ["红", "二级"]


def test_what_was_agreed_comes_before_what_the_level_asks():
    assert next_due(TODAY, agreed_on=date(2026, 9, 18), visit_days=30) == date(2026, 9, 18)
    assert next_due(TODAY, agreed_on=None, visit_days=None) is None
