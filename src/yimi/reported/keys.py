"""What reported figures are about: keys shared with the computed figures, so that the two can be laid side by side."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

#: Key → name (统计指标; codes P1–P28 of the statistics definitions). "other" takes what has no computed counterpart.
KEYS: Mapping[str, Any] = {
    "days": _("服务天数"),
    "person_times": _("服务人次"),
    "persons": _("服务人数"),
    "beneficiaries": _("受益人群"),
    "visit_times": _("入户走访"),
    "consultations": _("咨询"),
    "cases": _("个案"),
    "case_sessions": _("个案面谈"),
    "groups": _("小组活动"),
    "activities": _("社区（团体）活动"),
    "resource_links": _("资源链接"),
    "referrals": _("转介服务"),
    "supervision": _("督导"),
    "trainings": _("培训"),
    "trainees": _("参训人员"),
    "stations": _("社工站"),
    "rooms": _("社工室"),
    "workers": _("社工"),
    "certified_workers": _("持证社工"),
    "volunteers": _("志愿者"),
    "organisations": _("社区社会组织"),
    "funds": _("资金"),
    "coverage": _("覆盖率"),
    "satisfaction": _("满意度"),
    "other": _("其他"),
}
