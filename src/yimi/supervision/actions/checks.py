"""What must hold of every session: who may be supervised by whom on that day, and facts that can be."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Any, Protocol
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from yimi.core import clock
from yimi.core.errors import Invalid
from yimi.stations.models import ServiceUnit
from yimi.supervision.errors import NotYourSupervisee
from yimi.supervision.models import SessionFunction, SessionKind, SupervisionSession
from yimi.supervision.queries.arrangements import colleagues_of, supervised_by
from yimi.supervision.rules import MAX_MINUTES, NEXT_DAYS
from yimi.workforce.models import Placement, Worker

CASE_NUMBER_LENGTH = 24
MOST_CASES = 50


class Planned(Protocol):
    """What the circle is checked by."""

    @property
    def unit(self) -> ServiceUnit: ...
    @property
    def worker_uids(self) -> tuple[UUID, ...]: ...
    @property
    def kind(self) -> str: ...
    @property
    def held_on(self) -> date: ...


def check_circle(drafts: Sequence[Planned], *, supervisor_uid: UUID) -> None:
    """Everybody named is supervised by this supervisor on the day, or a peer; the unit is one they work at or oversee.

    Two queries for every different day, so that a month's sessions in one batch cost no more than their days.
    """
    circles: dict[tuple[date, bool], set[UUID]] = {}
    for draft in drafts:
        wanted = set(draft.worker_uids)
        if not wanted or supervisor_uid in wanted:
            raise Invalid.one("workers", _("请选被督导的人，不含督导自己。"))
        day = draft.held_on, draft.kind == SessionKind.PEER
        if day not in circles:
            found = colleagues_of if day[1] else supervised_by
            circles[day] = set(found(supervisor_uid, draft.held_on).values_list("pk", flat=True))
        if outside := wanted - circles[day]:
            names = Worker.objects.filter(pk__in=outside).values_list("name", flat=True)
            raise NotYourSupervisee(names="、".join(sorted(names)), on=draft.held_on.isoformat())
        _check_unit(draft, wanted)


def _check_unit(draft: Planned, wanted: set[UUID]) -> None:
    placed = Placement.objects.on(draft.held_on).filter(unit=draft.unit, worker__in=wanted)
    if not placed.exists():
        raise Invalid.one("unit", _("被督导的人这天都不在这个站点，请重新选站点。"))


def check_facts(session: SupervisionSession) -> None:
    """Kind, function, day and minutes that can be; raises Invalid at the field."""
    if session.kind not in SessionKind.values:
        raise Invalid.one("kind", _("请选督导形式。"))
    if session.function not in SessionFunction.values:
        raise Invalid.one("function", _("请选这次督导的主要功能。"))
    if session.held_on > clock.today():
        raise Invalid.one("held_on", _("督导日期不能晚于今天。"))
    if not 1 <= session.minutes <= MAX_MINUTES:
        raise Invalid.one("minutes", _("时长要在 1 到 1440 分钟之间。"))
    if len(session.place) > 100:
        raise Invalid.one("place", _("太长了，请缩短到 100 个字以内。"))
    if session.next_on is not None and not (
        session.held_on < session.next_on <= session.held_on + timedelta(days=NEXT_DAYS)
    ):
        raise Invalid.one("next_on", _("下次督导要在这次之后、一年之内。"))


def tidy_numbers(texts: Iterable[str]) -> list[str]:
    """Case numbers without blanks and doubles; raises Invalid for what can be none."""
    numbers = list(dict.fromkeys(text.strip() for text in texts if text.strip()))
    wrong: Any = [n for n in numbers if len(n) > CASE_NUMBER_LENGTH or " " in n]
    if wrong or len(numbers) > MOST_CASES:
        raise Invalid.one("cases", _("只写个案编号，一行一个，不写姓名。"))
    return numbers
