"""Addresses of the room ``imports``."""

from __future__ import annotations

from django.urls import path

from yimi.imports import pages

app_name = "imports"
urlpatterns = [
    path("", pages.list_jobs, name="jobs"),
    path("upload/", pages.upload, name="upload"),
    path("template/<slug:slug>/<uuid:unit_uid>/", pages.template, name="template"),
    path("<uuid:uid>/", pages.show_job, name="job"),
    path("<uuid:uid>/progress/", pages.job_progress, name="progress"),
    path("<uuid:uid>/check/", pages.check, name="check"),
    path("<uuid:uid>/start/", pages.start, name="start"),
    path("<uuid:uid>/stop/", pages.stop, name="stop"),
    path("<uuid:uid>/faulty-rows/", pages.faulty_rows, name="faulty_rows"),
]
