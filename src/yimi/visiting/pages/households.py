"""One household's visits: its tier, its due date, who was not met, what was seen."""

from __future__ import annotations

from http import HTTPStatus
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from yimi.core import clock
from yimi.core.doors import Channel, door
from yimi.core.requests import Request
from yimi.people.models import Household
from yimi.services.queries.recording import members_of
from yimi.visiting.access import get_household_to_visit
from yimi.visiting.actions import AssignmentDraft, DueDraft, assign_tier, set_due
from yimi.visiting.forms import DueForm, TierForm
from yimi.visiting.permissions import OBSERVE_VISIT, PLAN_VISITS
from yimi.visiting.queries import household_visits
from yimi.visiting.queries.tiers import tiers_at
from yimi.visiting.words import ADVICE


@door(PLAN_VISITS, model="household_tier", channel=Channel.PAGE)
@require_GET
def visits(request: Request, uid: UUID) -> HttpResponse:
    """How often this household is visited, when next, and how the last visits went."""
    household = get_household_to_visit(request.actor, uid)
    return _page(request, household)


@door(PLAN_VISITS, model="household_tier", channel=Channel.WRITE)
@require_http_methods(["POST"])
def tier(request: Request, uid: UUID) -> HttpResponse:
    """Put the household into a tier."""
    household = get_household_to_visit(request.actor, uid)
    form = TierForm(request.POST, tiers=_choices(household), auto_id="tier_%s")
    done = form.carry_out(
        lambda values: [
            assign_tier(
                AssignmentDraft(household, values["tier_code"], values["reason"]),
                actor=request.actor,
            )
        ]
    )
    if done is None:
        return _page(request, household, tier_form=form)
    messages.success(request, _("风险等级已记下，下次走访日期按新的间隔。"))
    return redirect("visiting:household", uid=household.pk)


@door(PLAN_VISITS, model="due_setting", channel=Channel.WRITE)
@require_http_methods(["POST"])
def due(request: Request, uid: UUID) -> HttpResponse:
    """Decide when the household is next to be visited."""
    household = get_household_to_visit(request.actor, uid)
    form = DueForm(request.POST, auto_id="due_%s")
    done = form.carry_out(
        lambda values: set_due(DueDraft(household, **values), actor=request.actor)
    )
    if done is None:
        return _page(request, household, due_form=form)
    messages.success(request, _("下次走访日期已改。"))
    return redirect("visiting:household", uid=household.pk)


def _choices(household: Household) -> list[tuple[str, str]]:
    return [
        (
            tier.code,
            _("%(name)s（%(days)d 天）") % {"name": tier.label, "days": tier.interval_days},
        )
        for tier in tiers_at(household.region_code).values()
    ]


def _page(
    request: Request,
    household: Household,
    *,
    tier_form: TierForm | None = None,
    due_form: DueForm | None = None,
) -> HttpResponse:
    found = household_visits(household)
    standing = found.assigned.tier_code if found.assigned else ""
    members = members_of(household)
    context = {
        "household": household,
        "head_name": next((one.name for one in members if one.is_head), household.number),
        "found": found,
        "advice": ADVICE.get(found.advice, ""),
        "tier_form": tier_form
        or TierForm(tiers=_choices(household), initial={"tier_code": standing}, auto_id="tier_%s"),
        "due_form": due_form or DueForm(auto_id="due_%s"),
        "today": clock.today(),
        "may_observe": request.actor.may_at(
            OBSERVE_VISIT, unit_uid=household.unit_id, region_code=household.region_code
        ),
    }
    refused = tier_form or due_form
    status = HTTPStatus.UNPROCESSABLE_ENTITY if refused else HTTPStatus.OK
    return render(request, "visiting/household.html", context, status=status)
