"""Addresses of the room ``portal``."""

from __future__ import annotations

from django.urls import path

from yimi.portal import household, pages, work
from yimi.portal.homes import opening
from yimi.portal.homes import pages as homes

app_name = "portal"
urlpatterns = [
    path("", pages.home, name="home"),
    path("areas/<slug:code>/", homes.area, name="area"),
    path("figures/<slug:key>/", opening.figure, name="figure"),
    path("households/<uuid:uid>/", household.household, name="household"),
    path("work/", work.work, name="work"),
    path("mine/", pages.mine, name="mine"),
    path("components/", pages.components, name="components"),
]
