"""Members: adding, correcting, moving, merging; doubles offered while typing."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from yimi.core.doors import Channel, door
from yimi.core.errors import Invalid
from yimi.core.requests import Request
from yimi.people.access import (
    get_household_for_edit,
    get_resident_for_edit,
    visible_households,
)
from yimi.people.actions import (
    add_resident_once,
    change_head,
    correct_resident,
    leave_household,
    merge_residents,
    move_member,
    note_resident_viewed,
    set_id_number,
    unmerge_residents,
)
from yimi.people.drafts import ResidentDraft
from yimi.people.errors import MergeUndone, RowChanged
from yimi.people.forms import (
    HeadForm,
    IdForm,
    MemberForm,
    MergeForm,
    MoveMemberForm,
    NewMemberForm,
    birth_text,
)
from yimi.people.models import Household, Resident
from yimi.people.pages.returning import back_to
from yimi.people.permissions import EDIT_HOUSEHOLD, MERGE_RESIDENTS, SEARCH_PEOPLE
from yimi.people.queries import household_file, possible_duplicates
from yimi.people.queries.people import person_page, standing_merge
from yimi.people.rules.households import read_household_number
from yimi.people.rules.identity import read_birth


@door(EDIT_HOUSEHOLD, model="resident", channel=Channel.WRITE)
@require_http_methods(["GET", "POST"])
def new_member(request: Request, uid: UUID) -> HttpResponse:
    """A further member of a household; the first one is its head."""
    household = get_household_for_edit(request.actor, uid)
    file = household_file(request.actor, household)
    form = NewMemberForm(request.POST or None, has_head=file.head is not None)
    if request.method == "POST":
        added = form.carry_out(
            lambda _values: add_resident_once(
                ResidentDraft(household=household, **form.facts()), actor=request.actor
            )[0]
        )
        if added is not None:
            told = _("已登记 %(name)s。") % {"name": added.name}
            messages.success(request, told, extra_tags=f"draft:member-{uid}")
            return redirect("portal:household", uid=uid)
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    context = {"form": form, "household": household, "file": file}
    return render(request, "people/new_member.html", context, status=status)


@door(SEARCH_PEOPLE, model="resident", channel=Channel.SEARCH)
@require_POST
def duplicates(request: Request) -> HttpResponse:
    """Who is already on file and may be the person being typed; an empty answer when nobody is.

    A POST that writes nothing: what is typed (an ID number, a phone) must not stand in addresses and their logs.
    """
    birth = read_birth(request.POST.get("birth_on", ""))
    found = possible_duplicates(
        request.actor,
        name=request.POST.get("name", "")[:100],
        birth_on=birth.on if birth else None,
        id_number=request.POST.get("id_number", "")[:40],
    )
    return render(request, "people/_duplicates.html", {"candidates": found})


@door(EDIT_HOUSEHOLD, model="resident", channel=Channel.PAGE)
@require_http_methods(["GET", "POST"])
def member(request: Request, uid: UUID) -> HttpResponse:
    """One person: what is known, with everything that may be changed. A clash shows both versions."""
    resident = get_resident_for_edit(request.actor, uid)
    form = MemberForm(request.POST or None, initial=MemberForm.initial_of(resident))
    if request.method == "GET":
        note_resident_viewed(resident, actor=request.actor)
        return _page(request, resident, form=form)
    try:
        saved = form.carry_out(
            lambda _values: correct_resident(
                resident, actor=request.actor, row_version=form.expected, **form.changes()
            )
        )
    except RowChanged as clash:
        newer = _next_version(form, clash.current)
        return _page(request, clash.current, HTTPStatus.CONFLICT, form=newer, clash=clash.current)
    if saved is None:
        return _page(request, resident, HTTPStatus.UNPROCESSABLE_ENTITY, form=form)
    messages.success(request, _("已保存。"))
    return back_to(resident)


def _next_version(form: MemberForm, current: Resident) -> MemberForm:
    """What was typed, over the version that is now on file: saving again is a decision, not an accident."""
    typed = {name: form.data.get(name, "") for name in form.fields}
    return MemberForm(typed | {"row_version": str(current.row_version)})


@door(EDIT_HOUSEHOLD, model="resident", channel=Channel.WRITE)
@require_POST
def id_number(request: Request, uid: UUID) -> HttpResponse:
    """Store, replace or take away the ID number."""
    resident = get_resident_for_edit(request.actor, uid)
    form = IdForm(request.POST)
    saved = form.carry_out(
        lambda values: set_id_number(
            resident,
            actor=request.actor,
            row_version=form.expected,
            number=values["id_number"],
            id_kind=values["id_kind"],
        )
    )
    if saved is None:
        return _page(request, resident, HTTPStatus.UNPROCESSABLE_ENTITY, id_form=form)
    messages.success(request, _("证件号已保存，页面上只显示头尾。"))
    return back_to(resident)


@door(EDIT_HOUSEHOLD, model="resident", channel=Channel.WRITE)
@require_POST
def move(request: Request, uid: UUID) -> HttpResponse:
    """To another household of the actor's places, or out of this one."""
    resident = get_resident_for_edit(request.actor, uid)
    form = MoveMemberForm(request.POST)
    moved = form.carry_out(lambda values: _move(request, resident, values))
    if moved is None:
        return _page(request, resident, HTTPStatus.UNPROCESSABLE_ENTITY, move_form=form)
    messages.success(request, _("已办理。原来的户里还能看到从哪天到哪天。"))
    return back_to(resident)


