"""What the explore room lets people do. Looking at figures is the services room's ``view_figures``."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from yimi.core.permissions import OFFICERS, Exposes, Permission

LOAD_MAP = "explore.load_map"

PERMISSIONS = (Permission(LOAD_MAP, _("载入本地地图"), Exposes.SETTINGS, OFFICERS),)
