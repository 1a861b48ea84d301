"""What is one's own: password, roles, session, API tokens."""

from __future__ import annotations

from datetime import UTC, datetime
from http import HTTPStatus
from typing import Any, cast
from uuid import UUID

from django.contrib import messages
from django.contrib.auth import authenticate, update_session_auth_hash
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from yimi.access.access import get_token_for_edit, visible_tokens
from yimi.access.actions import change_own_password, make_token, revoke_token
from yimi.access.forms import PasswordForm, TokenForm
from yimi.access.lockout import release
from yimi.access.middleware import session_ends_at
from yimi.access.models import User
from yimi.access.queries.users import own_roles
from yimi.core.doors import Channel, door, own_door
from yimi.core.errors import Invalid
from yimi.core.requests import Request

OWN_TOKENS = "access.manage_own_tokens"


@own_door(model="user", channel=Channel.WRITE, reason="everybody changes their own password")
@sensitive_post_parameters("old", "new", "again")
@never_cache
def password(request: Request) -> HttpResponse:
    """Change one's own password; other devices are signed out, this one stays."""
    form = PasswordForm(request.POST or None)
    if request.method == "POST":
        user = form.carry_out(lambda values: _change_password(request, values))
        if user is not None:
            update_session_auth_hash(request, user)
            messages.success(request, _("密码已改好。其他设备上的登录已退出。"))
            return redirect("access:account")
    context = {"form": form, "is_forced": _me(request).must_change_password}
    return render(request, "access/password.html", context, status=_status(form))


def _change_password(request: Request, values: dict[str, Any]) -> User:
    """Wrong old passwords count like those at sign-in: a session left open does not let anybody try for ever."""
    me = _me(request)
    if authenticate(request, username=me.username, password=values["old"]) is None:
        raise Invalid.one("old", _("原密码不对，请再输一次。"))
    release(me.username)
    return change_own_password(me, old=values["old"], new=values["new"], actor=request.actor)


@own_door(model="user", channel=Channel.PAGE, reason="everybody sees their own roles and session")
def show(request: Request) -> HttpResponse:
    """My account."""
    return _account(request, TokenForm())


@door(OWN_TOKENS, model="api_token", channel=Channel.WRITE)
@require_POST
@never_cache
def add_token(request: Request) -> HttpResponse:
    """Make a token and show it, this once."""
    form = TokenForm(request.POST)
    made = form.carry_out(lambda values: make_token(_me(request), actor=request.actor, **values))
    return _account(request, TokenForm() if made else form, made=made)


@door(OWN_TOKENS, model="api_token", channel=Channel.WRITE)
@require_POST
def stop_token(request: Request, uid: UUID) -> HttpResponse:
    """Stop one of my tokens."""
    token = revoke_token(get_token_for_edit(request.actor, uid), actor=request.actor)
    messages.success(
        request, _("密钥“%(name)s”已停用，用它的程序从现在起进不来。") % {"name": token.name}
    )
    return redirect("access:account")


def _me(request: Request) -> User:
    """The signed-in user, as our own model and not the lazy wrapper."""
    return cast(User, request.user)


def _account(request: Request, form: TokenForm, *, made: Any = None) -> HttpResponse:
    may_tokens = request.actor.may(OWN_TOKENS)
    tokens = visible_tokens(request.actor).filter(revoked_at=None).order_by("-created_at")
    context = {
        "roles": own_roles(request.actor),
        "ends_at": datetime.fromtimestamp(session_ends_at(request), UTC),
        "may_tokens": may_tokens,
        "tokens": tokens if may_tokens else (),
        "form": form,
        "made_token": made[1] if made else "",
    }
    return render(request, "access/account.html", context, status=_status(form))


def _status(form: Any) -> HTTPStatus:
    return HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
