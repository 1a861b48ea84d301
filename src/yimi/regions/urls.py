"""Addresses of the room ``regions``."""

from __future__ import annotations

from django.urls import path

from yimi.regions import pages

app_name = "regions"
urlpatterns = [
    path("choose/", pages.choose, name="choose"),
    path("options/", pages.options, name="options"),
]
