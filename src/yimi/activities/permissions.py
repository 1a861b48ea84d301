"""What the activities room lets people do. Offices above see figures only, and those come from the service records."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from yimi.core.permissions import STATION, Exposes, Permission, Role

#: Slugs, so that no other module spells them.
VIEW = "activities.view_activities"
EDIT = "activities.edit_activity"
RECORD = "activities.record_activity"

PERMISSIONS = (
    Permission(VIEW, _("查看活动"), Exposes.NAMES, (*STATION, Role.SUPERVISOR)),
    Permission(EDIT, _("计划、修改和取消活动"), Exposes.NAMES, STATION),
    Permission(RECORD, _("开放签到、记活动"), Exposes.NAMES, STATION),
)
