"""What the visiting room lets people do."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from yimi.core.permissions import STATION, Exposes, Permission, Role

#: Slugs, so that no other module spells them.
PLAN_VISITS = "visiting.plan_visits"
OBSERVE_VISIT = "visiting.observe_visit"
RECORD_CONSULTATION = "visiting.record_consultation"
SET_TIERS = "visiting.set_tiers"

PERMISSIONS = (
    Permission(PLAN_VISITS, _("安排走访：路线、到期日、风险等级"), Exposes.NAMES, STATION),
    Permission(OBSERVE_VISIT, _("填写和查看探访记录表"), Exposes.NOTES, STATION),
    Permission(RECORD_CONSULTATION, _("登记和跟进咨询"), Exposes.NOTES, STATION),
    Permission(SET_TIERS, _("设定本县的走访等级和间隔"), Exposes.SETTINGS, (Role.COUNTY_OFFICER,)),
)
