"""The table as a workbook: figures on the first sheet, what they mean on the second."""

from __future__ import annotations

from io import BytesIO

from django.http import FileResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from yimi.audit.actions import record_event
from yimi.core import clock
from yimi.core.actor import Actor
from yimi.core.doors import Channel, door
from yimi.core.requests import Request
from yimi.core.sheets import Page, new_workbook
from yimi.engine.indicators import Indicator, Measure
from yimi.explore.pages.asking import params_of, question_of, table_of
from yimi.explore.pages.linking import Links
from yimi.explore.showing import FEN, unit_name, value_text
from yimi.insight.figures.indicators import (
    dedup_of,
    definition_of,
    is_local,
    source_of,
    title_of,
)
from yimi.insight.figures.rowing import place_name
from yimi.insight.figures.table import Cell, NoTotal, Table
from yimi.insight.figures.words import span_name
from yimi.services.permissions import VIEW_FIGURES

FIRST_ROW = 4


@door(VIEW_FIGURES, model="figure", channel=Channel.EXPORT)
@require_GET
def export(request: Request) -> FileResponse:
    """Everything that the table may show, with definitions; noted in the trail."""
    actor: Actor = request.actor
    question, known = question_of(actor, params_of(request))
    table = table_of(actor, question, known)
    content = BytesIO()
    with new_workbook(content) as book:
        _write_figures(book.page(_("统计表")), table)
        _write_definitions(book.page(_("指标口径")), Links(actor, table, known), table)
    record_event(
        actor,
        "explore.export",
        subject_kind="figure",
        subject_uid="explore",
        details={"query": question.query(), "rows": len(table.rows)},
    )
    content.seek(0)
    name = _("统计") + f"-{clock.today():%Y%m%d}.xlsx"
    return FileResponse(content, as_attachment=True, filename=name)


def _write_figures(page: Page, table: Table) -> None:
    question = table.question
    page.write(0, 0, f"{place_name(question)} {span_name(question.span)}", "title")
    page.write(1, 0, _as_of(table))
    page.sheet.set_column(0, 0, 26)
    page.sheet.set_column(1, 60, 14)
    page.sheet.freeze_panes(FIRST_ROW, 1)
    heads = [
        f"{' · '.join(column.labels) or title_of(column.indicator)}（{unit_name(column.indicator)}）"
        for column in table.columns
    ]
    page.write_row(FIRST_ROW - 1, ["", *heads], "head")
    for line, row in enumerate(table.rows, FIRST_ROW):
        page.write(line, 0, str(row.name))
        for place, (cell, column) in enumerate(zip(row.cells, table.columns, strict=True), 1):
            _write_cell(page, line, place, cell, column.indicator)
    if table.total:
        last = FIRST_ROW + len(table.rows)
        page.write(last, 0, _("合计"), "head")
        for place, (total, column) in enumerate(zip(table.total, table.columns, strict=True), 1):
            if not isinstance(total, NoTotal):
                _write_cell(page, last, place, total, column.indicator)


def _write_cell(page: Page, line: int, place: int, cell: Cell, indicator: Indicator) -> None:
    if cell.withheld or indicator.measure == Measure.RATIO:
        page.write(line, place, value_text(cell, indicator))
    else:
        value = cell.value or 0
        page.write_value(line, place, value / 100 if indicator.unit == FEN else value)


def _write_definitions(page: Page, links: Links, table: Table) -> None:
    page.sheet.set_column(0, 1, 22)
    page.sheet.set_column(2, 5, 44)
    heads = [_("指标"), _("单位"), _("口径"), _("去重"), _("来源"), _("编号")]
    page.write_row(0, heads, "head")
    for line, one in enumerate(links.definitions(), 1):
        words = [definition_of(one), dedup_of(one), source_of(one), _version_of(one)]
        page.write_row(line, [title_of(one), unit_name(one), *words])
    line = len(links.definitions()) + 2
    page.write(line, 0, _("口径版本"))
    page.write(line, 1, table.of)
    for number, (sign, reason) in enumerate(links.reasons(), line + 1):
        page.write_row(number, [sign, str(reason)])


def _version_of(one: Indicator) -> str:
    """The key; of a place's own indicator the version that was counted with, and when it was given up."""
    told = one.pack if is_local(one) else one.key
    if one.withdrawn_on:
        told += _("，%(day)s 停用") % {"day": one.withdrawn_on.isoformat()}
    return told


def _as_of(table: Table) -> str:
    known = table.known_at or table.through_at
    local = known.astimezone(clock.SHANGHAI)
    return _("数据截至 %(time)s") % {"time": f"{local:%Y-%m-%d %H:%M}"}
