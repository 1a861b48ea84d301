"""The tables of a Word file as WordprocessingML: written as text and parsed once, twenty times faster than cell by cell."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from xml.sax.saxutils import escape

from docx.oxml import parse_xml

from yimi.forms.printing.layout import ZERO_WIDTH_SPACE
from yimi.forms.printing.rows import Block, Cell, Grid, Pairs, Row, Wide

NAMESPACE = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
#: Twentieths of a point: the paper's width between its margins, and the form's four columns.
PAPER_WIDTH = 9638
COLUMNS = (1700, 3119, 1700, 3119)
#: Room to write on: about two centimetres.
TALL = 1200
LABEL_FILL, HEADING_FILL = "EEEEEE", "DBDBDB"
#: A cell must end in a paragraph; this one takes no room.
NOTHING = '<w:p><w:pPr><w:spacing w:line="20" w:lineRule="exact"/></w:pPr></w:p>'
TICKED, EMPTY = "☑", "☐"
BORDERS = "".join(
    f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="000000"/>'
    for side in ("top", "left", "bottom", "right", "insideH", "insideV")
)


def form_table(blocks: Sequence[Block]) -> str:
    """A whole form as one table of four columns."""
    rows = []
    for block in blocks:
        if block.title:
            rows.append(
                _row(_cell([block.title], PAPER_WIDTH, span=4, fill=HEADING_FILL, bold=True))
            )
        rows.extend(_drawn(row) for row in block.rows)
    return _table(COLUMNS, rows)


def contents_table(entries: Sequence[tuple[str, str]]) -> str:
    """The contents: name and date of each form, and the page where its bookmark stands (Word counts when it opens)."""
    widths = (800, 5638, 2200, 1000)
    head = ("序号", "材料名称", "日期", "页码")
    rows = [
        _row(
            *(
                _cell([text], width, fill=LABEL_FILL, centred=True, bold=True)
                for text, width in zip(head, widths, strict=True)
            ),
            is_head=True,
        )
    ]
    for place, (name, date) in enumerate(entries):
        page = _field(f"PAGEREF form{place} \\h", "…")
        rows.append(
            _row(
                _cell([str(place + 1)], widths[0], centred=True),
                _cell([name], widths[1]),
                _cell([date], widths[2], centred=True),
                _wrapped(_paragraph(page, centred=True), widths[3]),
            )
        )
    return _table(widths, rows)


def page_number_footer(paragraph: Any) -> None:
    """第 X 页　共 Y 页, centred."""
    runs = f"{_run('第 ')}{_field('PAGE', '1')}{_run(' 页　共 ')}{_field('NUMPAGES', '1')}{_run(' 页')}"
    paragraph._p.getparent().replace(
        paragraph._p, parse_xml(_paragraph(runs, centred=True, namespace=True))
    )


def _drawn(row: Row) -> str:
    if isinstance(row, Pairs):
        return _pairs(row)
    return _wide(row) if isinstance(row, Wide) else _grid(row)


def _pairs(row: Pairs) -> str:
    cells = []
    for place, (label, cell) in enumerate(row.cells):
        alone = len(row.cells) == 1
        width = sum(COLUMNS[1:]) if alone else COLUMNS[2 * place + 1]
        cells.append(_label(label))
        cells.append(_cell(_texts(cell), width, span=3 if alone else 1))
    return _row(*cells)


def _wide(row: Wide) -> str:
    texts = _texts(row.cell)
    cell = _cell(texts, sum(COLUMNS[1:]), span=3, indented=row.is_tall)
    return _row(_label(row.label), cell, height=TALL if row.is_tall and not any(texts) else 0)


def _grid(row: Grid) -> str:
    """A small table inside one cell, so that its columns are its own."""
    whole = PAPER_WIDTH
    widths = [whole * share // sum(row.shares) for share in row.shares]
    widths[-1] += whole - sum(widths)
    head = [
        _cell([text], width, fill=LABEL_FILL, centred=True)
        for text, width in zip(row.columns, widths, strict=True)
    ]
    lines = [
        _row(_cell([row.label], whole, span=len(widths), fill=LABEL_FILL, centred=True, bold=True)),
        _row(*head, is_head=True),
    ]
    lines += [
        _row(*(_cell(text.split("\n"), width) for text, width in zip(one, widths, strict=True)))
        for one in row.rows
    ]
    inner = _table(widths, lines, namespace=False)
    return _row(_wrapped(inner + NOTHING, whole, span=4, is_flush=True))


def _texts(cell: Cell) -> list[str]:
    if cell.options:
        ticks = "　".join(f"{TICKED if on else EMPTY} {label}" for on, label in cell.options)
        return [ticks]
    if cell.signed_on is not None:
        return [f"{cell.text}　　{cell.signed_on}"]
    return cell.text.split("\n")


def _label(text: str) -> str:
    return _cell([text], COLUMNS[0], fill=LABEL_FILL, centred=True)


def _table(widths: Sequence[int], rows: Sequence[str], *, namespace: bool = True) -> str:
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    return (
        f"<w:tbl {NAMESPACE if namespace else ''}><w:tblPr>"
        f'<w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:tblBorders>{BORDERS}</w:tblBorders>'
        f'<w:tblLayout w:type="fixed"/></w:tblPr><w:tblGrid>{grid}</w:tblGrid>{"".join(rows)}</w:tbl>'
    )


def _row(*cells: str, height: int = 0, is_head: bool = False) -> str:
    tall = f'<w:trHeight w:val="{height}" w:hRule="atLeast"/>' if height else ""
    head = "<w:tblHeader/>" if is_head else ""
    return f"<w:tr><w:trPr>{tall}{head}</w:trPr>{''.join(cells)}</w:tr>"


def _cell(
    texts: Sequence[str],
    width: int,
    *,
    span: int = 1,
    fill: str = "",
    centred: bool = False,
    bold: bool = False,
    indented: bool = False,
) -> str:
    paragraphs = "".join(
        _paragraph(_run(text, bold=bold), centred=centred, indented=indented, kept=bold)
        for text in texts
    )
    return _wrapped(paragraphs, width, span=span, fill=fill)


def _wrapped(
    content: str, width: int, *, span: int = 1, fill: str = "", is_flush: bool = False
) -> str:
    """A cell around paragraphs, or around a table that fills it to its edges."""
    about = f'<w:tcW w:w="{width}" w:type="dxa"/>'
    about += f'<w:gridSpan w:val="{span}"/>' if span > 1 else ""
    about += f'<w:shd w:val="clear" w:color="auto" w:fill="{fill}"/>' if fill else ""
    if is_flush:
        about += '<w:tcMar><w:left w:w="0" w:type="dxa"/><w:right w:w="0" w:type="dxa"/></w:tcMar>'
    return f'<w:tc><w:tcPr>{about}<w:vAlign w:val="center"/></w:tcPr>{content}</w:tc>'


def _paragraph(
    runs: str,
    *,
    centred: bool = False,
    indented: bool = False,
    kept: bool = False,
    namespace: bool = False,
) -> str:
    """``kept`` keeps it on the page of what follows."""
    about = "<w:keepNext/>" if kept else ""
    about += '<w:ind w:firstLineChars="200" w:firstLine="420"/>' if indented else ""
    about += '<w:jc w:val="center"/>' if centred else ""
    return f"<w:p {NAMESPACE if namespace else ''}><w:pPr>{about}</w:pPr>{runs}</w:p>"


def _run(text: str, *, bold: bool = False) -> str:
    """Text as it stands; Word breaks long words itself and needs no places to break."""
    plain = escape(text.replace(ZERO_WIDTH_SPACE, ""))
    weight = "<w:rPr><w:b/></w:rPr>" if bold else ""
    return f'<w:r>{weight}<w:t xml:space="preserve">{plain}</w:t></w:r>'


def _field(instruction: str, shown: str) -> str:
    """A number that Word works out itself; ``dirty`` makes it do so when the file is opened."""
    return (
        '<w:r><w:fldChar w:fldCharType="begin" w:dirty="true"/></w:r>'
        f'<w:r><w:instrText xml:space="preserve"> {instruction} </w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
        f"<w:r><w:t>{shown}</w:t></w:r>"
        '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )
