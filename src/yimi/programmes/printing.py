"""A payment list as it is posted: the template's columns, nobody's ID number, phone or account. Page and Word file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO

from django.utils.translation import gettext as _
from django.utils.translation import override
from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Pt

from yimi.programmes.finance_file import yuan_text
from yimi.programmes.forms import COLUMN_LABELS
from yimi.programmes.models import ItemState, PaymentItem, PaymentList
from yimi.programmes.postings import Posting, template_for
from yimi.programmes.queries.claims import benefit_title, slot_text
from yimi.programmes.rules.posting import Column

PAPER_LANGUAGE = "zh-hans"
BODY = "仿宋"


@dataclass(frozen=True, slots=True)
class Sheet:
    """A posting ready to be drawn: heading, column titles, rows as text, and the words below."""

    posting: Posting
    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    foot: str


def sheet_of(made: PaymentList) -> Sheet:
    """The posting of a list, in Chinese whatever the page's language. Two queries."""
    with override(PAPER_LANGUAGE):
        posting = template_for(made.region_code, made.benefit)
        items = made.items.exclude(state=ItemState.REMOVED).select_related("claim")
        rows = tuple(
            tuple(_cell(column, number, item) for column in posting.columns)
            for number, item in enumerate(items.order_by("claim__number"), 1)
        )
        headings = tuple(str(COLUMN_LABELS[column]) for column in posting.columns)
        return Sheet(posting, headings, rows, _foot(made, posting, len(rows)))


def _cell(column: Column, number: int, item: PaymentItem) -> str:
    if column == Column.SERIAL:
        return str(number)
    if column == Column.NAME:
        return item.name
    if column == Column.UNIT:
        return item.unit_name
    if column == Column.BENEFIT:
        return benefit_title(item.claim)
    if column == Column.SLOT:
        return slot_text(item.claim)
    return yuan_text(item.amount_fen)


def _foot(made: PaymentList, posting: Posting, count: int) -> str:
    total = _("共 %(count)s 人次，合计 %(total)s 元。") % {
        "count": count, "total": yuan_text(made.total_fen)
    }  # fmt: skip
    if not posting.days:
        return total
    if made.posted_from and made.posted_until:
        days = _("公示期 %(first)s 至 %(last)s。") % {
            "first": made.posted_from.isoformat(), "last": made.posted_until.isoformat()
        }  # fmt: skip
    else:
        days = _("公示期 %(days)s 天，自张贴之日起算。") % {"days": posting.days}
    return total + days + _("公示地点：%(place)s。如有异议，请在公示期内向民政部门反映。") % {"place": posting.place}  # fmt: skip


def as_docx(sheet: Sheet) -> bytes:
    """The posting as a Word file that people can go on editing."""
    paper = Document()
    style = paper.styles["Normal"]
    style.font.size, style.font.name = Pt(12), BODY
    style.element.rPr.rFonts.set(qn("w:eastAsia"), BODY)
    heading = paper.add_paragraph()
    heading.alignment = WD_ALIGN_PARAGRAPH.CENTER
    run = heading.add_run(sheet.posting.heading)
    run.bold, run.font.size = True, Pt(18)
    _table(paper, [sheet.headings, *sheet.rows])
    paper.add_paragraph(sheet.foot)
    made = BytesIO()
    paper.save(made)
    return made.getvalue()


def _table(paper: Document, rows: Sequence[Sequence[str]]) -> None:  # type: ignore[valid-type] # docx exports a function of that name
    table = paper.add_table(rows=len(rows), cols=len(rows[0]))  # type: ignore[attr-defined]
    table.style = "Table Grid"
    cells = table._cells  # one look-up for the whole table: cell by cell is quadratic
    for at, row in enumerate(rows):
        for column, text in enumerate(row):
            cells[at * len(row) + column].text = text
