"""The public doors: a station's complaint form, the state of a complaint by its code, the two questions."""

from __future__ import annotations

import secrets
from http import HTTPStatus
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from yimi.core import clock
from yimi.core.doors import public_door
from yimi.core.errors import Conflict, NotFound
from yimi.core.ids import new_uid
from yimi.core.requests import Request
from yimi.feedback import access, actions, limits
from yimi.feedback.drafts import ComplaintDraft
from yimi.feedback.errors import TooManyAtOnce, VoiceOver
from yimi.feedback.forms import CodeForm, ComplaintForm, ReopenForm, VoiceForm
from yimi.feedback.models import Complaint, VoiceInvitation
from yimi.feedback.queries.complaints import answers_of
from yimi.feedback.queries.contents import standing_of
from yimi.feedback.rules import open_steps
from yimi.stations.access import get_public_unit

#: Within an hour: from one address, for one station, codes tried from one address. Answers need no such limit, and
#: nobody's address: an invitation has its own number of answers.
COMPLAINTS_EACH, COMPLAINTS_UNIT, CODES_EACH = 10, 60, 30
COOKIE_SECONDS = 86_400 * 90


@public_door(
    model="complaint", reason="whoever is served may complain, without an account or a name"
)
@never_cache
@require_http_methods(["GET", "POST"])
def complain(request: Request, number: str) -> HttpResponse:
    """A station's complaint form. The answer to the POST holds the receipt code: it stands in no address."""
    unit = get_public_unit(number)
    form = ComplaintForm(request.POST or None, initial={"uid": new_uid()})
    context: dict[str, Any] = {"unit": unit, "form": form}
    if request.method == "POST" and form.is_valid():
        try:
            limits.take_turn("complain", limits.address_of(request), limit=COMPLAINTS_EACH)
            limits.take_turn("complain-unit", str(unit.pk), limit=COMPLAINTS_UNIT)
        except TooManyAtOnce as error:
            return render(request, "feedback/complain.html", context | {"told": error}, status=429)
        filed = form.carry_out(
            lambda values: actions.receive_public_complaint(ComplaintDraft(unit=unit, **values))
        )
        if filed is not None:
            return render(request, "feedback/complained.html", context | {"filed": filed})
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    return render(request, "feedback/complain.html", context, status=status)


@public_door(
    model="complaint", reason="whoever holds the receipt code reads the answer to their complaint"
)
@never_cache
@require_http_methods(["GET", "POST"])
def status(request: Request) -> HttpResponse:
    """The state of a complaint, and saying once that the answer is not enough. The code travels in the body, never in an address."""
    form = CodeForm(request.POST or None)
    if request.method == "GET" or not form.is_valid():
        code = HTTPStatus.OK if request.method == "GET" else HTTPStatus.UNPROCESSABLE_ENTITY
        return render(request, "feedback/status.html", {"form": form}, status=code)
    try:
        limits.take_turn("code", limits.address_of(request), limit=CODES_EACH)
        found = access.get_complaint_by_code(form.cleaned_data["code"])
    except TooManyAtOnce as error:
        return render(request, "feedback/status.html", {"form": form, "told": error}, status=429)
    except NotFound:
        form.add_error("code", _("没有这个查询码，请对照抄下来的再核对一遍。"))
        return render(request, "feedback/status.html", {"form": form}, status=422)
    return _state(request, found, form.cleaned_data["code"])


def _state(request: Request, found: Complaint, code: str) -> HttpResponse:
    again = ReopenForm(
        request.POST if "text" in request.POST else None, initial={"row_version": found.row_version}
    )
    told: Any = ""
    if again.is_bound:
        try:
            again.carry_out(
                lambda values: actions.reopen_by_receipt(
                    found, text=values["text"], row_version=again.expected
                )
            )
        except Conflict as error:
            told = error
            found = access.get_complaint_by_code(code)
    context = {
        "complaint": found,
        "code": code,
        "lines": answers_of(found),
        "form": again,
        "may_reopen": "reopen" in open_steps(standing_of(found)),
        "told": told,
    }
    wrong = HTTPStatus.UNPROCESSABLE_ENTITY if again.errors else HTTPStatus.OK
    return render(
        request, "feedback/state.html", context, status=HTTPStatus.CONFLICT if told else wrong
    )


@public_door(
    model="voice_invitation",
    reason="whoever was served may say how it was, without an account or a name",
)
@never_cache
@require_http_methods(["GET", "POST"])
def voice(request: Request, token: str) -> HttpResponse:
    """Two questions. Nothing about who answers is looked at; a cookie on the device says only that it has answered."""
    invitation = access.get_invitation_by_token(token)
    cookie = f"said-{invitation.pk.hex[-12:]}"
    context: dict[str, Any] = {"invitation": invitation}
    if request.method == "GET" and cookie in request.COOKIES:
        return render(request, "feedback/thanks.html", context)
    if _is_over(invitation, is_answer=request.method == "POST"):
        return _over(request, context)
    form = VoiceForm(request.POST or None, initial={"nonce": secrets.token_urlsafe(16)})
    context["form"] = form
    if not form.is_valid():
        code = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
        return render(request, "feedback/voice.html", context, status=code)
    said = form.cleaned_data
    try:
        actions.answer_voice(
            invitation, rating=int(said["rating"]), helped=said["helped"], nonce=said["nonce"]
        )
    except VoiceOver:
        return _over(request, context)
    answer = render(request, "feedback/thanks.html", context)
    answer.set_cookie(
        cookie,
        "1",
        max_age=COOKIE_SECONDS,
        httponly=True,
        samesite="Lax",
        secure=request.is_secure(),
    )
    return answer


def _over(request: Request, context: dict[str, Any]) -> HttpResponse:
    told = {"told": VoiceOver()}
    return render(request, "feedback/over.html", context | told, status=HTTPStatus.GONE)


def _is_over(invitation: VoiceInvitation, *, is_answer: bool) -> bool:
    """Expired, or full. A form that is sent is looked at even then: it may be the one that took the last place, sent twice."""
    is_full = invitation.answers >= invitation.max_answers
    return invitation.expires_on < clock.today() or (is_full and not is_answer)
