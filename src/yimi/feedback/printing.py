"""F-22 as the profession's paper form, from what is on file."""

from __future__ import annotations

from typing import Any

from django.utils.translation import override

from yimi.core import clock
from yimi.feedback.models import Channel, Complaint, Finding, Step
from yimi.feedback.queries.contents import contents_of, text_of
from yimi.forms.definitions import definition
from yimi.forms.printing import PrintedForm
from yimi.forms.printing.layout import PAPER_LANGUAGE

#: Our channels in the words of the form.
CHANNELS = {Channel.PUBLIC_FORM: "online", Channel.HOTLINE: "forwarded", Channel.OTHER: ""}


@override(PAPER_LANGUAGE)
def printed_complaint(complaint: Complaint) -> PrintedForm:
    """F-22 of a complaint. Name and contact are never printed: the sheet lies in a folder. Two queries."""
    steps = list(complaint.steps.order_by("uid"))
    told = [(step, text_of(step, complaint)) for step in steps]
    answered = [(step, text) for step, text in told if step.step == Step.ANSWER]
    handlers = [step.by_name for step in steps if step.step in {Step.TAKE, Step.ANSWER}]
    answers: dict[str, Any] = {
        "channel": CHANNELS.get(Channel(complaint.channel), complaint.channel),
        "about": [complaint.about],
        "complaint": contents_of(complaint).text,
        "handler": "、".join(dict.fromkeys(handlers)),
        "steps": [
            {
                "on": step.happened_on.isoformat(),
                "step": "：".join(part for part in (str(step.get_step_display()), text) if part),
                "who": step.by_name,
            }
            for step, text in told
        ],
        # the form has no box for "settled on the spot": the answer tells it
        "finding": "" if complaint.finding == Finding.SETTLED else complaint.finding,
    }
    if answered:
        step, text = answered[-1]
        answers |= {"answer": text, "answered_on": step.happened_on.isoformat()}
    head = {
        "number": complaint.number,
        "unit": complaint.unit.name,
        "worker": complaint.worker.name if complaint.worker else "",
        "date": complaint.received_on.isoformat(),
    }
    shape = definition("F-22", region_code=complaint.region_code, on=clock.today())
    filled = {key: value for key, value in answers.items() if value}
    return PrintedForm(shape, head, filled, caption=complaint.number)
