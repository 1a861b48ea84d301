"""Word files by python-docx: the same rows as the PDF, as tables people can go on editing. Needs no fonts of the server."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from django.utils.translation import gettext as _
from django.utils.translation import override
from docx import Document
from docx.document import Document as Paper
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import parse_xml
from docx.oxml.ns import qn
from docx.shared import Cm, Pt

from yimi.forms.errors import NoFontForPrinting
from yimi.forms.printing.layout import (
    PAPER_LANGUAGE,
    ZERO_WIDTH_SPACE,
    PrintedForm,
    breakable,
    sheet_of,
)
from yimi.forms.printing.pdf import picture_as_png
from yimi.forms.printing.rows import Sheet
from yimi.forms.printing.word_tables import (
    NAMESPACE,
    contents_table,
    form_table,
    page_number_footer,
)

BODY, TITLE = "仿宋", "黑体"
PICTURE_WIDTH = Cm(16)
#: Every file and its parts carry this time, so that the same forms make the same bytes.
NO_TIME = datetime(2000, 1, 1)  # noqa: DTZ001 - the format knows no zones
#: The format's own limit.
MAX_PROPERTY = 255
NO_ZIP_TIME = (2000, 1, 1, 0, 0, 0)


def as_docx(title: str, forms: Sequence[PrintedForm], *, contents: bool = True) -> bytes:
    """The forms as one Word file, each on a new page; several with a contents page in front."""
    title = _plain(title)
    sheets = [sheet_of(form) for form in forms]
    with override(PAPER_LANGUAGE):
        paper = _blank_paper(title)
        if contents and len(sheets) > 1:
            _contents(paper, title, sheets)
        for place, sheet in enumerate(sheets):
            _draw(paper, sheet, place, is_first=place == 0 and not (contents and len(sheets) > 1))
    made = BytesIO()
    paper.save(made)
    return _without_times(made.getvalue())


def _blank_paper(title: str) -> Paper:
    """A4 with the usual margins, in FangSong, with page numbers below."""
    paper = Document()
    page = paper.sections[0]
    page.page_width, page.page_height = Cm(21), Cm(29.7)
    page.left_margin = page.right_margin = Cm(2)
    page.top_margin, page.bottom_margin = Cm(2.3), Cm(2)
    style: Any = paper.styles["Normal"]
    style.font.size = Pt(10.5)
    style.font.name = BODY
    style.element.rPr.rFonts.set(qn("w:eastAsia"), BODY)
    style.element.rPr.append(parse_xml(f'<w:lang {NAMESPACE} w:val="zh-CN" w:eastAsia="zh-CN"/>'))
    style.paragraph_format.space_after = Pt(0)
    page.header.paragraphs[0].text = title
    page_number_footer(page.footer.paragraphs[0])
    about = paper.core_properties
    about.title, about.author, about.comments = title[:MAX_PROPERTY], "", ""
    about.created = about.modified = NO_TIME
    return paper


def _contents(paper: Paper, title: str, sheets: Sequence[Sheet]) -> None:
    _line(paper, title, 20)
    _line(paper, _("目　录"), 14)
    paper.element.body.insert_element_before(
        parse_xml(
            contents_table([(_name(sheet), sheet.date) for sheet in sheets]),
        ),
        "w:sectPr",
    )


def _plain(text: str) -> str:
    """Without what XML cannot hold, and without places to break: Word finds its own."""
    return breakable(text).replace(ZERO_WIDTH_SPACE, "")


def _name(sheet: Sheet) -> str:
    return f"{sheet.title}（{sheet.caption}）" if sheet.caption else sheet.title


def _draw(paper: Paper, sheet: Sheet, place: int, *, is_first: bool) -> None:
    heading = _line(paper, sheet.title, 18, is_new_page=not is_first)
    for mark in _bookmark(place):
        heading._p.append(mark)
    under = paper.add_paragraph(
        "　".join(part for part in (_plain(sheet.caption), f"表号：{sheet.code}") if part)
    )
    under.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    paper.element.body.insert_element_before(parse_xml(form_table(sheet.blocks)), "w:sectPr")
    _pictures(paper, sheet.pictures)


def _line(paper: Paper, text: str, size: float, *, is_new_page: bool = False) -> Any:
    paragraph = paper.add_paragraph()
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    paragraph.paragraph_format.page_break_before = is_new_page
    paragraph.paragraph_format.space_after = Pt(4)
    run = paragraph.add_run(_plain(text))
    run.bold, run.font.size, run.font.name = True, Pt(size), TITLE
    run._r.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), TITLE)
    return paragraph


def _bookmark(place: int) -> Iterable[Any]:
    """What the page numbers of the contents point at."""
    yield parse_xml(f'<w:bookmarkStart {NAMESPACE} w:id="{place}" w:name="form{place}"/>')
    yield parse_xml(f'<w:bookmarkEnd {NAMESPACE} w:id="{place}"/>')


def _pictures(paper: Paper, pictures: Sequence[str]) -> None:
    for svg in pictures:
        try:
            pixels = picture_as_png(svg)
        except NoFontForPrinting:
            paper.add_paragraph(_("（图在系统里，这台服务器没有中文字体，没有印出来。）"))
            continue
        paper.add_paragraph().alignment = WD_ALIGN_PARAGRAPH.CENTER
        paper.paragraphs[-1].add_run().add_picture(BytesIO(pixels), width=PICTURE_WIDTH)


def _without_times(content: bytes) -> bytes:
    """The same package with its parts' times set to one moment."""
    made = BytesIO()
    with ZipFile(BytesIO(content)) as source, ZipFile(made, "w", ZIP_DEFLATED) as target:
        for name in source.namelist():
            part = ZipInfo(name, date_time=NO_ZIP_TIME)
            part.compress_type = ZIP_DEFLATED
            target.writestr(part, source.read(name))
    return made.getvalue()
