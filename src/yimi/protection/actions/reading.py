"""Reading is an action here: a report's content opens only together with the event that says who read it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass

from yimi.audit.actions import record_event
from yimi.core.actor import Actor
from yimi.people.models import Resident
from yimi.protection.access import get_report_for_view, visible_reports
from yimi.protection.actions.chain import CONTENT as STEP_CONTENT
from yimi.protection.actions.reporting import CONTENT as REPORT_CONTENT
from yimi.protection.models import HarmReport, ReportStep
from yimi.protection.rules import Chain, ReportContent, chain_of, standing


@dataclass(frozen=True, slots=True)
class OpenStep:
    """A step in plain words. ``holds`` is False when a later step takes it back."""

    step: ReportStep
    receipt: str
    text: str
    holds: bool


@dataclass(frozen=True, slots=True)
class OpenReport:
    """A report in plain words, for this one reading."""

    report: HarmReport
    content: ReportContent
    resident: Resident | None
    steps: list[OpenStep]
    chain: Chain
    earlier: list[HarmReport]

    @property
    def who(self) -> str:
        """The person's name on file, or the reporter's words; both when both are there."""
        return " ".join(
            filter(None, (self.resident.name if self.resident else "", self.content.who))
        )


def read_report(report: HarmReport, *, actor: Actor, purpose: str = "viewed") -> OpenReport:
    """Open a report and write into the trail who did, and whether to look or to print. Five queries and one INSERT.

    Raises NotFound for everyone who is neither its reporter nor named for its place.
    """
    report = get_report_for_view(actor, report.pk)
    record_event(
        actor,
        f"protection.report_{purpose}",
        subject_kind="harm_report",
        subject_uid=report.pk,
        unit_uid=report.unit_id,
        region_code=report.region_code,
    )
    key = report.key
    content = ReportContent.from_text(
        key.open(report.content_sealed, field=REPORT_CONTENT, row=report.pk)
    )
    rows = list(report.steps.order_by("recorded_at", "uid"))
    hold = {row.pk for row in standing(rows)}
    return OpenReport(
        report=report,
        content=content,
        resident=Resident.objects.filter(pk=content.resident_uid).first()
        if content.resident_uid
        else None,
        steps=[_open_step(report, row, holds=row.pk in hold) for row in rows],
        chain=chain_of(report.found_at, rows),
        earlier=_earlier(report, actor),
    )


def _open_step(report: HarmReport, row: ReportStep, *, holds: bool) -> OpenStep:
    sealed = report.key.open(row.content_sealed, field=STEP_CONTENT, row=row.pk)
    receipt, text = json.loads(sealed) if sealed else ("", "")
    return OpenStep(row, receipt, text, holds)


def _earlier(report: HarmReport, actor: Actor) -> list[HarmReport]:
    """Other reports about the same person that this actor may read too: harm that comes back."""
    if not report.subject_digest:
        return []
    from_here = visible_reports(actor).filter(subject_digest=report.subject_digest)
    return list(from_here.exclude(pk=report.pk)[:20])


def note_list_read(reports: Sequence[HarmReport], *, actor: Actor) -> None:
    """A list of reports was shown: numbers and times, no content. One INSERT, none for an empty list."""
    if not reports:
        return
    record_event(
        actor,
        "protection.list_viewed",
        subject_kind="harm_report",
        subject_uid="list",
        details={"reports": [str(report.pk) for report in reports]},
    )
