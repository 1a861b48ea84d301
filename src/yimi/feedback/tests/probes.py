"""Probes of the feedback room's doors: a complaint or an invitation at the station, and one far away."""

from __future__ import annotations

from typing import Any

from yimi.access.tests.probing import Call, Probe, both
from yimi.feedback.tests.factories import make_complaint, make_invitation


def _complaint(method: str = "get", **args: Any) -> Probe:
    return both(lambda unit: Call({"uid": make_complaint(unit).pk} | args, method))


PROBES = {
    "feedback:complaint": _complaint(),
    "feedback:reveal": _complaint("post"),
    "feedback:step": _complaint(step="take"),
    "feedback:complaint_form": _complaint(),
    "feedback:print_complaint": _complaint(kind="docx"),
    "feedback:invitation": both(lambda unit: Call({"uid": make_invitation(unit).pk})),
    "feedback:poster": both(lambda unit: Call({"uid": unit.pk})),
}
