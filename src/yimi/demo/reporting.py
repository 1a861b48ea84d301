"""The reports of the last months: handed in by the heads, accepted by the county, the latest in every state there is.

Runs after the facts are published: each month's figures are those that were known on the day it was handed in.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal

from yimi.access.models import User
from yimi.access.queries import build_actor
from yimi.core import clock
from yimi.core.actor import Actor
from yimi.core.permissions import Role
from yimi.demo.county import CountyPlan, StationPlan
from yimi.demo.writing.staff import actors_of
from yimi.insight.facts.snapshot import open_snapshot
from yimi.reports.access import REVIEW, REVIEW_STATION
from yimi.reports.actions import (
    accept_reports,
    remind,
    report_value,
    return_report,
    set_target,
    start_reports,
    submit_reports,
)
from yimi.reports.actions.filling import Wanted
from yimi.reports.actions.life import Seen
from yimi.reports.figures import Facts
from yimi.reports.layout import Level, ReportPack
from yimi.reports.models import Report
from yimi.reports.queries.late import late_reports
from yimi.reports.queries.subjects import place_subjects, station_subject
from yimi.reports.reading import shipped
from yimi.reports.spans import Frequency, Span, recent
from yimi.reports.subjects import Subject
from yimi.stations.models import ServiceUnit

MONTHS = 6
HANDED_IN, ACCEPTED = time(1, 30), time(3)
#: Of the latest month: every so manieth station has not handed in, was returned, waits to be accepted.
MISSING, RETURNED, WAITING = 9, 7, 2
#: What a worker is to reach in a year, as service agreements put it; a station by its posts, the county by its stations.
TARGETS = {"P04_household_times": 480, "P08_cases_new": 2, "P12_activities": 6}
TARGET_SOURCE = "商水县 2026 年社工站服务协议（示例）"
COUNTY_TARGET_SOURCE = "周口市 2026 年社工站工作要点（示例）"


@dataclass(frozen=True, slots=True)
class Signing:
    """A station, its head as who signs, its unit as what is reported on, how many work there."""

    head: Actor
    subject: Subject
    place: int
    posts: int


def write_reports(county: CountyPlan) -> dict[str, int]:
    """Six months of station reports and the county's roll-ups, as its own people handed them in. Needs published facts."""
    pack = shipped()["station-month"]
    officer = _officer(county)
    signings = _signings(county.stations)
    if officer is None or not signings:
        return {}
    _set_targets(pack, signings, officer, county)
    spans = [
        span
        for span in recent(Frequency.MONTH, county.on, MONTHS)
        if span.start >= county.first and _handed_in(span) < clock.now()
    ]
    count = 0
    for span in reversed(spans):
        facts = open_snapshot(known_at=_handed_in(span))
        is_latest = span == spans[0]
        count += _month(pack, span, signings, officer, facts, is_latest=is_latest)
        if not is_latest:  # the county's own table of the latest month is still being waited for
            count += _roll_up(county, span, officer, facts)
    with clock.standing_at(_instant(county.on, ACCEPTED)):
        remind(late_reports(officer, REVIEW_STATION, on=county.on)[:2], actor=officer)
    return {"monthly_reports": count}


def _month(
    pack: ReportPack,
    span: Span,
    signings: list[Signing],
    officer: Actor,
    facts: Facts,
    *,
    is_latest: bool,
) -> int:
    """One month of all stations: handed in on the 3rd, accepted on the 6th; the latest in part."""
    mine = [one for one in signings if not (is_latest and one.place % MISSING == MISSING - 1)]
    with clock.standing_at(_handed_in(span)):
        wanted = [Wanted(pack, one.subject, span, by=one.head) for one in mine]
        reports = start_reports(wanted, actor=officer)
        if is_latest:
            _type_in(reports[0], mine[0].head)
        seen = [
            Seen(report, report.row_version, by=one.head)
            for report, one in zip(reports, mine, strict=True)
        ]
        submit_reports(seen, actor=officer, facts=facts)
    with clock.standing_at(_instant(span.end + timedelta(days=5), ACCEPTED)):
        accept_reports(_looked_at(reports, mine, officer, is_latest=is_latest), actor=officer)
    return len(reports)


