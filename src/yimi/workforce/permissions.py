"""What the workforce room lets people do."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from yimi.core.permissions import OFFICERS, STATION, Exposes, Permission, Role

PERMISSIONS = (
    # Workers are staff, visible along their path: their own station, the offices above it.
    Permission(
        "workforce.view_workers",
        _("查看人员"),
        Exposes.STAFF,
        (*STATION, Role.SUPERVISOR, Role.TOWNSHIP_OFFICER, *OFFICERS, Role.SYSTEM_ADMIN),
    ),
    Permission(
        "workforce.edit_workers",
        _("登记人员和证书"),
        Exposes.STAFF,
        (Role.STATION_HEAD, Role.COUNTY_OFFICER),
    ),
    Permission(
        "workforce.place_workers",
        _("安排和结束在岗"),
        Exposes.STAFF,
        (Role.STATION_HEAD, Role.COUNTY_OFFICER),
    ),
    Permission(
        "workforce.reveal_value",
        _("查看人员的电话和身份证号"),
        Exposes.STAFF,
        (Role.STATION_HEAD, Role.COUNTY_OFFICER),
    ),
)
