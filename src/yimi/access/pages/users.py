"""Accounts, for the administrators."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from yimi.access.access import GRANT, MANAGE, VIEW, get_user_for_edit, get_user_for_view
from yimi.access.actions import (
    NewUser,
    create_user,
    deactivate_user,
    may_set_password,
    set_password,
)
from yimi.access.forms import NewUserForm, ReasonForm, UserFilterForm
from yimi.access.models import User
from yimi.access.pages.picking import own_region, place_picker
from yimi.access.queries.users import UserFilter, grants_of, page_of_users
from yimi.core.doors import Channel, door
from yimi.core.requests import Request


@door(VIEW, model="user", channel=Channel.LIST)
def list_users(request: Request) -> HttpResponse:
    """The accounts that this administrator looks after."""
    form = UserFilterForm(request.GET)
    form.is_valid()
    page = page_of_users(
        request.actor,
        UserFilter(**{name: form.cleaned_data.get(name, "") for name in form.fields}),
        after=request.GET.get("after", ""),
        before=request.GET.get("before", ""),
    )
    context = {"form": form, "page": page, "may_manage": request.actor.may(MANAGE)}
    return render(request, "access/users.html", context)


@door(MANAGE, model="user", channel=Channel.WRITE)
@never_cache
def new_user(request: Request) -> HttpResponse:
    """Make an account; its one-time password is shown once, on the next page."""
    home = own_region(request.actor, MANAGE)
    form = NewUserForm(request.POST or None, initial={"region_code": home})
    if request.method == "POST":
        made = form.carry_out(lambda values: create_user(NewUser(**values), actor=request.actor))
        if made is not None:
            return _show(request, made[0], password=made[1])
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    context = {"form": form} | place_picker(form, at=form.opened or home)
    return render(request, "access/new_user.html", context, status=status)


@door(VIEW, model="user", channel=Channel.PAGE)
def show_user(request: Request, uid: UUID) -> HttpResponse:
    """One account: its roles, now and before."""
    return _show(request, get_user_for_view(request.actor, uid))


@door(MANAGE, model="user", channel=Channel.WRITE)
@require_POST
@never_cache
def reset_password(request: Request, uid: UUID) -> HttpResponse:
    """Give the account a one-time password and show it, this once."""
    user = get_user_for_edit(request.actor, uid)
    return _show(request, user, password=set_password(user, actor=request.actor))


@door(MANAGE, model="user", channel=Channel.WRITE)
@require_POST
def deactivate(request: Request, uid: UUID) -> HttpResponse:
    """Close the account, with a reason."""
    user = get_user_for_edit(request.actor, uid)
    form = ReasonForm(request.POST)
    done = form.carry_out(
        lambda values: deactivate_user(user, actor=request.actor, reason=values["reason"])
    )
    if done is None:
        return _show(request, user, closing=form)
    messages.success(request, _("账号已停用，岗位和密钥同时失效。"))
    return redirect("access:user", uid=user.uid)


def _show(request: Request, user: User, *, password: str = "", closing: Any = None) -> HttpResponse:
    may = request.actor.may_at
    context = {
        "user": user,
        "grants": grants_of(user),
        "password": password,
        "closing": closing or ReasonForm(),
        "may_reset": may_set_password(user, actor=request.actor),
        "may_manage": may(MANAGE, region_code=user.region_code) and user.is_active,
        "may_grant": may(GRANT, region_code=user.region_code) and user.uid != request.actor.uid,
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if closing else HTTPStatus.OK
    return render(request, "access/user.html", context, status=status)
