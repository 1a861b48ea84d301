"""F-23 on paper: the report with its chain, as the authority wants it in writing."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from yimi.core import clock
from yimi.forms.definitions import definition
from yimi.forms.printing import PrintedForm, as_pdf
from yimi.protection.actions.reading import OpenReport, OpenStep
from yimi.protection.models.reports import PersonKind, StepKind

FORM = "F-23"


def printed_report(opened: OpenReport) -> bytes:
    """The report as a PDF. Whoever calls has read it through ``read_report``, which wrote the trail."""
    report = opened.report
    form = definition(FORM, region_code=report.region_code)
    recorded = _local(report.recorded_at)
    head = {
        "number": report.number,
        "unit": report.unit.name if report.unit else "",
        "worker": report.reporter_name,
        "date": recorded.date().isoformat(),
        "time": f"{recorded:%H:%M}",
        "place": opened.content.where,
    }
    printed = PrintedForm(form, head, answers_of(opened))
    return bytes(as_pdf(f"{form.title} {report.number}", [printed], contents=False))


def answers_of(opened: OpenReport) -> dict[str, Any]:
    """What F-23 asks, as the system knows it; the signature stays open for the pen."""
    report, content = opened.report, opened.content
    found = _local(report.found_at)
    answers: dict[str, Any] = {
        "person": opened.who,
        "suspicion": list(content.kinds),
        "immediate_danger": report.is_immediate,
        "found_on": found.date().isoformat(),
        "found_at": f"{found:%H:%M}",
        "where": content.where,
        "situation": content.text,
        "chain": [_row(step) for step in opened.steps if step.holds and step.step.to_whom],
        "follow_up": "\n".join(_line(step) for step in opened.steps if _is_told(step)),
    }
    if report.person_kind != PersonKind.UNSURE:
        answers["who"] = report.person_kind
    return answers


def _row(row: OpenStep) -> dict[str, Any]:
    at = _local(row.step.at)
    return {
        "on": at.date().isoformat(),
        "at": f"{at:%H:%M}",
        "body": row.step.to_whom,
        "receiver": "",
        "receipt": row.receipt or row.text,
    }


def _is_told(row: OpenStep) -> bool:
    """What is no row of the table: follow-ups and corrections, word for word."""
    return row.step.kind in (StepKind.FOLLOW_UP, StepKind.CORRECTION) or (
        not row.holds and row.step.kind != StepKind.FOUND
    )


def _line(row: OpenStep) -> str:
    taken_back = "" if row.holds else _("（已被更正）")
    words = " ".join(filter(None, (row.step.get_to_whom_display(), row.receipt, row.text)))
    return f"{_moment(row.step.at)} {row.step.get_kind_display()}{taken_back} {words}".strip()


def _local(at: datetime) -> datetime:
    return at.astimezone(clock.SHANGHAI)


def _moment(at: datetime) -> str:
    return f"{_local(at):%Y-%m-%d %H:%M}"
