"""Addresses of the room ``stations``."""

from __future__ import annotations

from django.urls import path

from yimi.stations.pages import changes, operators, public, units

app_name = "stations"
urlpatterns = [
    path("s/<slug:number>/", public.public_unit, name="public"),
    path("stations/", units.units, name="units"),
    path("stations/new/", units.new_unit, name="new_unit"),
    path("stations/<uuid:uid>/", units.unit, name="unit"),
    path("stations/<uuid:uid>/edit/", changes.edit_unit, name="edit_unit"),
    path("stations/<uuid:uid>/rename/", changes.rename, name="rename"),
    path("stations/<uuid:uid>/close/", changes.close, name="close"),
    path("stations/<uuid:uid>/reopen/", changes.reopen, name="reopen"),
    path("stations/<uuid:uid>/hours/", changes.hours, name="hours"),
    path("stations/<uuid:uid>/names/new/", changes.new_name, name="new_name"),
    path("stations/<uuid:uid>/names/<uuid:name_uid>/end/", changes.end_name, name="end_name"),
    path("stations/<uuid:uid>/areas/new/", changes.new_area, name="new_area"),
    path("stations/<uuid:uid>/areas/<uuid:area_uid>/end/", changes.end_area, name="end_area"),
    path("stations/<uuid:uid>/operator/", operators.engage, name="engage"),
    path(
        "stations/<uuid:uid>/operator/<uuid:engagement_uid>/end/",
        operators.end_engaging,
        name="end_engaging",
    ),
    path("stations/<uuid:uid>/lead/", operators.lead, name="lead"),
    path("operators/", operators.operators, name="operators"),
    path("operators/new/", operators.new_operator, name="new_operator"),
    path("operators/<uuid:uid>/", operators.operator, name="operator"),
    path("operators/<uuid:uid>/edit/", operators.edit_operator, name="edit_operator"),
    path("authorities/", operators.authorities, name="authorities"),
    path("authorities/new/", operators.new_authority, name="new_authority"),
]
