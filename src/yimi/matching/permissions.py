"""What the matching room lets people do. Names stay with the station and the township's office; above them, counts."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from yimi.core.permissions import OFFICERS, STATION, Exposes, Permission, Role

#: Slugs, so that no other module spells them.
VIEW_LEADS = "matching.view_leads"
WORK_LEADS = "matching.work_leads"
VIEW_UPTAKE = "matching.view_uptake"

PERMISSIONS = (
    Permission(VIEW_LEADS, _("查看政策建议"), Exposes.NAMES, (*STATION, Role.TOWNSHIP_OFFICER)),
    Permission(WORK_LEADS, _("登记政策建议的办理"), Exposes.NOTES, STATION),
    Permission(
        VIEW_UPTAKE,
        _("查看政策建议的落实情况"),
        Exposes.FIGURES,
        (Role.STATION_HEAD, Role.TOWNSHIP_OFFICER, *OFFICERS),
    ),
)
