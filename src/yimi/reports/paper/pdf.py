"""A report as PDF by typst: every text travels as JSON and is set as it stands."""

from __future__ import annotations

import json
from importlib.resources import as_file, files
from typing import Any, cast

import typst
from django.utils.translation import override

from yimi.forms.printing.fonts import body_fonts, fonts, title_fonts
from yimi.forms.printing.layout import PAPER_LANGUAGE, breakable
from yimi.reports.paper import words
from yimi.reports.paper.grid import grid_of
from yimi.reports.queries.sheet import Sheet

#: Given as the document's time, so that the same report makes the same bytes.
NO_TIME = 0


def as_pdf(sheet: Sheet, *, kind: str = "pdf") -> bytes:
    """The report as bytes of a PDF (or the first page as ``png``). Raises ``NoFontForPrinting``."""
    with override(PAPER_LANGUAGE):
        data = _data(sheet)
    with as_file(files("yimi.reports") / "paper" / "typst") as folder:
        made: Any = typst.Compiler(
            input=folder / "report.typ",
            root=folder,
            font_paths=fonts(),
            ignore_system_fonts=True,
            sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
        ).compile(format=cast(Any, kind), ppi=110.0, timestamp=NO_TIME)
    found: bytes = made[0] if isinstance(made, list) else made
    return found


def _data(sheet: Sheet) -> dict[str, Any]:
    grid = grid_of(sheet)
    left, middle, right = (breakable(text) for text in words.head_words(sheet))
    return {
        "title": breakable(sheet.title),
        "left": left,
        "middle": middle,
        "right": right,
        "fonts": {"body": body_fonts(), "title": title_fonts()},
        "wide": grid.is_wide,
        "shares": grid.shares,
        "first": grid.first_number,
        "head": [breakable(text) for text in grid.head],
        "rows": [
            {
                "texts": [breakable(text) for text in row.texts],
                "heading": row.is_heading,
                "total": row.is_total,
            }
            for row in grid.rows
        ],
        "signs": words.signatures(sheet),
        "notes": [breakable(text) for text in words.notes(sheet)],
        "definitions": [
            [one.title, one.unit, one.definition, one.dedup, one.source]
            for one in sheet.definitions
        ],
    }
