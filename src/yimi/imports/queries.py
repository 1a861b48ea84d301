"""What the pages show of an import."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.utils.translation import gettext as _

from yimi.core import clock
from yimi.imports.actions.steps import header_of
from yimi.imports.errors import FILE_MESSAGES, fault_text
from yimi.imports.kinds import kind_of
from yimi.imports.kinds.base import Figure
from yimi.imports.models import ImportJob, RowFault
from yimi.imports.storage import open_block

#: Faulty rows that the page lists; the workbook has them all.
SHOWN_FAULTS = 50
SHOWN_ROWS = 8


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the background work is; ``seconds_left`` None until there is enough to go by."""

    done: int
    total: int
    seconds_left: int | None

    @property
    def minutes_left(self) -> int:
        """Whole minutes, at least one."""
        return max(round((self.seconds_left or 0) / 60), 1)


def progress_of(job: ImportJob) -> Progress:
    """Rows done and an estimate from the pace so far. No query."""
    seconds = None
    if job.started_at and 0 < job.rows_done <= job.rows_total:
        spent: timedelta = clock.now() - job.started_at
        seconds = round(spent.total_seconds() / job.rows_done * (job.rows_total - job.rows_done))
    return Progress(min(job.rows_done, job.rows_total), job.rows_total, seconds)


@dataclass(frozen=True, slots=True)
class FaultLine:
    """One faulty row: its number in the file, and each reason after the name of its column."""

    row: int
    reasons: tuple[tuple[str, str], ...]


def fault_lines(job: ImportJob, limit: int = SHOWN_FAULTS) -> list[FaultLine]:
    """The first faulty rows in the order of the file. One query."""
    titles = {match.field: match.title for match in header_of(job).matches if match.field}
    lines: dict[int, list[tuple[str, str]]] = {}
    for fault in RowFault.objects.filter(job=job).order_by("row", "id")[: limit * 3]:
        title = titles.get(fault.field, "")
        lines.setdefault(fault.row, []).append((title, fault_text(fault.problem, fault.detail)))
    return [
        FaultLine(row, tuple(dict.fromkeys(found))) for row, found in list(lines.items())[:limit]
    ]


def first_rows(job: ImportJob) -> tuple[list[str], list[list[str]]]:
    """Titles and the first rows that would be written, as the system understood them; long numbers masked. No query."""
    if not job.counts.get("blocks"):
        return [], []
    kind = kind_of(job.kind)
    show: Any = kind.importer.show
    rows = [show(entry) for entry in open_block(job, 0)[:SHOWN_ROWS]]
    titles: Sequence[str] = list(rows[0]) if rows else []
    return list(titles), [list(row.values()) for row in rows]


def own_figures(job: ImportJob) -> list[tuple[Figure, int]]:
    """The numbers that this kind counts beside the common ones, as far as the check found any."""
    figures = kind_of(job.kind).figures
    return [(figure, job.counts[figure.key]) for figure in figures if figure.key in job.counts]


def failure_text(job: ImportJob) -> str:
    """Why an import did not come to its end; "" when nothing failed."""
    reason = job.counts.get("failure")
    if not reason:
        return ""
    if reason in FILE_MESSAGES:
        return str(FILE_MESSAGES[reason])
    if reason == "forbidden":
        return _("上传的人已经没有导入的权限，导入停在了这里。已经进去的行都还在。")
    return _("系统出了错，导入停在了这里。已经进去的行都还在，重新上传同一个文件会从断处接着导。")
