"""The page behind the QR code: signing in on one's own phone, without an account, light enough for a weak line."""

from __future__ import annotations

import secrets

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from yimi.activities.access import get_public_sheet
from yimi.activities.actions import sign_in
from yimi.activities.errors import SignedInAlready
from yimi.activities.forms import SignInForm
from yimi.activities.models import SignInSheet
from yimi.activities.queries.sheet import has_signed_in
from yimi.core.doors import public_door
from yimi.core.errors import DomainError
from yimi.core.requests import Request
from yimi.feedback.limits import address_of, take_turn

#: Lives for a day, on this sheet's address only, and says nothing but that it is the same phone.
COOKIE, COOKIE_AGE = "yimi_sign_in", 24 * 3600
#: A whole venue, or a mobile network's gateway, may share one address; more in an hour is no crowd.
MOST_PER_ADDRESS = 1_500
REASON = "whoever comes to an activity signs in on their own phone, without an account"


@public_door(model="sign_in_sheet", reason=REASON)
@never_cache
@require_http_methods(["GET", "POST"])
def sign_in_page(request: Request, token: str) -> HttpResponse:
    """Three taps: age band, first time or not, save. Shut, signed in already and too many are said in plain words."""
    sheet = get_public_sheet(token)
    device = request.COOKIES.get(COOKIE, "")[:64]
    if request.method == "POST" and device and sheet.is_open:
        return _signed(request, sheet, device)
    is_done = bool(device) and has_signed_in(sheet, device)
    response = _page(
        request,
        sheet,
        SignInForm(),
        is_done=is_done,
        no_cookie=request.method == "POST" and not device,
    )
    if not device:
        response.set_cookie(
            COOKIE, secrets.token_urlsafe(16), max_age=COOKIE_AGE, path=request.path, httponly=True,
            secure=request.is_secure(), samesite="Lax",
        )  # fmt: skip
    return response


def _signed(request: Request, sheet: SignInSheet, device: str) -> HttpResponse:
    form = SignInForm(request.POST)
    status = 422
    if form.is_valid():
        data = form.cleaned_data
        try:
            take_turn("activity_sign_in", address_of(request), limit=MOST_PER_ADDRESS)
            sign_in(
                sheet,
                device=device,
                band=data["band"],
                is_first=data["visit"] == "first",
                nickname=data["nickname"],
            )
        except SignedInAlready:
            return redirect(reverse("activities:sign_in", args=[sheet.token]))
        except DomainError as error:
            form.add_error(None, str(error))
            status = error.status
        else:
            return redirect(reverse("activities:sign_in", args=[sheet.token]))
    return _page(request, sheet, form, status=status)


def _page(
    request: Request,
    sheet: SignInSheet,
    form: SignInForm,
    *,
    is_done: bool = False,
    no_cookie: bool = False,
    status: int = 200,
) -> HttpResponse:
    context = {
        "sheet": sheet,
        "activity": sheet.activity,
        "unit": sheet.activity.unit,
        "form": form,
        "is_done": is_done,
        "no_cookie": no_cookie,
    }
    return render(request, "activities/sign_in.html", context, status=status)
