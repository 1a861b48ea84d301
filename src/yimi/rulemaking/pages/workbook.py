"""Gain and lose as a workbook: one line for each group; what is hidden is written as such, never as zero."""

from __future__ import annotations

from io import BytesIO

from django.http import FileResponse, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from yimi.audit.actions import record_event
from yimi.core.doors import Channel, door
from yimi.core.requests import Request
from yimi.core.sheets import Page, new_workbook
from yimi.rulemaking.comparing import ChangeRow, Compared, Shown
from yimi.rulemaking.errors import NothingToCompare
from yimi.rulemaking.pages.compare import CUTS, Asked, asked_of, names_of
from yimi.rulemaking.permissions import COMPARE
from yimi.rulemaking.queries import place_name


@door(COMPARE, model="pack_comparison", channel=Channel.EXPORT)
@require_GET
def export(request: Request) -> FileResponse | HttpResponse:
    """The same as a workbook; noted in the trail."""
    if "new" not in request.GET:
        return redirect("programmes:packs")
    asked = asked_of(request)
    if asked.found is None:
        raise NothingToCompare(why=asked.why)
    content = BytesIO()
    with new_workbook(content) as book:
        _write(book.page(_("影响")), asked, asked.found)
    record_event(
        request.actor, "rulemaking.export_comparison", subject_kind="pack_version", subject_uid=asked.new.pk,
        region_code=asked.region_code, details={"pack": asked.new.pack_id, "old": str(asked.old.pk) if asked.old else ""},
    )  # fmt: skip
    content.seek(0)
    name = _("规则影响") + f"-{asked.new.pack_id.replace('/', '-')}-{asked.day:%Y%m%d}.xlsx"
    return FileResponse(content, as_attachment=True, filename=name)


def _write(sheet: Page, asked: Asked, found: Compared) -> None:
    """One line for each group; what is hidden is written as such, never as zero."""
    sheet.sheet.set_column(0, 2, 24)
    sheet.sheet.set_column(3, 9, 14)
    sheet.write(0, 0, asked.new.title, "title")
    sheet.write(1, 0, f"{place_name(asked.region_code)} {asked.day}")
    heads = [
        _("待遇"), _("分组"), _("组"), _("新增（人）"), _("失去（人）"), _("金额改变（人）"), _("金额增减（元）"),
        _("原来（人）"), _("以后（人）"), _("原来合计（元）"), _("以后合计（元）"),
    ]  # fmt: skip
    sheet.write_row(3, heads, "head")
    names = names_of(found.benefits)
    line = 4
    for one in found.benefits:
        _write_row(sheet, line, [one.title, _("合计"), ""], one.total)
        sums = (one.people_old, one.people_new, in_yuan(one.fen_old), in_yuan(one.fen_new))
        for column, value in enumerate(sums, 7):
            _write_figure(sheet, line, column, value)
        line += 1
        for cut, rows in one.cuts.items():
            for row in rows:
                group = str(names[cut].get(row.key, row.key))
                _write_row(sheet, line, [one.title, str(CUTS[cut]), group], row)
                line += 1
    sheet.write(line + 1, 0, _("“不显示”：人数不足 5，或与不足 5 的组一起隐去，免得相减得出。"))


def _write_row(sheet: Page, line: int, names: list[str], row: ChangeRow) -> None:
    for column, name in enumerate(names):
        sheet.write(line, column, name)
    for column, value in enumerate((row.gain, row.lose, row.other_amount, in_yuan(row.fen)), 3):
        _write_figure(sheet, line, column, value)


def _write_figure(sheet: Page, line: int, column: int, value: float | None) -> None:
    if value is None:
        sheet.write(line, column, _("不显示"))
    else:
        sheet.write_value(line, column, value)


def in_yuan(fen: Shown) -> float | None:
    """Fen as a number of yuan for a workbook; hidden stays hidden."""
    return None if fen is None else fen / 100
