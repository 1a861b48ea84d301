"""What the reports room lets people do. Reports hold counts; they name no resident."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from yimi.core.permissions import OFFICERS, STATION, Exposes, Permission, Role

PERMISSIONS = (
    Permission(
        "reports.view_reports",
        _("查看报表"),
        Exposes.FIGURES,
        (*STATION, Role.TOWNSHIP_OFFICER, *OFFICERS),
    ),
    # the doors; about whom, the four below say
    Permission(
        "reports.fill_reports",
        _("填报报表"),
        Exposes.FIGURES,
        (Role.STATION_HEAD, Role.COUNTY_OFFICER),
    ),
    Permission(
        "reports.review_reports",
        _("审核报表"),
        Exposes.FIGURES,
        (Role.COUNTY_OFFICER, Role.CITY_OFFICER),
    ),
    Permission(
        "reports.fill_station",
        _("填报站点和乡镇（街道）报表"),
        Exposes.FIGURES,
        (Role.STATION_HEAD,),
    ),
    Permission(
        "reports.review_station",
        _("审核站点报表，催报，定目标"),
        Exposes.FIGURES,
        (Role.COUNTY_OFFICER,),
    ),
    Permission(
        "reports.fill_county",
        _("填报县级汇总表"),
        Exposes.FIGURES,
        (Role.COUNTY_OFFICER,),
    ),
    Permission(
        "reports.review_county",
        _("审核县级汇总表"),
        Exposes.FIGURES,
        (Role.CITY_OFFICER,),
    ),
    Permission(
        "reports.view_bulletins",
        _("查看和下载简报"),
        Exposes.FIGURES,
        (*STATION, Role.TOWNSHIP_OFFICER, *OFFICERS),
    ),
)
