"""Addresses of the room ``reported``."""

from __future__ import annotations

from django.urls import path

from yimi.reported.pages import figures, findings

app_name = "reported"
urlpatterns = [
    path("", figures.figures, name="figures"),
    path("findings/", findings.findings, name="findings"),
    path("new/", figures.new_figure, name="new_figure"),
    path("<uuid:uid>/", figures.figure, name="figure"),
    path("<uuid:uid>/edit/", figures.edit_figure, name="edit_figure"),
    path("<uuid:uid>/withdraw/", figures.withdraw, name="withdraw"),
]
