"""Printing forms as Word and PDF, one or a whole file, in the look of the profession's paper forms."""

from yimi.forms.printing.download import MEDIA_TYPES, download
from yimi.forms.printing.layout import FOOT, HEAD, PrintedForm
from yimi.forms.printing.pdf import as_pdf
from yimi.forms.printing.word import as_docx

__all__ = ["FOOT", "HEAD", "MEDIA_TYPES", "PrintedForm", "as_docx", "as_pdf", "download"]
