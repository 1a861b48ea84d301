"""Addresses of the room ``protection``."""

from __future__ import annotations

from django.urls import path

from yimi.protection.pages import reporting, reports, settings

app_name = "protection"
urlpatterns = [
    path("", reports.reports, name="reports"),
    path("report/", reporting.report, name="report"),
    path("reports/<uuid:uid>/", reports.detail, name="detail"),
    path("reports/<uuid:uid>/steps/", reports.step, name="step"),
    path("reports/<uuid:uid>/print/", reports.printed, name="print"),
    path("readers/", settings.readers, name="readers"),
    path("readers/<uuid:uid>/end/", settings.end, name="end_reader"),
    path("limits/", settings.limits, name="limits"),
]