def _move(request: Request, resident: Resident, values: dict[str, Any]) -> bool:
    if not values["number"]:
        leave_household(resident, actor=request.actor, on=values["on"])
        return True
    number = read_household_number(values["number"]) or ""
    homes = visible_households(request.actor, EDIT_HOUSEHOLD)
    home = homes.filter(number=number, closed_on=None).first()
    if home is None:
        raise Invalid.one("number", _("没有找到这个户档号，请核对。"))
    move_member(
        resident, actor=request.actor, to=home, relation=values["relation"], on=values["on"]
    )
    return True


@door(EDIT_HOUSEHOLD, model="household", channel=Channel.WRITE)
@require_http_methods(["GET", "POST"])
def new_head(request: Request, uid: UUID) -> HttpResponse:
    """Another member becomes head; the others' relations are said anew."""
    household = get_household_for_edit(request.actor, uid)
    file = household_file(request.actor, household)
    form = HeadForm(request.POST or None, members=file.members)
    if request.method == "POST":
        done = form.carry_out(lambda values: _change_head(request, household, values))
        if done is not None:
            messages.success(request, _("户主已更换。"))
            return redirect("portal:household", uid=uid)
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    context = {"form": form, "household": household, "file": file}
    return render(request, "people/new_head.html", context, status=status)


def _change_head(request: Request, household: Household, values: dict[str, Any]) -> bool:
    head = get_resident_for_edit(request.actor, UUID(values["head"]))
    relations = {
        UUID(name.removeprefix("relation_")): code
        for name, code in values.items()
        if name.startswith("relation_")
    }
    change_head(household, actor=request.actor, head=head, relations=relations, on=values["on"])
    return True


@door(MERGE_RESIDENTS, model="resident", channel=Channel.WRITE)
@require_POST
def merge(request: Request, uid: UUID) -> HttpResponse:
    """Read this file as another one."""
    duplicate = get_resident_for_edit(request.actor, uid)
    form = MergeForm(request.POST)
    link = form.carry_out(
        lambda values: merge_residents(
            duplicate,
            get_resident_for_edit(request.actor, values["kept"]),
            actor=request.actor,
            reason=values["reason"],
        )
    )
    if link is None:
        return _page(request, duplicate, HTTPStatus.UNPROCESSABLE_ENTITY, merge_form=form)
    messages.success(request, _("已合并。两份档案的内容都在，随时可以撤销合并。"))
    return redirect("people:member", uid=link.kept_id)


@door(MERGE_RESIDENTS, model="resident", channel=Channel.WRITE)
@require_POST
def unmerge(request: Request, uid: UUID) -> HttpResponse:
    """Two again."""
    duplicate = get_resident_for_edit(request.actor, uid)
    link = standing_merge(duplicate)
    if link is None:
        raise MergeUndone()
    unmerge_residents(link, actor=request.actor, reason=request.POST.get("reason", ""))
    messages.success(request, _("合并已撤销，两份档案各归各的。"))
    return redirect("people:member", uid=uid)


def _page(
    request: Request, resident: Resident, status: int = HTTPStatus.OK, **forms: Any
) -> HttpResponse:
    """The person's page, with whichever form was refused as it was typed."""
    version = {"row_version": resident.row_version}
    context = {
        "resident": resident,
        "form": MemberForm(initial=MemberForm.initial_of(resident)),
        "id_form": IdForm(initial=version | {"id_kind": resident.id_kind}),
        "move_form": MoveMemberForm(),
        "merge_form": MergeForm(),
        "birth": birth_text(resident),
        **person_page(request.actor, resident),
        **forms,
    }
    return render(request, "people/member.html", context, status=status)
