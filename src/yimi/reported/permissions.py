"""What the reported room lets people do. Published figures name nobody."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from yimi.core.permissions import OFFICERS, STATION, Exposes, Permission, Role

PERMISSIONS = (
    Permission(
        "reported.view_figures",
        _("查看上报和公布的数字"),
        Exposes.FIGURES,
        (*STATION, Role.SUPERVISOR, Role.TOWNSHIP_OFFICER, *OFFICERS),
    ),
    Permission(
        "reported.edit_figures",
        _("登记和更正上报、公布的数字"),
        Exposes.FIGURES,
        (Role.STATION_HEAD, Role.COUNTY_OFFICER),
    ),
)
