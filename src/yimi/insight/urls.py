"""Addresses of the room ``insight``."""

from __future__ import annotations

from django.urls import path

from yimi.insight.pages import dictionary

app_name = "insight"
urlpatterns = [
    path("dictionary/", dictionary.dictionary, name="dictionary"),
]
