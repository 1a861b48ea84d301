"""F-14 on the screen and on paper."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from yimi.core.doors import Channel, door
from yimi.core.errors import NotFound
from yimi.core.requests import Request
from yimi.forms.filling import Paper, fill_in, hand_out, printed
from yimi.forms.queries import current_entry, open_answers
from yimi.services.models import ServiceRecord
from yimi.services.queries.recording import members_of
from yimi.visiting.access import get_visit_for_observation
from yimi.visiting.actions import note_form_read, save_observation
from yimi.visiting.actions.observations import FORM, require_home_visit, subject_of
from yimi.visiting.models import HomeObservation
from yimi.visiting.paper import head_of
from yimi.visiting.permissions import OBSERVE_VISIT

#: What rarely changes between two visits, and is offered as it was last time.
LASTING = ("living_type", "separation", "children", "self_care", "carer", "care_resources", "employment",
           "not_employed_reason", "emergency_contact")  # fmt: skip


@door(OBSERVE_VISIT, model="home_observation", channel=Channel.WRITE)
@require_http_methods(["GET", "POST"])
def observation(request: Request, uid: UUID) -> HttpResponse:
    """Fill in or mend the F-14 of one visit. What the last visit saw is offered as a start."""
    record = get_visit_for_observation(request.actor, uid)
    require_home_visit(record)
    if request.method == "GET" and current_entry(subject_of(record.number), FORM):
        note_form_read(record, actor=request.actor, purpose="viewed")
    return fill_in(
        request,
        _paper(record),
        save=lambda answers, seen: save_observation(
            record, actor=request.actor, answers=answers, row_version=seen
        ),
    )


@door(OBSERVE_VISIT, model="home_observation", channel=Channel.EXPORT)
@require_GET
def on_paper(request: Request, uid: UUID) -> HttpResponse:
    """The visit's F-14 as PDF; into the trail."""
    record = get_visit_for_observation(request.actor, uid)
    if current_entry(subject_of(record.number), FORM) is None:
        raise NotFound
    note_form_read(record, actor=request.actor, purpose="printed")
    return hand_out(record.number, [printed(_paper(record), head_of(record))], "pdf")


def _paper(record: ServiceRecord) -> Paper:
    household = require_home_visit(record)
    members = members_of(household)
    name = next((one.name for one in members if one.is_head), household.number)
    return Paper(
        subject=subject_of(record.number),
        code=FORM,
        key=household.key,
        unit=record.unit,
        heading=_("%(name)s家 · %(number)s") % {"name": name, "number": record.number},
        back=reverse("visiting:household", args=[household.pk]),
        known=_as_far_as_known(record),
    )


def _as_far_as_known(record: ServiceRecord) -> dict[str, Any]:
    """Who was met, from the record; how the household lives, from its observation before this one."""
    met = record.participants.filter(presence="served").values_list("resident__name", flat=True)
    known: dict[str, Any] = {"reason": "routine", "visited": list(met)}
    earlier = HomeObservation.objects.filter(household=record.household_id)
    last = earlier.exclude(record_number=record.number).order_by("-observed_on").first()
    entry = current_entry(subject_of(last.record_number), FORM) if last else None
    if entry is not None:
        answers = open_answers(entry)
        known |= {key: answers[key] for key in LASTING if key in answers}
    return known
