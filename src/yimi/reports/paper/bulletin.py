"""A bulletin as Word: headline, paragraphs set in by two characters, and what the figures count."""

from __future__ import annotations

from django.utils.translation import override
from docx.shared import Pt

from yimi.core import clock
from yimi.forms.printing.layout import PAPER_LANGUAGE
from yimi.reports.bulletins.writing import Bulletin
from yimi.reports.paper.word import RIGHT, blank_paper, line, saved, table
from yimi.reports.values import shown_unit


def bulletin_docx(bulletin: Bulletin) -> bytes:
    """The bulletin as bytes of a .docx."""
    with override(PAPER_LANGUAGE):
        paper = blank_paper()
        line(paper, bulletin.headline, 18, bold=True)
        for text in bulletin.texts:
            made = line(paper, text, 14, align=None)
            made.paragraph_format.first_line_indent = Pt(28)
            made.paragraph_format.line_spacing = 1.6
        at = bulletin.known_at.astimezone(clock.SHANGHAI)
        line(paper, f"（数字取自 {at:%Y-%m-%d %H:%M} 为止的记录）", 10.5, align=RIGHT, before=12)
        line(paper, "数字说明", 14, bold=True, is_new_page=True)
        rows = [
            (one.title, shown_unit(one.unit), one.definition, one.dedup) for one in bulletin.figures
        ]
        table(paper, ("指标", "单位", "数的是什么", "怎样去重"), rows, shares=(5, 2, 9, 7))
        return saved(paper)
