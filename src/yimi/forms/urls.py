"""Addresses of the room ``forms``."""

from __future__ import annotations

from django.urls import path

from yimi.forms.pages import library, local_fields

app_name = "forms"
urlpatterns = [
    path("", library.forms_list, name="list"),
    path("local/", local_fields.local_fields, name="local_fields"),
    path("local/new/", local_fields.new_local_field, name="new_local_field"),
    path("local/<uuid:uid>/reword/", local_fields.reword, name="reword_local_field"),
    path("local/<uuid:uid>/end/", local_fields.end_field, name="end_local_field"),
    path("<slug:code>/", library.preview, name="preview"),
    path("<slug:code>/blank/<slug:kind>/", library.blank, name="blank"),
]
