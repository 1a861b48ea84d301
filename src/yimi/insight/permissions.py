"""What the insight room lets people do by itself. Figures have rights of their own, in the rooms that show them."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from yimi.core.permissions import OFFICERS, Exposes, Permission, Role

VIEW_DICTIONARY = "insight.view_dictionary"
PROPOSE_INDICATORS = "insight.propose_indicators"
APPROVE_INDICATORS = "insight.approve_indicators"

PERMISSIONS = (
    Permission(VIEW_DICTIONARY, _("查看数据字典"), Exposes.NOTHING, tuple(Role)),
    Permission(PROPOSE_INDICATORS, _("提出本地指标"), Exposes.SETTINGS, OFFICERS),
    # of what somebody else has proposed, never of one's own
    Permission(APPROVE_INDICATORS, _("核对、发布和停用本地指标"), Exposes.SETTINGS, OFFICERS),
)
