"""Goals, plan versions, scales, evaluation, and the supervisor's answers."""

from __future__ import annotations

from decimal import Decimal

import pytest

from yimi.cases.actions import (
    add_goal,
    add_scale,
    agree_plan,
    answer_review,
    evaluate,
    note_no_supervisor,
    publish_plan,
    read_scale,
    request_review,
    set_goal_status,
    update_goal,
    write_assessment,
)
from yimi.cases.drafts import NewGoal, NewScale
from yimi.cases.errors import AlreadyAnswered, ReasonNeeded
from yimi.cases.models import Goal, Plan, ScaleReading, SupervisorReview
from yimi.cases.queries.facts import facts_of
from yimi.cases.queries.file import goals_of
from yimi.cases.queries.papers import attainments_in, case_paper, plan_facts
from yimi.core.errors import Conflict, Forbidden, Invalid
from yimi.forms.errors import EditClash
from yimi.forms.queries import Subject, versions


def test_a_published_plan_keeps_its_goals_as_they_were(world):
    case = world.case()
    goal = add_goal(case, NewGoal("能自己去诊所"), actor=world.drolma)
    first = publish_plan(case, actor=world.drolma, answers={})
    goal = Goal.objects.current().get(line=goal.line)
    goal = update_goal(goal, NewGoal("能自己去诊所取药"), actor=world.drolma)
    assert facts_of(case).goals_unpublished == 1
    second = publish_plan(case, actor=world.drolma, answers={}, form_version=1)
    assert (first.version, second.version) == (1, 2)
    said = [
        case.key.open(row.text_sealed, field="goal", row=row.line)
        for row in (first.goals.get(), second.goals.get())
    ]
    assert said == ["能自己去诊所", "能自己去诊所取药"]
    assert Plan.objects.get(pk=first.pk).superseded_at is not None
    assert len(versions(Subject("case", case.pk), "F-04")) == 2


def test_the_problem_stands_beside_its_goal_in_every_version_of_the_plan(world):
    case = world.case()
    new = NewGoal("能自己去诊所", problem="独处时间长，不敢出门")
    goal = add_goal(case, new, actor=world.drolma)
    assert "不敢出门".encode() not in bytes(goal.problem_sealed)
    first = publish_plan(case, actor=world.drolma, answers={})
    goal = Goal.objects.current().get(line=goal.line)
    update_goal(goal, NewGoal("能自己去诊所", problem="怕摔跤"), actor=world.drolma)
    publish_plan(case, actor=world.drolma, answers={}, form_version=1)
    said = [
        plan_facts(goals_of(case, plan))["goals"][0]["problem"]
        for plan in Plan.objects.order_by("version")
    ]
    assert said == ["独处时间长，不敢出门", "怕摔跤"]
    assert first.goals.get().problem_sealed


def test_the_plans_table_has_goals_objectives_and_the_overall_goals_problem(world):
    case = world.case()
    overall = NewGoal("安心在家养老", kind="overall", problem="独居，怕出事没人知道")
    for goal in (overall, NewGoal("每周出门两次", measure="出门次数", problem="整天不出门")):
        add_goal(case, goal, actor=world.drolma)
    facts = plan_facts(goals_of(case))
    assert facts["overall_goal"] == "安心在家养老"
    assert facts["goals"] == [
        {"problem": "独居，怕出事没人知道", "goal": "安心在家养老"},
        {
            "problem": "整天不出门", "goal": "安心在家养老", "objective": "每周出门两次",
            "indicator": "出门次数",
        },
    ]  # fmt: skip
    add_goal(case, NewGoal("和儿子和好", kind="overall"), actor=world.drolma)
    assert "goal" not in plan_facts(goals_of(case))["goals"][-1]


def test_the_evaluation_knows_a_goal_by_its_number_when_it_was_reworded(world):
    case = world.case(stage="evaluation")
    first, second = (add_goal(case, NewGoal("同样的话"), actor=world.drolma) for _ in "ab")
    rows = case_paper(case, "F-08", "").known["goal_results"]
    assert [row["goal"] for row in rows] == ["1. 同样的话", "2. 同样的话"]
    update_goal(second, NewGoal("换个说法"), actor=world.drolma)
    answers = {
        "goal_results": [
            {"goal": "1. 同样的话", "attainment": "full"},
            {"goal": "2. 同样的话", "attainment": "none"},
            {"goal": "9. 没有这个目标", "attainment": "full"},
            {"goal": "换个说法", "attainment": ""},
        ]
    }
    assert attainments_in(case, answers) == {first.line: "full", second.line: "none"}
    by_words = {"goal_results": [{"goal": "换个说法", "attainment": "partly"}]}
    assert attainments_in(case, by_words) == {second.line: "partly"}


