"""What the feedback room lets people do."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from yimi.core.permissions import OFFICERS, STATION, Exposes, Permission, Role

#: Slugs, so that no other module spells them.
REGISTER = "feedback.register_complaint"
VIEW = "feedback.view_complaints"
HANDLE = "feedback.handle_complaints"
SET_DAYS = "feedback.set_days"
INVITE = "feedback.invite_voice"
VIEW_VOICE = "feedback.view_voice"

PERMISSIONS = (
    Permission(REGISTER, _("登记投诉"), Exposes.NOTHING, (*STATION, Role.COUNTY_OFFICER)),
    # A complaint is about staff and is addressed to those who answer for them, the county among them: whoever complains
    # chooses to write there, and to give a name or none.
    Permission(VIEW, _("查看投诉"), Exposes.STAFF, (Role.STATION_HEAD, Role.COUNTY_OFFICER)),
    Permission(HANDLE, _("办理投诉"), Exposes.STAFF, (Role.STATION_HEAD, Role.COUNTY_OFFICER)),
    Permission(SET_DAYS, _("设定投诉答复期限"), Exposes.SETTINGS, (Role.COUNTY_OFFICER,)),
    Permission(INVITE, _("邀请服务对象评价"), Exposes.NOTHING, STATION),
    # only sums of at least five answers, whoever looks
    Permission(
        VIEW_VOICE,
        _("查看服务对象评价"),
        Exposes.FIGURES,
        (*STATION, Role.TOWNSHIP_OFFICER, *OFFICERS),
    ),
)
