"""What the referrals room lets people do. Names stay at the station and at the township that follows them up."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from yimi.core.permissions import OFFICERS, STATION, Exposes, Permission, Role

#: Slugs, so that no other module spells them.
VIEW = "referrals.view_referral"
EDIT = "referrals.edit_referral"
ANSWER = "referrals.answer_referral"
VIEW_FIGURES = "referrals.view_figures"
SET_DAYS = "referrals.set_days"

PERMISSIONS = (
    # township offices see who was referred where, not what was written (architecture §7)
    Permission(VIEW, _("查看转介和资源链接"), Exposes.NAMES, (*STATION, Role.TOWNSHIP_OFFICER)),
    Permission(EDIT, _("办理转介和资源链接"), Exposes.NOTES, STATION),
    # for what comes in from other stations: only what the person agreed to share
    Permission(ANSWER, _("接收别的站点转来的服务对象"), Exposes.NAMES, STATION),
    Permission(
        VIEW_FIGURES,
        _("查看转介和资源统计"),
        Exposes.FIGURES,
        (*STATION, Role.TOWNSHIP_OFFICER, *OFFICERS),
    ),
    Permission(SET_DAYS, _("设定转介反馈期限"), Exposes.SETTINGS, (Role.COUNTY_OFFICER,)),
)
