"""F-22 as a form to go on writing: what the columns hold stands in it, the rest is kept as an entry."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from yimi.feedback.models import Channel, Complaint, Finding, Step
from yimi.feedback.queries.contents import contents_of, text_of
from yimi.forms.filling import Paper
from yimi.forms.queries import Subject

#: Our channels in the words of the form.
CHANNELS = {Channel.PUBLIC_FORM: "online", Channel.HOTLINE: "forwarded", Channel.OTHER: ""}
#: Looked up apart, one at a time and into the trail: the sheet lies in a folder. Shut, and always blank.
NEVER_ON_PAPER = ("complainant", "contact")


def complaint_paper(complaint: Complaint) -> Paper:
    """F-22 of a complaint, for whoever handles it. One query."""
    return Paper(
        subject=Subject("complaint", complaint.pk),
        code="F-22",
        key=complaint.key,
        unit=complaint.unit,
        heading=complaint.number,
        back=reverse("feedback:complaint", args=[complaint.pk]),
        columns=_columns(complaint) | dict.fromkeys(NEVER_ON_PAPER, ""),
    )


def _columns(complaint: Complaint) -> dict[str, Any]:
    steps = list(complaint.steps.order_by("uid"))
    told = [(step, text_of(step, complaint)) for step in steps]
    answered = [(step, text) for step, text in told if step.step == Step.ANSWER]
    handlers = [step.by_name for step in steps if step.step in {Step.TAKE, Step.ANSWER}]
    return {
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
        "answer": answered[-1][1] if answered else "",
        "answered_on": answered[-1][0].happened_on.isoformat() if answered else "",
    }
