"""What F-06 and F-07 ask besides the steps: the station's own words, signatures, and what the place added."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.views.decorators.http import require_http_methods

from yimi.core.doors import Channel, door
from yimi.core.requests import Request
from yimi.forms.filling import fill_in
from yimi.referrals import access
from yimi.referrals.papers import referral_paper, resource_paper
from yimi.referrals.permissions import EDIT

FORM = ["GET", "POST"]


@door(EDIT, model="referral", channel=Channel.WRITE)
@require_http_methods(FORM)
def referral_form(request: Request, uid: UUID) -> HttpResponse:
    """F-07: what stands in the referral is shown, the rest is written here."""
    return fill_in(request, referral_paper(access.get_referral_for_edit(request.actor, uid)))


@door(EDIT, model="resource_link", channel=Channel.WRITE)
@require_http_methods(FORM)
def resource_form(request: Request, uid: UUID) -> HttpResponse:
    """F-06: what stands in the resource link is shown, the rest is written here."""
    return fill_in(request, resource_paper(access.get_resource_for_edit(request.actor, uid)))
