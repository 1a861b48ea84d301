"""What the protection room lets people do. A permission opens the door only: a report opens to named readers and its reporter."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from yimi.core.permissions import STATION, Exposes, Permission, Role

#: Slugs, so that no other module spells them.
REPORT_HARM = "protection.report_harm"
FOLLOW_REPORTS = "protection.follow_reports"
NAME_READERS = "protection.name_readers"
SET_LIMIT = "protection.set_limit"

#: Whoever meets families and children for the network is bound to report.
BOUND = (*STATION, Role.SUPERVISOR, Role.TOWNSHIP_OFFICER, Role.LEAD_SUBMITTER)

PERMISSIONS = (
    # writes only: whoever reports chooses among people they may search anyway
    Permission(REPORT_HARM, _("强制报告：上报疑似侵害"), Exposes.NOTES, BOUND),
    Permission(
        FOLLOW_REPORTS,
        _("查看和跟进强制报告（另须列入可查看名单）"),
        Exposes.NOTES,
        (*BOUND, Role.COUNTY_OFFICER),
    ),
    Permission(
        NAME_READERS,
        _("指定谁能查看强制报告"),
        Exposes.STAFF,
        (Role.STATION_HEAD, Role.COUNTY_OFFICER),
    ),
    Permission(
        SET_LIMIT, _("设定强制报告的本地提醒时限"), Exposes.SETTINGS, (Role.COUNTY_OFFICER,)
    ),
)
