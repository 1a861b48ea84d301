"""Addresses of the room ``workforce``."""

from __future__ import annotations

from django.urls import path

from yimi.workforce.pages import posts, workers

app_name = "workforce"
urlpatterns = [
    path("workers/", workers.workers, name="workers"),
    path("workers/new/", workers.new_worker, name="new_worker"),
    path("workers/<uuid:uid>/", workers.worker, name="worker"),
    path("workers/<uuid:uid>/edit/", workers.edit_worker, name="edit_worker"),
    path("workers/<uuid:uid>/leave/", workers.leave, name="leave"),
    path("workers/<uuid:uid>/reveal/<slug:field>/", workers.reveal, name="reveal"),
    path("workers/<uuid:uid>/certificates/new/", posts.new_certificate, name="new_certificate"),
    path("certificates/<uuid:uid>/renew/", posts.renew, name="renew"),
    path("certificates/<uuid:uid>/void/", posts.void, name="void"),
    path("workers/<uuid:uid>/placements/new/", posts.new_placement, name="new_placement"),
    path("placements/<uuid:uid>/end/", posts.end, name="end_placement"),
    path("placements/<uuid:uid>/edit/", posts.edit_placement, name="edit_placement"),
]
