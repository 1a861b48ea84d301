"""Addresses of the room ``explore``."""

from __future__ import annotations

from django.urls import path

from yimi.explore.pages import export, maps, report_cells, rows, table, views

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
]
