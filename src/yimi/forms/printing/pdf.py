"""PDF by typst. Everything people typed travels as JSON and is set as text: none of it is ever read as markup."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from importlib.resources import as_file, files
from typing import Any

import typst

from yimi.forms.printing.fonts import body_fonts, fonts, title_fonts
from yimi.forms.printing.layout import PrintedForm, breakable, sheet_of
from yimi.forms.printing.rows import Grid, Pairs, Row, Sheet

#: Given as the document's time, so that the same forms make the same bytes.
NO_TIME = 0


def as_pdf(title: str, forms: Sequence[PrintedForm], *, contents: bool = True) -> bytes:
    """The forms as one PDF, each on a new page; several with a contents page in front. Raises ``NoFontForPrinting``.

    40 sessions of a case take about a second.
    """
    sheets = [sheet_of(form) for form in forms]
    data = {
        "title": breakable(title),
        "contents": contents and len(sheets) > 1,
        "fonts": {"body": body_fonts(), "title": title_fonts()},
        "sheets": [_plain(sheet) for sheet in sheets],
    }
    return _compile("forms.typ", data, "pdf")


def picture_as_png(svg: str) -> bytes:
    """A picture for Word, which python-docx takes only as pixels. Raises ``NoFontForPrinting``."""
    return _compile("picture.typ", {"svg": svg, "fonts": {"body": body_fonts()}}, "png")


def _compile(template: str, data: dict[str, Any], format_: Any) -> bytes:
    text = json.dumps(data, ensure_ascii=False)
    with as_file(files("yimi.forms") / "printing" / "typst") as folder:
        made = typst.Compiler(
            input=folder / template,
            root=folder,
            font_paths=fonts(),
            ignore_system_fonts=True,
            sys_inputs={"data": text},
        ).compile(format=format_, ppi=200.0, timestamp=NO_TIME)
    if not isinstance(made, bytes):
        raise TypeError("one document was asked for")
    return made


def _plain(sheet: Sheet) -> dict[str, Any]:
    """The sheet as JSON, each row with its kind."""
    return {
        **{name: getattr(sheet, name) for name in PLAIN},
        "blocks": [
            {"title": block.title, "rows": [_plain_row(row) for row in block.rows]}
            for block in sheet.blocks
        ],
    }


PLAIN = ("title", "caption", "code", "date", "confidentiality", "pictures")


def _plain_row(row: Row) -> dict[str, Any]:
    kind = "pairs" if isinstance(row, Pairs) else "grid" if isinstance(row, Grid) else "wide"
    return {"kind": kind, **asdict(row)}
