"""What the services room lets people do."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from yimi.core.permissions import OFFICERS, STATION, Exposes, Permission, Role

PERMISSIONS = (
    Permission("services.record_service", _("记服务记录"), Exposes.NAMES, STATION),
    Permission("services.view_record", _("查看本站服务记录"), Exposes.NAMES, STATION),
    # a note is for the next meeting with the client: colleagues of the station, never the offices above
    Permission("services.view_note", _("查看服务备注与照片"), Exposes.NOTES, STATION),
    Permission("services.correct_record", _("更正、作废服务记录"), Exposes.NAMES, STATION),
    Permission("services.export_records", _("导出服务记录"), Exposes.NAMES, STATION),
    Permission("services.search_records", _("查找服务记录"), Exposes.NAMES, STATION),
    # drill-down above the station ends here: month, item, age band, sex
    Permission(
        "services.view_masked_records",
        _("查看脱敏服务记录"),
        Exposes.MASKED,
        (Role.TOWNSHIP_OFFICER, *OFFICERS),
    ),
    Permission(
        "services.view_figures",
        _("查看服务统计"),
        Exposes.FIGURES,
        (*STATION, Role.TOWNSHIP_OFFICER, *OFFICERS),
    ),
    Permission(
        "services.view_catalogue",
        _("查看服务目录"),
        Exposes.NOTHING,
        (*STATION, Role.SUPERVISOR, Role.TOWNSHIP_OFFICER, *OFFICERS, Role.EVALUATOR),
    ),
)
