"""Addresses of the room ``matching``."""

from __future__ import annotations

from django.urls import path

from yimi.matching.pages import leads, uptake

app_name = "matching"
urlpatterns = [
    path("", leads.leads, name="leads"),
    path("export/", leads.export, name="export"),
    path("uptake/", uptake.uptake, name="uptake"),
    path("<uuid:uid>/", leads.lead, name="lead"),
    path("<uuid:uid>/step/", leads.step, name="step"),
]
