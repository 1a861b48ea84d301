"""Inviting people to speak, posters to print, and what was said in sums."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from yimi.core import clock
from yimi.core.doors import Channel, door
from yimi.core.qr import qr_svg
from yimi.core.requests import Request
from yimi.feedback import access, actions
from yimi.feedback.actions.voice import MOST_ANSWERS
from yimi.feedback.drafts import InvitationDraft
from yimi.feedback.permissions import INVITE, REGISTER, VIEW_VOICE
from yimi.feedback.queries.voice import voice_figures
from yimi.feedback.rules import FEWEST
from yimi.stations.access import get_unit_for_edit
from yimi.stations.models import ServiceUnit

#: How long a link stays open.
OPEN_DAYS = 30
FIRST_YEAR = 2020


@door(VIEW_VOICE, model="voice_tally", channel=Channel.FIGURE)
@require_GET
def figures(request: Request) -> HttpResponse:
    """A year's answers, by unit and kind, in sums of at least five."""
    this_year = clock.today().year
    text = request.GET.get("year", "")
    year = int(text) if text.isdecimal() and len(text) == 4 else this_year
    year = min(max(year, FIRST_YEAR), this_year)
    found = voice_figures(request.actor, first=date(year, 1, 1), last=date(year, 12, 31))
    context = {
        "figures": found,
        "year": year,
        "before": year - 1 if year > FIRST_YEAR else None,
        "after": year + 1 if year < this_year else None,
        "fewest": FEWEST,
    }
    return render(request, "feedback/figures.html", context)


def invite_after(
    request: Request, *, unit: ServiceUnit, kind: str, subject_uid: UUID, most: int
) -> HttpResponse:
    """Make a link for a case, group or activity and show its code; asking again shows the same one.

    Called by the door of the room that has the subject and has fetched it for the actor: nobody invites answers about
    something that does not exist. ``most`` is how many were served, for as many may answer.
    """
    draft = InvitationDraft(
        unit=unit, subject_kind=kind, subject_uid=subject_uid,
        expires_on=clock.today() + timedelta(days=OPEN_DAYS), max_answers=min(most, MOST_ANSWERS),
    )  # fmt: skip
    made = actions.invite_voice(draft, actor=request.actor)
    return redirect("feedback:invitation", uid=made.uid)


@door(INVITE, model="voice_invitation", channel=Channel.PAGE)
@require_GET
def invitation(request: Request, uid: UUID) -> HttpResponse:
    """The QR code to hold out, or to print. How many answered is told from five on."""
    row = access.get_invitation_for_view(request.actor, uid)
    link = request.build_absolute_uri(reverse("feedback:voice", args=[row.token]))
    context = {
        "invitation": row,
        "link": link,
        "code": qr_svg(link, label=_("评价二维码")),
        "answers": row.answers if row.answers >= FEWEST else None,
        "is_over": row.expires_on < clock.today(),
    }
    return render(request, "feedback/invitation.html", context)


@door(REGISTER, model="complaint_poster", channel=Channel.PAGE)
@require_GET
def poster(request: Request, uid: UUID) -> HttpResponse:
    """A sheet for the station's wall: how to complain, with the QR code of its form."""
    unit = get_unit_for_edit(request.actor, uid, REGISTER)
    link = request.build_absolute_uri(reverse("feedback:complain", args=[unit.number]))
    context = {"unit": unit, "link": link, "code": qr_svg(link, label=_("投诉和建议二维码"))}
    return render(request, "feedback/poster.html", context)
