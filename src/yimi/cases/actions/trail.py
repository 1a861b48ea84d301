"""The trail of this room, and the checks that several actions share."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from yimi.audit.actions import record_event
from yimi.cases.errors import CaseIsClosed, ReasonNeeded
from yimi.cases.models import Case
from yimi.core import clock
from yimi.core.actor import Actor
from yimi.core.errors import Invalid

MAX_TEXT = 20_000


def case_event(actor: Actor, action: str, case: Case, **details: Any) -> None:
    """One event about one case; ``details`` hold codes, dates and uids, never words."""
    record_event(
        actor,
        f"cases.{action}",
        subject_kind="case",
        subject_uid=case.pk,
        unit_uid=case.unit_id,
        region_code=case.unit.region_code,
        details=details,
    )


def cases_event(actor: Actor, action: str, cases: Sequence[Case], **details: Any) -> None:
    """One event about many cases of a batch."""
    first = cases[0]
    listed = [str(case.pk) for case in cases]
    case_event(actor, action, first, cases=listed, **details)


def require_open(case: Case) -> None:
    """Raise :class:`CaseIsClosed` for a case that has ended."""
    if not case.is_open:
        raise CaseIsClosed


def require_past(name: str, day: date, *, since: date | None = None) -> None:
    """Raise Invalid for a day that has not come, or lies before ``since``."""
    if day > clock.today():
        raise Invalid.one(name, _("这一天还没有到，请核对日期。"))
    if since is not None and day < since:
        raise Invalid.one(name, _("这一天早于接案日期，请核对日期。"))


def required_text(name: str, text: str) -> str:
    """The text without blanks around it; raises Invalid when nothing is left or it is too long."""
    text = text.strip()
    if not text:
        raise Invalid.one(name, _("请填写内容。"))
    return short_enough(name, text)


def short_enough(name: str, text: str) -> str:
    """The text; raises Invalid when it is too long."""
    if len(text) > MAX_TEXT:
        raise Invalid.one(name, _("超过 20,000 字，请精简或分几条写。"))
    return text


def required_reason(text: str) -> str:
    """The reason; raises :class:`ReasonNeeded` when there is none."""
    if not text.strip():
        raise ReasonNeeded
    return short_enough("reason", text.strip())
