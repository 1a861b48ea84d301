"""What every request passes: the language, the session's two ends, the Actor, the forced change of password."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, resolve_url
from django.urls import reverse
from django.utils import translation
from django.utils.cache import patch_vary_headers
from django.utils.functional import SimpleLazyObject
from django.utils.http import url_has_allowed_host_and_scheme
from django_htmx.http import HttpResponseClientRedirect

from yimi.access.queries import ANONYMOUS, build_actor
from yimi.core import clock
from yimi.core.actor import Actor

GetResponse = Callable[[HttpRequest], HttpResponseBase]

#: In the session: seconds since the epoch of the sign-in and of the last click that was noted.
SIGNED_IN_AT = "signed_in_at"
SEEN_AT = "seen_at"
#: A click keeps the session alive, but writes at most this often.
NOTE_EVERY_SECONDS = 60
#: What somebody who must first change their password may still open.
BEFORE_NEW_PASSWORD = frozenset({"access:password", "access:sign_out", "access:language"})


class LanguageMiddleware:
    """The cookie that the language switch (or the sign-in) sets, else the browser's wish, else Chinese."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        before = translation.get_language()
        language = translation.get_language_from_request(request)
        translation.activate(language)
        request.LANGUAGE_CODE = language
        try:
            response = self.get_response(request)
        finally:
            translation.activate(before or settings.LANGUAGE_CODE)
        if response.streaming:
            # An export is written after we are gone, in this same thread, and in this language.
            translation.activate(language)
        patch_vary_headers(response, ("Accept-Language",))
        response.headers.setdefault("Content-Language", language)
        return response


class ActorMiddleware:
    """Ends sessions that are over, gives the request its ``actor`` and sends whoever must to a new password."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        came_with_session = settings.SESSION_COOKIE_NAME in request.COOKIES
        if came_with_session and request.user.is_authenticated:
            keep_or_end_session(request)
        ended = came_with_session and not request.user.is_authenticated
        # Lazy: static pages and API calls with a token never pay for a look into the session.
        request.actor = SimpleLazyObject(lambda: actor_of(request))  # type: ignore[attr-defined]
        response = self.get_response(request)
        if ended:
            response = _say_it_ended(request, response)
        if came_with_session and not ended:
            # A shared PC: after signing out, "back" must not show the last household.
            response.headers.setdefault("Cache-Control", "private, no-store")
        return response

    def process_view(
        self, request: HttpRequest, view: Any, args: Any, kwargs: Any
    ) -> HttpResponseBase | None:
        """Send to the password page whoever carries a one-time password; public pages stay open."""
        match = request.resolver_match
        if (
            not request.user.is_authenticated
            or not request.user.must_change_password
            or not getattr(view, "login_required", True)
            or (match is not None and match.view_name in BEFORE_NEW_PASSWORD)
        ):
            return None
        return go_to(request, reverse("access:password"))


def actor_of(request: HttpRequest) -> Actor:
    """The Actor of the signed-in user, else :data:`ANONYMOUS`; one query for a user."""
    return build_actor(request.user) if request.user.is_authenticated else ANONYMOUS


def keep_or_end_session(request: HttpRequest) -> None:
    """End the session after ``SESSION_ABSOLUTE_SECONDS``; before that, note the click so that idling starts anew.

    The idle end itself is the session row's expiry (``SESSION_COOKIE_AGE`` after the last note).
    """
    now = int(clock.now().timestamp())
    session = request.session
    if now - session.setdefault(SIGNED_IN_AT, now) >= settings.SESSION_ABSOLUTE_SECONDS:
        logout(request)
    elif now - session.get(SEEN_AT, 0) >= NOTE_EVERY_SECONDS:
        session[SEEN_AT] = now


def session_ends_at(request: HttpRequest) -> int:
    """When this session ends whatever happens, in seconds since the epoch."""
    started: int = request.session.get(SIGNED_IN_AT, int(clock.now().timestamp()))
    return started + int(settings.SESSION_ABSOLUTE_SECONDS)


def go_to(request: HttpRequest, url: str) -> HttpResponse:
    """A redirect of the whole page, for a fragment request too (which would swap the other page into itself)."""
    return HttpResponseClientRedirect(url) if is_fragment(request) else redirect(url)


def is_fragment(request: HttpRequest) -> bool:
    """Whether htmx asks for a part of a page."""
    return request.headers.get("HX-Request") == "true"


def safe_next(request: HttpRequest, url: str) -> str:
    """``url`` when it leads back into Yimi, else the empty string: a sign-in link must not send people elsewhere."""
    inside = url_has_allowed_host_and_scheme(
        url, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return url if inside else ""


def _say_it_ended(request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
    """Where the request is being sent to sign in, say there that a session ended, and come back afterwards."""
    sign_in = resolve_url(settings.LOGIN_URL)
    target = response.headers.get("Location", "") or response.headers.get("HX-Redirect", "")
    if not target.startswith(sign_in):
        return response
    if request.method == "GET" and not is_fragment(request):
        back = request.get_full_path()
    else:
        # A form or a fragment has no page of its own: back to the page it stood on.
        back = safe_next(request, request.headers.get("Referer", ""))
    question = {"next": back, "ended": "1"} if back else {"ended": "1"}
    answer = go_to(request, f"{sign_in}?{urlencode(question)}")
    answer.cookies.update(response.cookies)
    return answer
