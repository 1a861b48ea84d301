"""What roles and places are called on pages."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from yimi.core.actor import ScopeKind
from yimi.core.permissions import Role

ROLE_LABELS: dict[str, Any] = {
    Role.WORKER: _("社工"),
    Role.STATION_HEAD: _("站长"),
    Role.SUPERVISOR: _("督导"),
    Role.TOWNSHIP_OFFICER: _("乡镇（街道）民政人员"),
    Role.LEAD_SUBMITTER: _("线索报送人（儿童主任、网格员）"),
    Role.COUNTY_OFFICER: _("县级工作人员"),
    Role.CITY_OFFICER: _("市级工作人员"),
    Role.PROVINCE_OFFICER: _("省级工作人员"),
    Role.EVALUATOR: _("评估人员"),
    Role.SYSTEM_ADMIN: _("系统管理员"),
    Role.SECURITY_ADMIN: _("安全管理员"),
    Role.AUDIT_ADMIN: _("审计管理员"),
}

PLACE_KIND_LABELS: dict[str, Any] = {
    ScopeKind.EVERYWHERE: _("全部地区"),
    ScopeKind.REGION: _("行政区划"),
    ScopeKind.UNIT: _("服务单位"),
    ScopeKind.SELF: _("仅分派给本人的"),
}
