"""Addresses of the room ``explore``."""

from __future__ import annotations

from django.urls import path

from yimi.explore.pages import export, maps, report_cells, rows, table, views
from yimi.explore.pages.indicators import answering, editing, listing, steps

app_name = "explore"
urlpatterns = [
    path("", table.explore, name="table"),
    path("rows/", rows.opened, name="rows"),
    path(
        "reports/<slug:pack>/<slug:label>/<slug:key>/<str:row>/<slug:column>/",
        report_cells.opened,
        name="report_cell",
    ),
    path("export/", export.export, name="export"),
    path("map/", maps.load, name="map"),
    path("views/", views.save, name="save_view"),
    path("views/<uuid:uid>/remove/", views.remove, name="remove_view"),
    path("indicators/", listing.indicators, name="indicators"),
    path("indicators/new/", editing.new, name="new_indicator"),
    path("indicators/name/", editing.name, name="name_indicator"),
    path("indicators/words/", answering.words, name="indicator_words"),
    path("indicators/check/", answering.check, name="indicator_check"),
    path("indicators/<uuid:uid>/", listing.indicator, name="indicator"),
    path("indicators/<uuid:uid>/edit/", editing.edit, name="edit_indicator"),
    path("indicators/<uuid:uid>/decide/", steps.decide, name="decide_indicator"),
    path("indicators/<uuid:uid>/withdraw/", steps.withdraw, name="withdraw_indicator"),
    path("indicators/<uuid:uid>/<slug:name>/", steps.step, name="step_indicator"),
]
