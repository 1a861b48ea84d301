"""Giving a role and taking it away, for the security administrator."""

from __future__ import annotations

from http import HTTPStatus
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from yimi.access.access import GRANT, get_grant_for_edit, get_user_for_edit
from yimi.access.actions import NewGrant, grant_role, revoke_role
from yimi.access.forms import GrantForm, ReasonForm
from yimi.access.labels import ROLE_LABELS
from yimi.access.pages.picking import own_region, place_picker
from yimi.access.queries.places import place_names
from yimi.access.queries.users import grantable_units
from yimi.core.doors import Channel, door
from yimi.core.requests import Request


@door(GRANT, model="role_grant", channel=Channel.WRITE)
def new_grant(request: Request, uid: UUID) -> HttpResponse:
    """Give this account a role at a place."""
    user = get_user_for_edit(request.actor, uid, GRANT)
    form = GrantForm(request.POST or None, units=grantable_units(request.actor))
    if request.method == "POST":
        grant = form.carry_out(
            lambda values: grant_role(
                NewGrant(
                    user=user,
                    role=values["role"],
                    place_kind=values["place_kind"],
                    place_key=form.place_key,
                    starts_on=values["starts_on"],
                    ends_on=values["ends_on"],
                ),
                actor=request.actor,
            )
        )
        if grant is not None:
            text = _("已授予“%(role)s”。%(name)s下一次点击起就能使用。")
            values = {"role": ROLE_LABELS[grant.role], "name": user.name}
            messages.success(request, text % values)
            return redirect("access:user", uid=user.uid)
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    picker = place_picker(form, at=form.opened or own_region(request.actor, GRANT))
    context = {"form": form, "user": user} | picker
    return render(request, "access/new_grant.html", context, status=status)


@door(GRANT, model="role_grant", channel=Channel.WRITE)
def revoke(request: Request, uid: UUID, grant_uid: UUID) -> HttpResponse:
    """Take a role away, with a reason: the first visit asks, the second does it."""
    grant = get_grant_for_edit(request.actor, uid, grant_uid)
    form = ReasonForm(request.POST or None)
    if request.method == "POST":
        done = form.carry_out(
            lambda values: revoke_role(grant, actor=request.actor, reason=values["reason"])
        )
        if done is not None:
            messages.success(
                request, _("已收回“%(role)s”，立即生效。") % {"role": ROLE_LABELS[grant.role]}
            )
            return redirect("access:user", uid=uid)
    key = (grant.place_kind, grant.place_key)
    context = {
        "form": form,
        "user": grant.user,
        "grant": grant,
        "role": ROLE_LABELS[grant.role],
        "place": place_names([key])[key],
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    return render(request, "access/revoke_grant.html", context, status=status)
