"""A report as a Word file that an office can go on editing."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO
from typing import Any

from django.utils.translation import override
from docx import Document
from docx.document import Document as Paper
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Cm, Pt

from yimi.forms.printing.layout import PAPER_LANGUAGE
from yimi.forms.printing.word_tables import page_number_footer
from yimi.reports.paper import words
from yimi.reports.paper.grid import Grid, grid_of
from yimi.reports.queries.sheet import Sheet

BODY, TITLE = "仿宋", "黑体"
CENTRE, RIGHT = WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.RIGHT
LONG_EDGE, SHORT_EDGE, MARGIN = Cm(29.7), Cm(21), Cm(2)


def as_docx(sheet: Sheet) -> bytes:
    """The report as bytes of a .docx: table and notes, then the definitions on a new page."""
    with override(PAPER_LANGUAGE):
        grid = grid_of(sheet)
        paper = blank_paper(is_wide=grid.is_wide)
        line(paper, sheet.title, 18, bold=True)
        line(paper, "　　".join(words.head_words(sheet)), 10.5)
        table(paper, grid.head, [row.texts for row in grid.rows], grid)
        line(paper, "　　　　".join(words.signatures(sheet)), 10.5, align=None, before=8)
        for number, note in enumerate(words.notes(sheet), 1):
            line(paper, f"注 {number}：{note}", 9, align=None)
        _definitions(paper, sheet)
    return saved(paper)


def saved(paper: Paper) -> bytes:
    """The bytes of the file."""
    made = BytesIO()
    paper.save(made)
    return made.getvalue()


def blank_paper(*, is_wide: bool = False) -> Paper:
    """A4 in FangSong with page numbers below; lying when ``is_wide``."""
    paper = Document()
    page = paper.sections[0]
    page.orientation = WD_ORIENT.LANDSCAPE if is_wide else WD_ORIENT.PORTRAIT
    page.page_width, page.page_height = (
        (LONG_EDGE, SHORT_EDGE) if is_wide else (SHORT_EDGE, LONG_EDGE)
    )
    page.left_margin = page.right_margin = page.top_margin = page.bottom_margin = MARGIN
    style: Any = paper.styles["Normal"]
    style.font.size, style.font.name = Pt(10.5), BODY
    style.element.rPr.rFonts.set(qn("w:eastAsia"), BODY)
    style.paragraph_format.space_after = Pt(0)
    page_number_footer(page.footer.paragraphs[0])
    about = paper.core_properties
    about.author, about.comments = "", ""
    return paper


def line(
    paper: Paper,
    text: str,
    size: float,
    *,
    bold: bool = False,
    align: WD_ALIGN_PARAGRAPH | None = CENTRE,
    before: float = 0,
    is_new_page: bool = False,
) -> Any:
    """A paragraph; bold ones are set in the face of titles."""
    paragraph: Any = paper.add_paragraph()
    paragraph.alignment = align
    paragraph.paragraph_format.space_after = Pt(4)
    paragraph.paragraph_format.space_before = Pt(before)
    paragraph.paragraph_format.page_break_before = is_new_page
    _run(paragraph, text, size, bold=bold)
    return paragraph


def _run(paragraph: Any, text: str, size: float, *, bold: bool = False) -> None:
    run = paragraph.add_run(text)
    run.bold, run.font.size = bold, Pt(size)
    if bold:
        run.font.name = TITLE
        run._r.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), TITLE)


def table(
    paper: Paper,
    head: Sequence[str],
    rows: Sequence[Sequence[str]],
    grid: Grid | None = None,
    *,
    shares: Sequence[int] = (),
) -> None:
    """A table with borders whose head repeats; with ``grid``, headings span it and figures stand right.

    ``shares``: relative widths of the columns, those of ``grid`` when it is given, else all the same.
    """
    made = paper.add_table(rows=1 + len(rows), cols=len(head))
    made.style = "Table Grid"
    lines = [list(row.cells) for row in made.rows]
    for cell, text in zip(lines[0], head, strict=True):
        _fill(cell, text, align=CENTRE, bold=True)
    repeat = made.rows[0]._tr.get_or_add_trPr()
    repeat.append(repeat.makeelement(qn("w:tblHeader"), {}))
    for index, texts in enumerate(rows):
        cells = lines[index + 1]
        if len(texts) == 1:
            _fill(cells[0].merge(cells[-1]), texts[0], bold=True)
            continue
        is_total = grid is not None and grid.rows[index].is_total
        for column, (cell, text) in enumerate(zip(cells, texts, strict=True)):
            is_figure = grid is not None and column >= grid.first_number
            _fill(cell, text, align=RIGHT if is_figure else None, bold=is_total)
    if grid is not None or shares:
        edge = LONG_EDGE if grid is not None and grid.is_wide else SHORT_EDGE
        _widths(made, grid.shares if grid is not None else shares, edge - 2 * MARGIN)


def _fill(cell: Any, text: str, *, align: Any = None, bold: bool = False) -> None:
    paragraph = cell.paragraphs[0]
    paragraph.alignment = align
    _run(paragraph, text, 10, bold=bold)


def _widths(made: Any, shares: Sequence[int], whole: int) -> None:
    made.autofit = False
    for column, share in zip(made.columns, shares, strict=True):
        column.width = int(whole * share / sum(shares))
    for row in made.rows:
        for column, cell in zip(made.columns, row.cells, strict=False):
            cell.width = column.width


def _definitions(paper: Paper, sheet: Sheet) -> None:
    line(paper, "指标说明", 14, bold=True, is_new_page=True)
    rows = [
        (one.title, one.unit, one.definition, one.dedup, one.source) for one in sheet.definitions
    ]
    heads = ("指标", "单位", "数的是什么", "怎样去重", "来源")
    table(paper, heads, rows, shares=(5, 2, 9, 7, 5))
