"""Who owes which report, who is late and for how long, who was reminded today."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from yimi.core.actor import Actor
from yimi.reports import access
from yimi.reports.layout import Level, ReportPack
from yimi.reports.models import Reminder, Report, State
from yimi.reports.queries.beginning import beginnings, is_expected
from yimi.reports.queries.subjects import station_subject
from yimi.reports.reading import of_level, shipped
from yimi.reports.rules import OPEN, days_late
from yimi.reports.spans import Span, recent
from yimi.reports.subjects import Subject, shared_prefix

#: So many past periods are looked at.
LOOK_BACK = {"month": 3, "quarter": 1, "year": 1}


@dataclass(frozen=True, slots=True)
class LateReport:
    """A report that is due and not in; ``reminded`` when that was done today."""

    pack: ReportPack
    subject: Subject
    span: Span
    state: str
    days: int
    reminded: bool = False


def asked_packs(level: Level) -> list[ReportPack]:
    """What every subject of a level owes."""
    return [pack for pack in of_level(level) if pack.asked]


def late_reports(actor: Actor, permission: str, *, on: date) -> list[LateReport]:
    """Late station reports where the actor holds ``permission``, the longest late first. Four queries."""
    units = list(access.reporting_units(actor, permission))
    subjects = {str(unit.pk): station_subject(unit) for unit in units}
    packs = asked_packs(Level.STATION)
    begun = beginnings(shared_prefix([unit.region_code for unit in units]))
    owed = [
        (pack, span, unit)
        for pack in packs
        for span in recent(pack.frequency, on, LOOK_BACK[pack.frequency])
        if span.due_on(pack.deadline_day) < on
        for unit in units
        if is_expected(begun, pack, unit.region_code, span, on)
        and (unit.opened_on is None or unit.opened_on < span.end)
        and (unit.closed_on is None or unit.closed_on >= span.end)
    ]
    states = _states(owed, list(subjects))
    reminded = set(
        Reminder.objects.filter(sent_on=on, subject_key__in=subjects).values_list(
            "pack", "starts_on", "subject_key"
        )
    )
    found = []
    for pack, span, unit in owed:
        key = (pack.key, span.start, str(unit.pk))
        state = states.get(key, "none")
        if state in OPEN:
            days = days_late(state, span.due_on(pack.deadline_day), on, None)
            found.append(
                LateReport(pack, subjects[str(unit.pk)], span, state, days, key in reminded)
            )
    return sorted(found, key=lambda one: (-one.days, one.subject.region_code, one.subject.name))


def _states(
    owed: Sequence[tuple[ReportPack, Span, object]], keys: Sequence[str]
) -> dict[tuple[str, date, str], str]:
    reports = Report.objects.filter(
        pack__in={pack.key for pack, _span, _unit in owed},
        starts_on__in={span.start for _pack, span, _unit in owed},
        subject_key__in=keys,
    )
    return {
        (pack, start, key): state
        for pack, start, key, state in reports.values_list(
            "pack", "starts_on", "subject_key", "state"
        )
    }


def by_subject(late: Iterable[LateReport]) -> list[tuple[Subject, list[LateReport]]]:
    """The same, station by station, the one with the longest delay first."""
    found: dict[str, list[LateReport]] = {}
    for one in late:
        found.setdefault(one.subject.key, []).append(one)
    return [(listed[0].subject, listed) for listed in found.values()]


@dataclass(frozen=True, slots=True)
class Waiting:
    """What stands on a head's first page: a report somebody was reminded of, or that was returned."""

    title: str
    span: Span
    days: int
    reminded_by: str
    returned: bool
    pack: ReportPack
    subject_key: str


def waiting_for(actor: Actor, *, on: date) -> list[Waiting]:
    """Reports of the actor's stations that were reminded of or returned and are not in. Two queries.

    For the first page of a station's head (portal).
    """
    if not actor.may(access.FILL[Level.STATION]):
        return []
    reminders: dict[tuple[str, date, str], Reminder] = {}
    for one in access.visible_reminders(actor).order_by("sent_at"):
        reminders[one.pack, one.starts_on, one.subject_key] = one
    here = access.visible_reports(actor).filter(
        level__in=[Level.STATION, Level.TOWN],
        starts_on__gte=Span(on.replace(day=1), 1).before(24).start,
    )
    states = {(one.pack, one.starts_on, one.subject_key): one for one in here}
    keys = {key for key in reminders if key not in states or states[key].state in OPEN}
    keys |= {key for key, one in states.items() if one.state == State.RETURNED}
    found = []
    for key in sorted(keys, key=lambda each: (each[1], each[0])):
        pack, reminder, report = shipped()[key[0]], reminders.get(key), states.get(key)
        held = report or reminder
        if held is None or not access.may_fill(actor, _stand_in(held, pack)):
            continue
        span = Span(held.starts_on, held.months)
        days = days_late("none", span.due_on(pack.deadline_day), on, None)
        by = reminder.sent_by_name if reminder else ""
        returned = report is not None and report.state == State.RETURNED
        found.append(Waiting(pack.title, span, days, by, returned, pack, key[2]))
    return found


def _stand_in(held: Report | Reminder, pack: ReportPack) -> Subject:
    return Subject(pack.level, held.region_code, "", held.unit_id)
