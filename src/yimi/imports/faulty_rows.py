"""The faulty rows in the layout they came in, with the reason beside each: to be mended and uploaded again."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence

from django.utils.translation import gettext as _

from yimi.core.sheets import Page, new_workbook
from yimi.imports.actions.steps import header_of
from yimi.imports.errors import fault_text
from yimi.imports.headers import Header, squeeze
from yimi.imports.models import ImportJob, RowFault
from yimi.imports.reading import read_rows
from yimi.imports.storage import open_source

Row = tuple[str, ...]
#: Stands over the added column; an import does not take it for one of its own.
REASON = "错误原因"


def faulty_workbook(job: ImportJob) -> bytes:
    """The workbook. Reads the sealed file again, so it costs about as much as the upload; raises FilesGone."""
    header = header_of(job)
    faults: dict[int, list[RowFault]] = {}
    for fault in RowFault.objects.filter(job=job).order_by("row", "id"):
        faults.setdefault(fault.row, []).append(fault)
    content = io.BytesIO()
    with new_workbook(content, low_memory=True) as book:
        page = book.page((header.sheet or _("有错的行"))[:31])
        _write(page, job, header, faults)
    return content.getvalue()


def _write(
    page: Page, job: ImportJob, header: Header, faults: Mapping[int, Sequence[RowFault]]
) -> None:
    width = max(match.column for match in header.matches) + 1
    reason_at = next((m.column for m in header.matches if squeeze(m.title) == REASON), width)
    page.sheet.set_column(0, max(width - 1, 0), 14)
    page.sheet.set_column(reason_at, reason_at, 60)
    page.sheet.freeze_panes(header.last + 1, 0)
    titles = {match.field: match.title for match in header.matches if match.field}
    places = header.fields
    line, written = 0, 0
    for block in read_rows(open_source(job), header.sheet):
        for row in block:
            line += 1
            if line <= header.last + 1:
                page.write_row(written, row, "head" if line > header.first else "title")
                if line == header.last + 1:
                    page.write(written, reason_at, REASON, "head")
                written += 1
            elif line in faults:
                _write_row(page, written, row[:width], faults[line], places)
                page.write(written, reason_at, _reasons(faults[line], titles), "reason")
                written += 1


def _write_row(
    page: Page, at: int, row: Row, faults: Sequence[RowFault], places: Mapping[str, int]
) -> None:
    wrong = {places[fault.field] for fault in faults if fault.field in places}
    for column in range(max(len(row), max(wrong, default=-1) + 1)):
        text = row[column] if column < len(row) else ""
        if column in wrong:
            page.write(at, column, text, "wrong")
        elif text:
            page.write(at, column, text)


def _reasons(faults: Sequence[RowFault], titles: Mapping[str, str]) -> str:
    """Every reason of a row, each after the name of its column."""
    parts = []
    for fault in faults:
        title = titles.get(fault.field, "").replace("\n", "")
        text = fault_text(fault.problem, fault.detail)
        parts.append(f"{title}：{text}" if title else text)
    return "\n".join(dict.fromkeys(parts))
