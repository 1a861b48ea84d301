"""What the teams room lets people do. A team's page names its workers and counts; it names no resident."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from yimi.core.permissions import OFFICERS, STATION, Exposes, Permission, Role

PERMISSIONS = (
    Permission(
        "teams.view_teams",
        _("查看临时服务队"),
        Exposes.STAFF,
        (*STATION, Role.SUPERVISOR, Role.TOWNSHIP_OFFICER, *OFFICERS),
    ),
    Permission(
        "teams.edit_teams",
        _("派出、修改和收回临时服务队"),
        Exposes.STAFF,
        (Role.COUNTY_OFFICER, Role.CITY_OFFICER),
    ),
)
