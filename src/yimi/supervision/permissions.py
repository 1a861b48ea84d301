"""What the supervision room lets people do. What is said stays with the pair; the station sees that it took place."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from yimi.core.permissions import OFFICERS, STATION, Exposes, Permission, Role

PERMISSIONS = (
    # Supervision is a duty, not a rank: whoever is assigned holds it; whose sessions, the room asks of the assignment.
    Permission(
        "supervision.view_own_sessions",
        _("查看自己参加的督导"),
        Exposes.NOTES,
        (*STATION, Role.SUPERVISOR),
    ),
    Permission(
        "supervision.hold_sessions",
        _("记录自己做的督导"),
        Exposes.NOTES,
        (*STATION, Role.SUPERVISOR),
    ),
    Permission(
        "supervision.view_sessions",
        _("查看督导的日期、方式和时长"),
        Exposes.STAFF,
        (Role.STATION_HEAD, Role.COUNTY_OFFICER),
    ),
    # a plan is no confidence: those whom it is for read it
    Permission(
        "supervision.view_plans",
        _("查看督导计划"),
        Exposes.STAFF,
        (*STATION, Role.SUPERVISOR, Role.COUNTY_OFFICER),
    ),
    Permission(
        "supervision.plan_sessions",
        _("制定督导计划"),
        Exposes.STAFF,
        (Role.STATION_HEAD, Role.SUPERVISOR, Role.COUNTY_OFFICER),
    ),
    Permission(
        "supervision.view_figures",
        _("查看督导次数和时长"),
        Exposes.FIGURES,
        (Role.STATION_HEAD, Role.TOWNSHIP_OFFICER, *OFFICERS),
    ),
    Permission(
        "supervision.view_pairings",
        _("查看结对协议"),
        Exposes.STAFF,
        (Role.SUPERVISOR, *OFFICERS),
    ),
    Permission(
        "supervision.edit_pairings",
        _("登记结对协议、督导和驻点"),
        Exposes.STAFF,
        (Role.COUNTY_OFFICER, Role.CITY_OFFICER),
    ),
)
