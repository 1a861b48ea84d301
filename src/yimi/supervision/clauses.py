"""The conditions of a pairing agreement in words: the clause, and what was found."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from yimi.supervision.rules import Clause, Condition

#: Clause → what is asked, what was found. ``who`` is the supervisor or local worker concerned.
TEXTS: Mapping[Clause, tuple[Any, Any]] = {
    Clause.AGENCY: (_("牵头镇街选定 %(required)s 家社工机构"), _("已选定 %(found)s 家")),
    Clause.SUPERVISORS: (_("机构派出 %(required)s 名督导"), _("已登记 %(found)s 名")),
    Clause.ONSITE_VISITS: (_("%(who)s至少实地督导 %(required)s 次"), _("已去 %(found)s 次")),
    Clause.ONSITE_DAYS: (_("%(who)s实地总时长不少于 %(required)s 天"), _("已有 %(found)s 天")),
    Clause.LOCAL_WORKERS: (_("在当地聘请 %(required)s 名社工"), _("已聘 %(found)s 名")),
    Clause.LOCAL_MONTHS: (_("%(who)s在结对点服务满 %(required)s 个月"), _("已满 %(found)s 个月")),
}


def clause_text(condition: Condition, names: Mapping[UUID, str]) -> tuple[str, str]:
    """What the condition asks for, and what is on file, in the reader's language."""
    values = {
        "required": condition.required,
        "found": condition.found,
        "who": names.get(condition.worker, "") if condition.worker else "",
    }
    asked, found = TEXTS[condition.clause]
    return str(asked) % values, str(found) % values
