"""What the stations room lets people do."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from yimi.core.permissions import Exposes, Permission, Role

PERMISSIONS = (
    # Where a station is and whom to call is public; grants, records and figures all name units.
    Permission("stations.view_units", _("查看站点"), Exposes.NOTHING, tuple(Role)),
    Permission(
        "stations.edit_units",
        _("登记、改名和停用站点"),
        Exposes.SETTINGS,
        (Role.COUNTY_OFFICER, Role.CITY_OFFICER, Role.SYSTEM_ADMIN),
    ),
    Permission(
        "stations.edit_contact",
        _("修改站点电话、地址、服务内容和开放时间"),
        Exposes.SETTINGS,
        (Role.STATION_HEAD, Role.COUNTY_OFFICER, Role.CITY_OFFICER, Role.SYSTEM_ADMIN),
    ),
    Permission(
        "stations.edit_operators",
        _("登记承接机构和主管单位"),
        Exposes.SETTINGS,
        (Role.COUNTY_OFFICER, Role.CITY_OFFICER, Role.SYSTEM_ADMIN),
    ),
)
