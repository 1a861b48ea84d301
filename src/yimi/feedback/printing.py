"""F-22 as the profession's paper form: what is on file, and what was written on the form besides."""

from __future__ import annotations

from django.utils.translation import override

from yimi.feedback.models import Complaint
from yimi.feedback.papers import complaint_paper
from yimi.forms.filling import printed
from yimi.forms.printing import PrintedForm
from yimi.forms.printing.layout import PAPER_LANGUAGE


@override(PAPER_LANGUAGE)
def printed_complaint(complaint: Complaint) -> PrintedForm:
    """F-22 of a complaint. Name and contact are never printed: the sheet lies in a folder. Four queries at most."""
    head = {
        "number": complaint.number,
        "unit": complaint.unit.name,
        "worker": complaint.worker.name if complaint.worker else "",
        "date": complaint.received_on.isoformat(),
    }
    return printed(complaint_paper(complaint), head, caption=complaint.number)
