"""What the forms room lets people do. Filled-in forms belong to the room of their subject, which decides about them."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from yimi.core.permissions import Exposes, Permission, Role

EDIT_LOCAL_FIELDS = "forms.edit_local_fields"
VIEW_FORMS = "forms.view_forms"

PERMISSIONS: tuple[Permission, ...] = (
    Permission(
        VIEW_FORMS,
        _("查看表格清单、下载空白表"),
        Exposes.NOTHING,
        tuple(Role),
    ),
    Permission(
        EDIT_LOCAL_FIELDS,
        _("给表格增加本地栏目"),
        Exposes.SETTINGS,
        (Role.COUNTY_OFFICER, Role.SYSTEM_ADMIN),
    ),
)
