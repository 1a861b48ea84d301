"""The public doors: a station's complaint form, the state of a complaint by its code, the two questions."""

from __future__ import annotations

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

#: Within an hour: from one address, for one station, codes tried from one address.
COMPLAINTS_EACH, COMPLAINTS_UNIT, CODES_EACH = 10, 60, 30
#: Answers to one invitation from one address within an hour: a hall behind one connection may answer, nobody alone can
#: fill it up. Never more in all than were served.
FEWEST_ANSWERS_EACH, ANSWERS_SHARE = 20, 4
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
    """Two questions. Nothing about who answers is looked at; the device keeps its form, and that it has answered."""
    invitation = access.get_invitation_by_token(token)
    if request.method == "GET" and _said(invitation) in request.COOKIES:
        return render(request, "feedback/thanks.html", {"invitation": invitation})
    if _is_over(invitation, is_answer=request.method == "POST"):
        return _over(request, invitation)
    if request.method == "GET":
        return _questions(request, invitation)
    form = VoiceForm(request.POST)
    try:
        done = form.carry_out(lambda said: _answer(request, invitation, said))
    except VoiceOver:
        return _over(request, invitation)
    if done is None:
        return _questions(request, invitation, form)
    answer = render(request, "feedback/thanks.html", {"invitation": invitation})
    _remember(request, answer, _said(invitation), "1")
    return answer


def _answer(request: Request, invitation: VoiceInvitation, said: dict[str, Any]) -> bool:
    """Count it, within what one address may send in an hour. Outside the action: a refused one is counted too."""
    most = max(FEWEST_ANSWERS_EACH, invitation.max_answers // ANSWERS_SHARE)
    if invitation.max_answers > FEWEST_ANSWERS_EACH:
        limits.take_turn(f"voice-{invitation.pk}", limits.address_of(request), limit=most)
    actions.answer_voice(
        invitation, rating=int(said["rating"]), helped=said["helped"], nonce=said["nonce"]
    )
    return True


def _questions(
    request: Request, invitation: VoiceInvitation, form: VoiceForm | None = None
) -> HttpResponse:
    """The page with the device's own form: two pages on one device are one form, and count once."""
    ours = request.COOKIES.get(_form_cookie(invitation), "")
    if not actions.is_our_form(invitation, ours):
        ours = actions.voice_form(invitation)
    if form is None:
        form = VoiceForm(initial={"nonce": ours})
    else:
        form.put("nonce", ours)
    code = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    context = {"invitation": invitation, "form": form}
    page = render(request, "feedback/voice.html", context, status=code)
    _remember(request, page, _form_cookie(invitation), ours)
    return page


def _said(invitation: VoiceInvitation) -> str:
    return f"said-{invitation.pk.hex[-12:]}"


def _form_cookie(invitation: VoiceInvitation) -> str:
    return f"form-{invitation.pk.hex[-12:]}"


def _remember(request: Request, page: HttpResponse, name: str, value: str) -> None:
    """On this page's address only."""
    page.set_cookie(
        name, value, max_age=COOKIE_SECONDS, path=request.path, httponly=True, samesite="Lax",
        secure=request.is_secure(),
    )  # fmt: skip


def _over(request: Request, invitation: VoiceInvitation) -> HttpResponse:
    context = {"invitation": invitation, "told": VoiceOver()}
    return render(request, "feedback/over.html", context, status=HTTPStatus.GONE)


def _is_over(invitation: VoiceInvitation, *, is_answer: bool) -> bool:
    """Expired, or full. A form that is sent is looked at even then: it may be the one that took the last place, sent twice."""
    is_full = invitation.answers >= invitation.max_answers
    return invitation.expires_on < clock.today() or (is_full and not is_answer)
