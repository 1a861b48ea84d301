"""Reports on paper: Excel, Word and PDF as an office sends them."""

from yimi.reports.paper.pdf import as_pdf
from yimi.reports.paper.word import as_docx
from yimi.reports.paper.workbook import as_xlsx

__all__ = ["as_docx", "as_pdf", "as_xlsx"]
