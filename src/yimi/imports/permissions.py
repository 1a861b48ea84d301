"""What the imports room lets people do. An import writes through the rooms' own actions, which ask again."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from yimi.core.permissions import STATION, Exposes, Permission, Role

#: Slugs, so that no other module spells them.
VIEW_IMPORTS = "imports.view_imports"
IMPORT_HOUSEHOLDS = "imports.import_households"
IMPORT_RECORDS = "imports.import_records"

PERMISSIONS = (
    Permission(
        VIEW_IMPORTS,
        _("查看本站的导入"),
        # By itself it shows no row: each import needs its kind's own permission besides (access.visible_jobs), so that a
        # county's officer sees lists of staff and none of residents.
        Exposes.STAFF,
        (*STATION, Role.TOWNSHIP_OFFICER, Role.COUNTY_OFFICER),
    ),
    Permission(IMPORT_HOUSEHOLDS, _("导入住户和居民"), Exposes.NAMES, STATION),
    Permission(IMPORT_RECORDS, _("导入服务记录"), Exposes.NAMES, STATION),
)