def _handed_in(span: Span) -> datetime:
    """The morning of the 3rd."""
    return datetime.combine(span.end + timedelta(days=2), HANDED_IN, UTC)


def _type_in(report: Report, head: Actor) -> None:
    """A figure from paper beside the computed one."""
    report_value(
        report, actor=head, expected=report.row_version, row="consultations", value=Decimal(31),
        source="来访登记簿（纸质）", note="月初停电三天，来访只登在纸上",
    )  # fmt: skip


def _looked_at(
    reports: Iterable[Report], signings: Iterable[Signing], officer: Actor, *, is_latest: bool
) -> list[Seen]:
    """Which of a month are accepted; of the latest some wait and some go back."""
    accepted = []
    for report, one in zip(reports, signings, strict=True):
        if is_latest and one.place % RETURNED == RETURNED - 1:
            return_report(
                report, actor=officer, expected=report.row_version, reason="走访比上月少了近一半，请核对有没有漏记的。",
            )  # fmt: skip
        elif not (is_latest and one.place % WAITING):
            accepted.append(Seen(report, report.row_version))
    return accepted


def _roll_up(county: CountyPlan, span: Span, officer: Actor, facts: Facts) -> int:
    """The county's own table, handed in on the 8th from the same facts as its stations' reports."""
    pack = shipped()["county-month"]
    (subject,) = place_subjects(Level.COUNTY, [county.code.ljust(12, "0")])
    with clock.standing_at(_instant(span.end + timedelta(days=7), HANDED_IN)):
        (report,) = start_reports([Wanted(pack, subject, span)], actor=officer)
        submit_reports([Seen(report, report.row_version)], actor=officer, facts=facts)
    return 1


def _set_targets(
    pack: ReportPack, signings: Iterable[Signing], officer: Actor, county: CountyPlan
) -> None:
    year = county.on.year
    reached: Counter[str] = Counter()
    with clock.standing_at(_instant(date(year, 1, 10), ACCEPTED)):
        for one in signings:
            for indicator, each in TARGETS.items():
                value = each * max(1, one.posts)
                reached[indicator] += value
                set_target(
                    one.subject, actor=officer, pack=pack, indicator=indicator, year=year, value=value,
                    source=TARGET_SOURCE,
                )  # fmt: skip
        above = _officer(county, Role.CITY_OFFICER, REVIEW[Level.COUNTY])
        if above is None:
            return
        (whole,) = place_subjects(Level.COUNTY, [county.code.ljust(12, "0")])
        for indicator, value in reached.items():
            set_target(
                whole, actor=above, pack=shipped()["county-month"], indicator=indicator, year=year, value=value,
                source=COUNTY_TARGET_SOURCE,
            )  # fmt: skip


def _signings(stations: Iterable[StationPlan]) -> list[Signing]:
    """Every station that has a head with an account."""
    plans = list(stations)
    units = ServiceUnit.objects.in_bulk([plan.uid for plan in plans])
    found = []
    for place, plan in enumerate(plans):
        heads = [one for one in actors_of(plan).values() if Role.STATION_HEAD in one.roles]
        if heads and plan.uid in units:
            found.append(
                Signing(heads[0], station_subject(units[plan.uid]), place, len(plan.staff))
            )
    return found


def _officer(
    county: CountyPlan, role: Role = Role.COUNTY_OFFICER, permission: str = REVIEW_STATION
) -> Actor | None:
    """The officer who reviews the county's reports at a level."""
    for user in User.objects.filter(role_grants__role=role, is_active=True).distinct():
        actor = build_actor(user, county.on)
        if actor.may_at(permission, region_code=county.code):
            return actor
    return None


def _instant(day: date, at: time) -> datetime:
    """Never later than now."""
    return min(clock.now(), datetime.combine(day, at, UTC))
