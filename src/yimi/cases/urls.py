"""Addresses of the cases room."""

from __future__ import annotations

from django.urls import path

from yimi.cases.pages import (
    agreeing,
    case,
    levels,
    lists,
    papers,
    picture,
    planning,
    printing,
    sessions,
    stages,
    team,
)

app_name = "cases"
urlpatterns = [
    path("", lists.cases, name="cases"),
    path("new/", lists.new, name="new"),
    path("levels/", levels.levels, name="levels"),
    path("levels/setting/", levels.setting, name="setting"),
    path("levels/<slug:code>/", levels.meaning, name="meaning"),
    path("leaving/<uuid:uid>/", team.leaving, name="leaving"),
    path("<uuid:uid>/", case.case, name="case"),
    path("<uuid:uid>/decide/", stages.decide, name="decide"),
    path("<uuid:uid>/move/", stages.move, name="move"),
    path("<uuid:uid>/level/", stages.level, name="level"),
    path("<uuid:uid>/close/", stages.close, name="close"),
    path("<uuid:uid>/reopen/", stages.reopen, name="reopen"),
    path("<uuid:uid>/follow-ups/new/", stages.new_follow_up, name="new_follow_up"),
    path("<uuid:uid>/agreement/", agreeing.agreement, name="agreement"),
    path("<uuid:uid>/agreement/<uuid:agreement_uid>/withdraw/", agreeing.withdraw, name="withdraw"),
    path("<uuid:uid>/plan/agree/", agreeing.agree_to_plan, name="agree_plan"),
    path("<uuid:uid>/plan/", papers.plan, name="plan"),
    path("<uuid:uid>/forms/intake/", papers.intake_form, name="intake_form"),
    path("<uuid:uid>/forms/agreement/", papers.agreement_form, name="agreement_form"),
    path("<uuid:uid>/forms/assessment/", papers.assessment, name="assessment"),
    path("<uuid:uid>/forms/evaluation/", papers.evaluate, name="evaluate"),
    path(
        "<uuid:uid>/follow-ups/<uuid:follow_up_uid>/form/",
        papers.follow_up_form,
        name="follow_up_form",
    ),
    path("<uuid:uid>/goals/new/", planning.new_goal, name="new_goal"),
    path("<uuid:uid>/goals/<uuid:goal_uid>/", planning.goal, name="goal"),
    path("<uuid:uid>/goals/<uuid:goal_uid>/status/", planning.goal_status, name="goal_status"),
    path("<uuid:uid>/scales/new/", planning.new_scale, name="new_scale"),
    path("<uuid:uid>/scales/<uuid:scale_uid>/", planning.new_reading, name="new_reading"),
    path("<uuid:uid>/sessions/new/", sessions.new_session, name="new_session"),
    path("<uuid:uid>/sessions/<uuid:session_uid>/form/", papers.session_form, name="session_form"),
    path("<uuid:uid>/notes/new/", sessions.new_note, name="new_note"),
    path("<uuid:uid>/notes/<uuid:note_uid>/", sessions.amend_note, name="amend_note"),
    path("<uuid:uid>/reviews/ask/", sessions.ask_review, name="ask_review"),
    path("<uuid:uid>/reviews/<uuid:review_uid>/", sessions.answer, name="answer_review"),
    path("<uuid:uid>/hand-over/", team.hand_over_one, name="hand_over"),
    path("<uuid:uid>/team/", team.team, name="team"),
    path("<uuid:uid>/team/<uuid:assignment_uid>/end/", team.end_part, name="end_part"),
    path("<uuid:uid>/family/", picture.picture, name="picture"),
    path("<uuid:uid>/family/prefill/", picture.prefill, name="prefill"),
    path("<uuid:uid>/family/people/<slug:key>/", picture.person, name="person"),
    path("<uuid:uid>/family/systems/<slug:key>/", picture.system, name="system"),
    path("<uuid:uid>/family/remove/<slug:key>/", picture.remove, name="remove"),
    path("<uuid:uid>/file.<slug:kind>", printing.whole, name="whole_file"),
]
