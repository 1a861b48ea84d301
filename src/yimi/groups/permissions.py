"""What the groups room lets people do. Offices above see figures only, and those come from the service records."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from yimi.core.permissions import STATION, Exposes, Permission, Role

#: Slugs, so that no other module spells them.
VIEW = "groups.view_groups"
EDIT = "groups.edit_group"
RECORD = "groups.record_session"
READ_FORMS = "groups.view_forms"

PERMISSIONS = (
    Permission(VIEW, _("查看小组"), Exposes.NAMES, (*STATION, Role.SUPERVISOR)),
    Permission(EDIT, _("筹备、修改和结束小组"), Exposes.NAMES, STATION),
    Permission(RECORD, _("记小组活动和签到"), Exposes.NAMES, STATION),
    # what is said of the group in words is for those who lead it and whoever supervises them
    Permission(
        READ_FORMS, _("查看小组计划书和过程记录"), Exposes.NOTES, (*STATION, Role.SUPERVISOR)
    ),
)
