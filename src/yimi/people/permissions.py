"""What the people room lets people do. Above the station nobody opens a file; the township sees its statuses by name."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from yimi.core.permissions import STATION, Exposes, Permission, Role

#: Slugs, so that no other module spells them.
VIEW_HOUSEHOLD = "people.view_household"
EDIT_HOUSEHOLD = "people.edit_household"
SEARCH_PEOPLE = "people.search_people"
VIEW_STATUSES = "people.view_statuses"
REVEAL_VALUE = "people.reveal_value"
MERGE_RESIDENTS = "people.merge_residents"
IMPORT_LIST = "people.import_list"
OPEN_FILE = "people.open_file"
MANAGE_STATUS_KINDS = "people.manage_status_kinds"

PERMISSIONS = (
    Permission(VIEW_HOUSEHOLD, _("查看住户档案"), Exposes.NAMES, STATION),
    Permission(EDIT_HOUSEHOLD, _("建立和修改住户档案"), Exposes.NAMES, STATION),
    Permission(SEARCH_PEOPLE, _("查找居民"), Exposes.NAMES, STATION),
    Permission(
        VIEW_STATUSES, _("查看身份与待遇"), Exposes.NAMES, (*STATION, Role.TOWNSHIP_OFFICER)
    ),
    Permission(REVEAL_VALUE, _("逐项查看证件号、电话和住址"), Exposes.NAMES, STATION),
    Permission(MERGE_RESIDENTS, _("合并重复的居民档案"), Exposes.NAMES, (Role.STATION_HEAD,)),
    Permission(
        IMPORT_LIST,
        _("导入部门名册"),
        Exposes.NAMES,
        (Role.STATION_HEAD, Role.TOWNSHIP_OFFICER),
    ),
    Permission(OPEN_FILE, _("说明理由后限时查看一户档案"), Exposes.NAMES, (Role.COUNTY_OFFICER,)),
    Permission(
        MANAGE_STATUS_KINDS,
        _("增加本县的身份种类"),
        Exposes.SETTINGS,
        (Role.COUNTY_OFFICER,),
    ),
)
