"""Addresses of the services room."""

from __future__ import annotations

from django.urls import path

from yimi.services.pages import parameters, record, register

app_name = "services"
urlpatterns = [
    path("record/", record.record, name="record"),
    path("record/<uuid:uid>/saved/", record.saved, name="saved"),
    path("records/", register.register, name="register"),
    path("records/count/", register.count, name="count"),
    path("records/export/", register.export, name="export"),
    path("records/<uuid:uid>/", register.detail, name="detail"),
    path("records/<uuid:uid>/correct/", register.correct, name="correct"),
    path("records/<uuid:uid>/void/", register.void, name="void"),
    path("records/<uuid:uid>/photos/", register.add_photos, name="add_photos"),
    path("local-numbers/", parameters.numbers, name="numbers"),
    path("photos/<uuid:uid>/", register.photo, name="photo"),
    path("photos/<uuid:uid>/withdraw/", register.remove_photo, name="remove_photo"),
]
