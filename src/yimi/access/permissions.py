"""What the gate lets people do. Three administrators share it (三员分立), and none of them sees residents.

The system administrator makes accounts but grants nothing; the security administrator grants roles but makes no
accounts; the audit administrator reads the trail and changes nothing.
"""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from yimi.core.permissions import OFFICERS, STATION, Exposes, Permission, Role

PERMISSIONS = (
    Permission(
        "access.view_users",
        _("查看账号和岗位"),
        Exposes.STAFF,
        (Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDIT_ADMIN),
    ),
    Permission(
        "access.manage_users",
        _("新建、停用账号，重置密码"),
        Exposes.STAFF,
        (Role.SYSTEM_ADMIN,),
    ),
    Permission(
        "access.grant_roles",
        _("授予和收回岗位"),
        Exposes.STAFF,
        (Role.SECURITY_ADMIN,),
    ),
    # A lead submitter and an evaluator have no program of their own: a token would only be a way to carry data out.
    Permission(
        "access.manage_own_tokens",
        _("管理自己的接口密钥"),
        Exposes.NOTHING,
        (*STATION, Role.SUPERVISOR, Role.TOWNSHIP_OFFICER, *OFFICERS, Role.SYSTEM_ADMIN),
    ),
)
