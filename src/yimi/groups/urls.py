"""Addresses of the groups room."""

from __future__ import annotations

from django.urls import path

from yimi.groups.pages import ending, groups, members, papers, sessions, voice

app_name = "groups"
urlpatterns = [
    path("", groups.groups, name="groups"),
    path("new/", groups.new_group, name="new_group"),
    path("<uuid:uid>/", groups.group, name="group"),
    path("<uuid:uid>/edit/", groups.edit_group, name="edit_group"),
    path("<uuid:uid>/plan/", groups.plan, name="plan"),
    path("<uuid:uid>/close/", ending.close, name="close"),
    path("<uuid:uid>/voice/", voice.invite, name="invite"),
    path("<uuid:uid>/cancel/", ending.cancel, name="cancel"),
    path("<uuid:uid>/members/", members.add, name="add_members"),
    path("members/<uuid:uid>/screen/", members.screen, name="screen"),
    path("members/<uuid:uid>/leave/", members.leave, name="leave"),
    path("<uuid:uid>/sessions/new/", sessions.new_session, name="new_session"),
    path("sessions/<uuid:uid>/", sessions.session, name="session"),
    path("sessions/<uuid:uid>/correct/", sessions.correct, name="correct_session"),
    path("sessions/<uuid:uid>/void/", sessions.void, name="void_session"),
    path("sessions/<uuid:uid>/form/", papers.session_form, name="session_form"),
    path("<uuid:uid>/forms/plan/", papers.plan_form, name="plan_form"),
    path("<uuid:uid>/forms/summary/", papers.summary_form, name="summary_form"),
    path("<uuid:uid>/file.<str:kind>", papers.file, name="file"),
]
