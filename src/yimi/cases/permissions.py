"""What the cases room lets people do. What of a case somebody sees is decided by their part in it (``access.py``)."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from yimi.core.permissions import OFFICERS, STATION, Exposes, Permission, Role

#: Slugs, so that no other module spells them.
VIEW = "cases.view_case"
WORK = "cases.work_case"
ASSIGN = "cases.assign_case"
REVIEW = "cases.review_case"
FIGURES = "cases.view_figures"
LEVELS = "cases.manage_levels"

PERMISSIONS = (
    # the worker sees own cases whole, the head the station's index, the supervisor the assigned cases, wherever they are
    Permission(VIEW, _("查看个案"), Exposes.NOTES, (*STATION, Role.SUPERVISOR)),
    Permission(WORK, _("办理个案"), Exposes.NOTES, STATION),
    Permission(ASSIGN, _("分派、交接个案，安排督导"), Exposes.NAMES, (Role.STATION_HEAD,)),
    Permission(REVIEW, _("督导被指派的个案"), Exposes.NOTES, (Role.SUPERVISOR,)),
    Permission(
        FIGURES,
        _("查看个案统计"),
        Exposes.FIGURES,
        (*STATION, Role.TOWNSHIP_OFFICER, *OFFICERS),
    ),
    Permission(LEVELS, _("设定本县的个案级别"), Exposes.SETTINGS, (Role.COUNTY_OFFICER,)),
)
