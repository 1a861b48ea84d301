"""Addresses of the room ``visiting``."""

from __future__ import annotations

from django.urls import path

from yimi.visiting.pages import consultations, households, observations, routes, tiers

app_name = "visiting"
urlpatterns = [
    path("", routes.route, name="route"),
    path("overdue/", routes.overdue, name="overdue"),
    path("plan/", routes.plan, name="plan"),
    path("plan/<uuid:uid>/withdraw/", routes.withdraw, name="withdraw"),
    path("households/<uuid:uid>/", households.visits, name="household"),
    path("households/<uuid:uid>/tier/", households.tier, name="tier"),
    path("households/<uuid:uid>/due/", households.due, name="due"),
    path("records/<uuid:uid>/observation/", observations.observation, name="observation"),
    path("records/<uuid:uid>/observation/print/", observations.on_paper, name="print_observation"),
    path("consultations/", consultations.consultations, name="consultations"),
    path("consultations/new/", consultations.register, name="register"),
    path("consultations/<uuid:uid>/done/", consultations.done, name="done"),
    path(
        "consultations/<uuid:uid>/form/", consultations.consultation_form, name="consultation_form"
    ),
    path("consultations/<uuid:uid>/print/", consultations.on_paper, name="print_consultation"),
    path("tiers/", tiers.tiers, name="tiers"),
]
