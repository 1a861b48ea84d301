"""F-06 and F-07 as the profession's paper forms: what is on file, and what was written on the form besides."""

from __future__ import annotations

from datetime import date

from django.utils.translation import override

from yimi.forms.filling import Paper, printed
from yimi.forms.printing import PrintedForm
from yimi.forms.printing.layout import PAPER_LANGUAGE
from yimi.referrals.models import ForSomeone, Referral, ResourceLink, Step
from yimi.referrals.papers import referral_paper, resource_paper
from yimi.referrals.queries.lists import names_of


@override(PAPER_LANGUAGE)
def printed_referral(referral: Referral) -> PrintedForm:
    """F-07 of a referral, with everything written: for the sending station only. Eight queries at most."""
    opened = referral.steps.filter(step=Step.OPEN).values_list("happened_on", flat=True)
    return _form(referral_paper(referral), referral, opened.first())


@override(PAPER_LANGUAGE)
def printed_resource(link: ResourceLink) -> PrintedForm:
    """F-06 of a resource link, with what was written besides. Five queries at most."""
    return _form(resource_paper(link), link, link.delivered_on or link.requested_on)


def _form(paper: Paper, row: ForSomeone, on: date | None) -> PrintedForm:
    head = {
        "number": row.number,
        "unit": row.unit.name,
        "client": names_of([row])[row.uid],
        "worker": row.worker.name,
        "date": on.isoformat() if on else "",
    }
    return printed(paper, head, caption=row.number)
