"""Signing in and out, the language, and the page for a form that lay open too long."""

from __future__ import annotations

from http import HTTPStatus

from django.conf import settings
from django.contrib.auth import authenticate, login, logout
from django.http import HttpResponse
from django.shortcuts import redirect, render, resolve_url
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from yimi.access.actions import choose_language, note_sign_in, note_sign_in_failed, note_sign_out
from yimi.access.forms import SignInForm
from yimi.access.lockout import failures_left
from yimi.access.middleware import SIGNED_IN_AT, safe_next
from yimi.access.models import User
from yimi.core import clock
from yimi.core.doors import public_door
from yimi.core.requests import Request

YEAR_SECONDS = 365 * 86_400


@public_door(model="session", reason="nobody can be signed in before signing in")
@sensitive_post_parameters("password")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def sign_in(request: Request) -> HttpResponse:
    """Ask for name and password; the same answer, after the same work, for a wrong name and a wrong password."""
    target = request.POST.get("next") or request.GET.get("next", "")
    if request.user.is_authenticated:
        return redirect(safe_next(request, target) or settings.LOGIN_REDIRECT_URL)
    form = SignInForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        user = _authenticated(request, form)
        if user is not None:
            return _begin_session(request, user, target)
    context = {"form": form, "next": target, "ended": "ended" in request.GET}
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    return render(request, "access/sign_in.html", context, status=status)


def _authenticated(request: Request, form: SignInForm) -> User | None:
    """The user, or None with the form saying that it was wrong and how often one may still try."""
    username = form.cleaned_data["username"]
    before = failures_left(request, username)
    user = authenticate(request, username=username, password=form.cleaned_data["password"])
    if isinstance(user, User):
        return user
    left = failures_left(request, username)
    if before:  # a name already locked is in the trail already
        note_sign_in_failed(username, failures_left=left)
    form.add_error(None, _wrong(left))
    return None


def _wrong(left: int) -> str:
    text = ngettext(
        "账号或密码不对。还可以试 %(left)s 次，之后锁定 %(minutes)s 分钟。",
        "账号或密码不对。还可以试 %(left)s 次，之后锁定 %(minutes)s 分钟。",
        left,
    )
    return text % {"left": left, "minutes": round(settings.AXES_COOLOFF_TIME * 60)}


def _begin_session(request: Request, user: User, target: str) -> HttpResponse:
    """A fresh session with a fresh key, so that nobody can have planted it; then on to where the person was going."""
    request.session.flush()
    login(request, user)
    request.session[SIGNED_IN_AT] = int(clock.now().timestamp())
    note_sign_in(user)
    response = redirect(safe_next(request, target) or settings.LOGIN_REDIRECT_URL)
    if user.language:
        _set_language(response, user.language)
    return response


@public_door(model="session", reason="whoever is signed out already only sees the sign-in page")
@require_POST
def sign_out(request: Request) -> HttpResponse:
    """End this session."""
    if request.user.is_authenticated:
        note_sign_out(request.actor)
        logout(request)
    return redirect("access:sign_in")


@public_door(model="language", reason="the sign-in page too must be readable")
@require_POST
def switch_language(request: Request) -> HttpResponse:
    """Switch the language of the pages, on this device and (signed in) for this person."""
    language = request.POST.get("language", "")
    target = safe_next(request, request.POST.get("next", "")) or resolve_url(settings.LOGIN_URL)
    response = redirect(target)
    if language in dict(settings.LANGUAGES):
        _set_language(response, language)
        if isinstance(request.user, User):
            choose_language(request.user, language)
    return response


def _set_language(response: HttpResponse, language: str) -> None:
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        language,
        max_age=YEAR_SECONDS,
        secure=settings.HTTPS,
        httponly=True,
        samesite="Lax",
    )


def csrf_failed(request: Request, reason: str = "") -> HttpResponse:
    """A form came without its token: mostly a page opened before signing in again, or a second click on 登录."""
    if request.user.is_authenticated and request.path == resolve_url(settings.LOGIN_URL):
        return redirect(
            safe_next(request, request.POST.get("next", "")) or settings.LOGIN_REDIRECT_URL
        )
    back = safe_next(request, request.headers.get("Referer", "")) or "/"
    context = {"back": back, "title": _("这一页放得太久了")}
    return render(request, "access/csrf_failed.html", context, status=HTTPStatus.FORBIDDEN)
