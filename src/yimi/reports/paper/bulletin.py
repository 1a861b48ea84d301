"""A bulletin as Word: headline, paragraphs set in by two characters, and what the figures count."""

from __future__ import annotations

from django.utils.translation import override
from docx.shared import Pt

from yimi.forms.printing.layout import PAPER_LANGUAGE
from yimi.reports.bulletins.writing import Bulletin
from yimi.reports.paper.word import blank_paper, line, saved, table


def bulletin_docx(bulletin: Bulletin) -> bytes:
    """The bulletin as bytes of a .docx."""
    with override(PAPER_LANGUAGE):
        paper = blank_paper()
        line(paper, bulletin.headline, 18, bold=True)
        for text in bulletin.texts:
            made = line(paper, text, 14, align=None)
            made.paragraph_format.first_line_indent = Pt(28)
            made.paragraph_format.line_spacing = 1.6
        line(paper, "数字说明", 14, bold=True, is_new_page=True)
        rows = [(one.title, one.unit, one.definition, one.dedup) for one in bulletin.figures]
        table(paper, ("指标", "单位", "数的是什么", "怎样去重"), rows)
        return saved(paper)
