"""The register as a workbook that opens as people expect: head row fixed, filters on, dates as dates, text as text."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from typing import IO, Any

from django.utils.translation import gettext as _

from yimi.core import clock
from yimi.core.actor import Actor
from yimi.core.sheets import new_workbook
from yimi.services.models import ServiceRecord
from yimi.services.queries.register import RegisterFilter, register_rows
from yimi.services.queries.timeline import describe

CHUNK = 500


def columns() -> tuple[tuple[str, int], ...]:
    """Headings and widths (in characters)."""
    return (
        (_("编号"), 24), (_("服务日期"), 12), (_("户档号"), 14), (_("户主"), 10), (_("方式"), 10),
        (_("结果"), 8), (_("服务项目"), 28), (_("分钟"), 8), (_("人次"), 8), (_("社工"), 16),
        (_("备注"), 50), (_("下次走访"), 12), (_("补录"), 6), (_("记录时间"), 18),
    )  # fmt: skip


def write_register(actor: Actor, chosen: RegisterFilter) -> IO[bytes]:
    """A temporary file, at its beginning. Streams: memory does not grow with the number of rows."""
    file = tempfile.TemporaryFile()  # noqa: SIM115 - the response closes it
    with new_workbook(file, low_memory=True) as book:
        page = book.page(_("服务记录"))
        for number, (_title, width) in enumerate(columns()):
            page.sheet.set_column(number, number, width)
        page.sheet.freeze_panes(1, 2)
        page.write_row(0, [title for title, _width in columns()], "head")
        last = 0
        for last, values in enumerate(_values(actor, chosen), 1):
            for column, value in enumerate(values):
                page.write_value(last, column, value)
        page.sheet.autofilter(0, 0, max(last, 1), len(columns()) - 1)
    file.seek(0)
    return file


def _values(actor: Actor, chosen: RegisterFilter) -> Iterator[list[Any]]:
    batch: list[ServiceRecord] = []
    for row in register_rows(actor, chosen):
        batch.append(row)
        if len(batch) == CHUNK:
            yield from _described(actor, batch)
            batch = []
    yield from _described(actor, batch)


def _described(actor: Actor, rows: list[ServiceRecord]) -> Iterator[list[Any]]:
    for entry in describe(actor, rows):
        row = entry.record
        heads = getattr(row.household, "head_rows", []) if row.household else []
        recorded = row.recorded_at.astimezone(clock.SHANGHAI).replace(tzinfo=None)
        yield [
            row.number,
            row.served_on,
            row.household.number if row.household else "",
            heads[0].resident.name if heads else "",
            row.get_method_display(),
            row.get_outcome_display(),
            row.item.label,
            row.minutes,
            row.person_times,
            "、".join(entry.workers),
            entry.note,
            row.next_due_on or "",
            _("是") if row.is_late else "",
            recorded,
        ]
