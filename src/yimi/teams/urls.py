"""Addresses of the room ``teams``."""

from __future__ import annotations

from django.urls import path

from yimi.teams.pages import teams

app_name = "teams"
urlpatterns = [
    path("", teams.teams, name="teams"),
    path("new/", teams.new_team, name="new_team"),
    path("units/<uuid:unit_uid>/", teams.deploy, name="deploy"),
    path("<uuid:uid>/", teams.team, name="team"),
    path("<uuid:uid>/edit/", teams.edit_team, name="edit_team"),
    path("<uuid:uid>/end/", teams.end_team, name="end_team"),
]
