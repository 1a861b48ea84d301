"""What the rulemaking room lets people do. Drafting goes with the programmes room's ``propose_packs``."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from yimi.core.permissions import OFFICERS, Exposes, Permission

COMPARE = "rulemaking.compare_packs"

PERMISSIONS = (
    # counts of people; small ones are hidden from whoever does not see the records
    Permission(COMPARE, _("看规则两个版本对居民的影响"), Exposes.FIGURES, OFFICERS),
)