def test_a_plan_needs_a_goal(world):
    with pytest.raises(Invalid):
        publish_plan(world.case(), actor=world.drolma, answers={})


def test_two_editors_of_the_plan_clash_and_nothing_is_lost(world):
    case = world.case()
    add_goal(case, NewGoal("目标"), actor=world.drolma)
    publish_plan(case, actor=world.drolma, answers={})
    with pytest.raises(EditClash):
        publish_plan(case, actor=world.drolma, answers={}, form_version=None)
    assert Plan.objects.get().version == 1


def test_two_editors_of_a_goal_clash(world):
    case = world.case()
    goal = add_goal(case, NewGoal("目标"), actor=world.drolma)
    stale = Goal.objects.select_related("case__unit", "case__key").get(pk=goal.pk)
    set_goal_status(goal, actor=world.drolma, status="in_progress")
    with pytest.raises(Conflict):
        update_goal(stale, NewGoal("别的"), actor=world.drolma)


def test_the_client_agrees_once_to_one_version(world):
    case = world.case()
    add_goal(case, NewGoal("目标"), actor=world.drolma)
    plan = publish_plan(case, actor=world.drolma, answers={})
    agree_plan(plan, actor=world.drolma, agreed_by="client", agreed_form="written")
    with pytest.raises(Conflict):
        agree_plan(plan, actor=world.drolma, agreed_by="guardian", agreed_form="oral")
    assert facts_of(case).plan_agreed


def test_scales_show_a_before_and_an_after(world):
    case = world.case()
    scale = add_scale(case, NewScale("孤独感", Decimal(0), Decimal(10), False), actor=world.drolma)
    first = read_scale(scale, actor=world.drolma, score=Decimal(8))
    read_scale(scale, actor=world.drolma, score=Decimal("3.5"))
    read_scale(scale, actor=world.drolma, score=Decimal(7), instead_of=first)
    scores = ScaleReading.objects.current().filter(scale=scale).order_by("score")
    assert [row.score for row in scores] == [Decimal("3.5"), Decimal(7)]
    with pytest.raises(Invalid):
        read_scale(scale, actor=world.drolma, score=Decimal(11))
    with pytest.raises(Invalid):
        add_scale(case, NewScale("孤独感", Decimal(0), Decimal(5)), actor=world.drolma)


def test_the_evaluation_judges_every_goal(world):
    case = world.case(stage="evaluation")
    goal = add_goal(case, NewGoal("目标"), actor=world.drolma)
    assert facts_of(case).goals_unjudged == 1
    evaluate(case, actor=world.drolma, attainments={goal.line: "partly"}, answers={})
    assert facts_of(case).goals_unjudged == 0
    assert "F-08" in facts_of(case).forms


def test_the_assessment_sets_the_risk(world):
    case = world.case()
    write_assessment(case, actor=world.drolma, expected=1, risk="high", answers={})
    case.refresh_from_db()
    assert case.risk == "high"
    with pytest.raises(EditClash):
        write_assessment(case, actor=world.drolma, expected=2, risk="low", answers={})
    case.refresh_from_db()
    assert case.risk == "high"


def test_the_assigned_supervisor_answers_from_another_county(world):
    case = world.case()
    review = request_review(case, actor=world.drolma, about="plan")
    with pytest.raises(Invalid):
        request_review(case, actor=world.drolma, about="plan")
    with pytest.raises(ReasonNeeded):
        answer_review(review, actor=world.zhao, answer="returned")
    row = answer_review(review, actor=world.zhao, answer="returned", comment="目标不够具体")
    assert row.replaces == review
    assert case.key.open(row.comment_sealed, field="review_comment", row=row.pk) == "目标不够具体"
    with pytest.raises(AlreadyAnswered):
        answer_review(row, actor=world.zhao, answer="approved")
    assert facts_of(case).answer_on("plan") == "returned"
    request_review(case, actor=world.drolma, about="plan")
    assert facts_of(case).answer_on("plan") == "requested"


def test_nobody_else_answers(world):
    review = request_review(world.case(), actor=world.drolma, about="plan")
    for actor in (world.drolma, world.mei, world.wang, world.li):
        with pytest.raises(Forbidden):
            answer_review(review, actor=actor, answer="approved")


def test_none_available_is_an_answer_only_when_nobody_is(world):
    with pytest.raises(Invalid):
        note_no_supervisor(world.case(), actor=world.drolma, about="plan")
    alone = world.case(supervised=False)
    with pytest.raises(Invalid):
        request_review(alone, actor=world.drolma, about="plan")
    note_no_supervisor(alone, actor=world.drolma, about="plan")
    assert SupervisorReview.objects.get().answer == "none_available"
