"""What the services room lets people do."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from yimi.core.permissions import OFFICERS, STATION, Exposes, Permission, Role

#: Slugs, so that no other module spells them.
RECORD_SERVICE = "services.record_service"
VIEW_RECORD = "services.view_record"
VIEW_NOTE = "services.view_note"
CORRECT_RECORD = "services.correct_record"
EXPORT_RECORDS = "services.export_records"
SEARCH_RECORDS = "services.search_records"
VIEW_MASKED_RECORDS = "services.view_masked_records"
VIEW_FIGURES = "services.view_figures"
VIEW_CATALOGUE = "services.view_catalogue"
SET_NUMBERS = "services.set_local_number"

PERMISSIONS = (
    Permission(RECORD_SERVICE, _("记服务记录"), Exposes.NAMES, STATION),
    Permission(VIEW_RECORD, _("查看本站服务记录"), Exposes.NAMES, STATION),
    # a note is for the next meeting with the client: colleagues of the station, never the offices above
    Permission(VIEW_NOTE, _("查看服务备注与照片"), Exposes.NOTES, STATION),
    Permission(CORRECT_RECORD, _("更正、作废服务记录"), Exposes.NAMES, STATION),
    Permission(EXPORT_RECORDS, _("导出服务记录"), Exposes.NAMES, STATION),
    Permission(SEARCH_RECORDS, _("查找服务记录"), Exposes.NAMES, STATION),
    # drill-down above the station ends here: month, item, age band, sex
    Permission(
        VIEW_MASKED_RECORDS,
        _("查看脱敏服务记录"),
        Exposes.MASKED,
        (Role.TOWNSHIP_OFFICER, *OFFICERS),
    ),
    Permission(
        VIEW_FIGURES,
        _("查看服务统计"),
        Exposes.FIGURES,
        (*STATION, Role.TOWNSHIP_OFFICER, *OFFICERS),
    ),
    Permission(
        VIEW_CATALOGUE,
        _("查看服务目录"),
        Exposes.NOTHING,
        (*STATION, Role.SUPERVISOR, Role.TOWNSHIP_OFFICER, *OFFICERS, Role.EVALUATOR),
    ),
    Permission(SET_NUMBERS, _("设定本地参数"), Exposes.SETTINGS, (Role.COUNTY_OFFICER,)),
)
