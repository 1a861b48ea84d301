"""Addresses of the room ``supervision``."""

from __future__ import annotations

from django.urls import path

from yimi.supervision.pages import assignments, mine, notes, pairings, plans, sessions, station

app_name = "supervision"
urlpatterns = [
    path("", mine.mine, name="mine"),
    path("sessions/", station.sessions, name="sessions"),
    path("figures/", station.figures, name="figures"),
    path("sessions/new/", sessions.new_session, name="new_session"),
    path("sessions/<uuid:file_uid>/", sessions.session, name="session"),
    path("sessions/<uuid:file_uid>/held/", sessions.held, name="held"),
    path("sessions/<uuid:file_uid>/edit/", sessions.edit_session, name="edit_session"),
    path("sessions/<uuid:file_uid>/void/", sessions.void, name="void_session"),
    path("sessions/<uuid:file_uid>/note/", notes.note, name="note"),
    path("sessions/<uuid:file_uid>/print/<slug:kind>/", notes.print_note, name="print_note"),
    path("sessions/<uuid:file_uid>/release/", sessions.release, name="release"),
    path("sessions/<uuid:file_uid>/unrelease/", sessions.unrelease, name="unrelease"),
    path("agreed/<uuid:uid>/", sessions.result, name="result"),
    path("plans/", plans.plans, name="plans"),
    path("plans/new/", plans.new_plan, name="new_plan"),
    path("plans/<uuid:uid>/", plans.plan, name="plan"),
    path("plans/<uuid:uid>/edit/", plans.edit_plan, name="edit_plan"),
    path("plans/<uuid:uid>/void/", plans.void, name="void_plan"),
    path("assignments/", assignments.assignments, name="assignments"),
    path("assignments/new/", assignments.assign, name="assign"),
    path("assignments/<uuid:uid>/end/", assignments.end, name="end_assignment"),
    path("pairings/", pairings.pairings, name="pairings"),
    path("pairings/new/", pairings.new_pairing, name="new_pairing"),
    path("pairings/<uuid:uid>/", pairings.pairing, name="pairing"),
    path("pairings/<uuid:uid>/edit/", pairings.edit_pairing, name="edit_pairing"),
    path("pairings/<uuid:uid>/places/", pairings.edit_places, name="edit_places"),
    path("pairings/<uuid:uid>/<slug:kind>/new/", pairings.add_fact, name="add_fact"),
    path("pairings/<slug:kind>/<uuid:uid>/end/", pairings.end_fact, name="end_fact"),
]
