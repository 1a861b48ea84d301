"""Members: found among the residents, screened, leaving before the end."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from yimi.core import clock
from yimi.core.doors import Channel, door
from yimi.core.errors import DomainError, Invalid
from yimi.core.requests import Request
from yimi.groups import access
from yimi.groups.actions import add_members, end_membership, screen_member
from yimi.groups.forms import LeaveForm, ScreenForm, today_initial
from yimi.groups.models import SocialGroup
from yimi.groups.pages.frame import one_form
from yimi.groups.permissions import EDIT
from yimi.people.access import visible_residents
from yimi.people.queries import search_people
from yimi.people.queries.picking import LONGEST

MOST_AT_ONCE = 50


@door(EDIT, model="group_member", channel=Channel.WRITE)
@require_http_methods(["GET", "POST"])
def add(request: Request, uid: UUID) -> HttpResponse:
    """Find residents, tick them, add them. The search stays on the page until everybody is found.

    Everything travels by POST, so that no name stands in an address.
    """
    found = access.get_group_for_edit(request.actor, uid)
    chosen = _uids(request.POST.getlist("residents"))
    form = ScreenForm(request.POST if "add" in request.POST else None, initial=today_initial())
    error = ""
    if "add" in request.POST:
        done, error = _add(request, found, form, chosen)
        if done:
            return redirect("groups:group", uid=uid)
    text = request.POST.get("q", "")[:LONGEST]
    hits = search_people(request.actor, text).hits if text.strip() else []
    context = {
        "group": found,
        "form": form,
        "text": text,
        "hits": [hit for hit in hits if hit.resident_uid and hit.resident_uid not in chosen],
        "chosen": visible_residents(request.actor).filter(pk__in=chosen) if chosen else [],
        "there": set(found.members.current().values_list("resident", flat=True)),
        "error": error,
    }
    return render(request, "groups/add_members.html", context, status=422 if error else 200)


def _add(
    request: Request, group: SocialGroup, form: ScreenForm, chosen: list[UUID]
) -> tuple[bool, Any]:
    """Whether they were added, and if not, why."""
    if not chosen:
        return False, _("请先查找并勾选要加入的人。")
    if not form.is_valid():
        return False, _("请看下面标红的地方。")
    data = form.cleaned_data
    try:
        made = add_members(
            group,
            chosen,
            actor=request.actor,
            on=data["on"],
            screening=data["screening"],
            reason=data["screening_reason"],
        )
    except Invalid as refused:
        for name, texts in refused.fields.items():
            form.add_error(name if name in form.fields else None, texts)
        return False, _("请看下面标红的地方。")
    except DomainError as refused:
        if refused.status != 422:
            raise
        return False, str(refused)
    messages.success(request, _("已加入 %(n)d 人。") % {"n": len(made)})
    return True, ""


def _uids(texts: list[str]) -> list[UUID]:
    """The ticked residents; what is no uid is dropped, strangers' are refused by the action."""
    uids = []
    for text in texts[:MOST_AT_ONCE]:
        try:
            uids.append(UUID(text))
        except ValueError:
            continue
    return list(dict.fromkeys(uids))


@door(EDIT, model="group_member", channel=Channel.WRITE)
@require_http_methods(["GET", "POST"])
def screen(request: Request, uid: UUID) -> HttpResponse:
    """Decide about somebody on the list: taken, waiting, not."""
    member = access.get_member_for_edit(request.actor, uid)
    initial = today_initial() | {"screening": member.screening}
    if member.joined_on:
        initial["on"] = member.joined_on
    form = ScreenForm(request.POST or None, initial=initial)
    if request.method == "POST":
        done = form.carry_out(
            lambda data: screen_member(
                member,
                actor=request.actor,
                screening=data["screening"],
                on=data["on"],
                reason=data["screening_reason"],
                note_text=data["note_text"],
            )
        )
        if done is not None:
            messages.success(request, _("已保存，以前的筛选结果留着可查。"))
            return redirect("groups:group", uid=member.group_id)
    title = _("%(name)s：筛选") % {"name": member.resident.name}
    back = reverse("groups:group", args=[member.group_id])
    return one_form(request, form, title=title, back=back, save=_("保存"))


@door(EDIT, model="group_member", channel=Channel.WRITE)
@require_http_methods(["GET", "POST"])
def leave(request: Request, uid: UUID) -> HttpResponse:
    """A member's last day."""
    member = access.get_member_for_edit(request.actor, uid)
    form = LeaveForm(request.POST or None, initial={"left_on": clock.today()})
    if request.method == "POST":
        done = form.carry_out(
            lambda data: end_membership(
                member,
                actor=request.actor,
                left_on=data["left_on"],
                reason=data["leave_reason"],
                note_text=data["note_text"],
            )
        )
        if done is not None:
            messages.success(request, _("已登记离组。"))
            return redirect("groups:group", uid=member.group_id)
    title = _("%(name)s 离开小组") % {"name": member.resident.name}
    back = reverse("groups:group", args=[member.group_id])
    return one_form(request, form, title=title, back=back, save=_("登记离组"))
