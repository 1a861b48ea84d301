"""Reading the chains: which reports no authority knows of yet, and what a list shows. Nothing here opens content."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.contrib.auth import get_user_model
from django.db.models import Exists, OuterRef, Q, QuerySet

from yimi.core import clock
from yimi.core.actor import Actor
from yimi.core.paging import Page, page_of
from yimi.core.scoping import region_range, scope_condition
from yimi.protection.access import visible_reports
from yimi.protection.models import HarmReport, ProtectionLimit, ProtectionReader, ReportStep
from yimi.protection.models.reports import StepKind
from yimi.protection.permissions import FOLLOW_REPORTS, NAME_READERS
from yimi.protection.rules import Chain, chain_of, is_overdue
from yimi.regions.rules import ancestor_codes, prefix_of
from yimi.stations.models import ServiceUnit
from yimi.workforce.models import Placement

#: So many waiting reports the home page looks through; nobody has more that no authority knows of.
SHOWN = 100


@dataclass(frozen=True, slots=True)
class Alarm:
    """A report that no authority knows of and that has waited past the local limit. No name, no content."""

    uid: UUID
    number: str
    found_at: datetime
    minutes: int
    limit_minutes: int
    is_immediate: bool


@dataclass(frozen=True, slots=True)
class Alarms:
    """What the home page says in red: reports to act on, and reports that nobody is named to read."""

    overdue: tuple[Alarm, ...] = ()
    without_reader: int = 0

    def __bool__(self) -> bool:
        return bool(self.overdue or self.without_reader)


@dataclass(frozen=True, slots=True)
class ReportRow:
    """A report as a line of its readers' list."""

    report: HarmReport
    chain: Chain
    limit_minutes: int
    is_overdue: bool


def alarms(actor: Actor) -> Alarms:
    """For the home page. No query for whoever has neither permission; at most five in all."""
    overdue = _overdue(actor) if actor.may(FOLLOW_REPORTS) else ()
    without = _without_reader(actor) if actor.may(NAME_READERS) else 0
    return Alarms(overdue, without)


def _overdue(actor: Actor) -> tuple[Alarm, ...]:
    waiting = list(visible_reports(actor).filter(~Exists(_told()))[:SHOWN])
    limits, now = limits_for(report.region_code for report in waiting), clock.now()
    return tuple(
        Alarm(
            report.pk,
            report.number,
            report.found_at,
            int((now - report.found_at).total_seconds() // 60),
            limits[report.region_code],
            report.is_immediate,
        )
        for report in sorted(waiting, key=lambda row: (not row.is_immediate, row.found_at))
        if is_overdue(report.found_at, now, limit_minutes=limits[report.region_code])
    )


def _told() -> QuerySet[ReportStep]:
    """An authority was told, and no correction takes that back."""
    return ReportStep.objects.filter(
        report=OuterRef("pk"), kind=StepKind.REPORTED, corrected_by=None
    )


def _without_reader(actor: Actor) -> int:
    """How many reports of places where ``actor`` names the readers nobody is named to read. Two queries."""
    named = Q(pk__in=())
    for unit_uid, code in ProtectionReader.objects.in_force(clock.today()).values_list(
        "unit_id", "region_code"
    ):
        named |= Q(unit=unit_uid) if unit_uid else region_range("region_code", prefix_of(code))
    here = scope_condition(actor, NAME_READERS, unit="unit_id", region="region_code")
    return HarmReport.objects.filter(here).exclude(named).count()


def report_page(actor: Actor, *, after: str = "", before: str = "") -> Page[HarmReport]:
    """A page of the reports the actor may read, the newest first. Two queries."""
    return page_of(
        visible_reports(actor), by="recorded_at", key="uid", newest_first=True, after=after, before=before
    )  # fmt: skip


def report_rows(reports: Sequence[HarmReport]) -> list[ReportRow]:
    """How far reports that the actor may read have come. Two queries, whatever their number."""
    steps: dict[UUID, list[ReportStep]] = {report.pk: [] for report in reports}
    for step in ReportStep.objects.filter(report__in=steps).order_by("recorded_at", "uid"):
        steps[step.report_id].append(step)
    limits, now = limits_for(report.region_code for report in reports), clock.now()
    rows = []
    for report in reports:
        chain = chain_of(report.found_at, steps[report.pk])
        limit = limits[report.region_code]
        late = not chain.is_reported and is_overdue(report.found_at, now, limit_minutes=limit)
        rows.append(ReportRow(report, chain, limit, late))
    return rows


def limits_for(codes: Iterable[str]) -> dict[str, int]:
    """The limit in force today at each division, in minutes: the nearest above that sets one, else 0. One query."""
    wanted = {code: _upwards(code) for code in set(codes)}
    above = {step for steps in wanted.values() for step in steps}
    if not above:
        return dict.fromkeys(wanted, 0)
    rows = ProtectionLimit.objects.on(clock.today()).filter(region_code__in=above)
    known = dict(rows.values_list("region_code", "minutes"))
    return {
        code: next((known[step] for step in steps if step in known), 0)
        for code, steps in wanted.items()
    }


def limit_at(code: str) -> ProtectionLimit | None:
    """The limit in force today at a division, with its source; None: 立即. One query."""
    steps = _upwards(code)
    rows = {
        row.region_code: row
        for row in ProtectionLimit.objects.on(clock.today()).filter(region_code__in=steps)
    }
    return next((rows[step] for step in steps if step in rows), None)


def _upwards(code: str) -> list[str]:
    return [code, *reversed(ancestor_codes(code))] if code else []


def readers_of(report: HarmReport) -> list[ProtectionReader]:
    """Who is named to read this report today; the reporter sees that somebody is. One query."""
    rows = ProtectionReader.objects.in_force(clock.today()).order_by("starts_on", "uid")
    return [
        row
        for row in rows.filter(Q(unit=report.unit_id, unit__isnull=False) | Q(unit=None))
        if row.unit_id or report.region_code.startswith(prefix_of(row.region_code))
    ]


def colleagues_with_accounts(units: Sequence[ServiceUnit]) -> list[tuple[UUID, str]]:
    """Account and name of those who work at these units today and can sign in. Two queries.

    Accounts live above this room; Django's own ``AUTH_USER_MODEL`` is the seam.
    """
    today = clock.today()
    placed = Placement.objects.on(today).filter(unit__in=[unit.pk for unit in units])
    workers = set(placed.values_list("worker_id", flat=True))
    accounts = get_user_model().objects.filter(worker_uid__in=workers, is_active=True)
    return list(accounts.order_by("name", "uid").values_list("uid", "name"))


def account_named(username: str, *, near: str) -> tuple[UUID, str] | None:
    """The account of this sign-in name, looked after in the same county as the division ``near``; None otherwise."""
    accounts = get_user_model()
    try:
        account = accounts.objects.get_by_natural_key(username)
    except accounts.DoesNotExist:
        return None
    if not account.is_active or account.region_code[:6] != near[:6]:
        return None
    return account.uid, account.name or account.username
