"""What the insight room lets people do by itself. Figures have rights of their own, in the rooms that show them."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from yimi.core.permissions import Exposes, Permission, Role

PERMISSIONS = (
    Permission("insight.view_dictionary", _("查看数据字典"), Exposes.NOTHING, tuple(Role)),
)
