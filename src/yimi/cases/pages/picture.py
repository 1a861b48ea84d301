"""The family and its support: both drawings, and simple forms behind them."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from yimi.cases.access import get_case_for_edit, get_case_for_reading, part_in
from yimi.cases.actions import save_picture
from yimi.cases.forms import PersonForm, SystemForm
from yimi.cases.models import Case
from yimi.cases.pages.frame import back_to
from yimi.cases.permissions import VIEW, WORK
from yimi.cases.queries.drafting import draft_picture
from yimi.cases.queries.papers import heading_of
from yimi.cases.queries.pictures import picture_of
from yimi.cases.rules.ecomap import eco_map
from yimi.cases.rules.genogram import genogram
from yimi.cases.rules.picture import Person, Picture, System, fresh_key
from yimi.cases.wording import picture_words
from yimi.core import clock
from yimi.core.doors import Channel, door
from yimi.core.errors import NotFound
from yimi.core.forms import ActionForm
from yimi.core.requests import Request
from yimi.stations.pages.frame import form_page

FORM = ["GET", "POST"]
NEW = "new"


@door(VIEW, model="family_picture", channel=Channel.PAGE)
@require_GET
def picture(request: Request, uid: UUID) -> HttpResponse:
    """Genogram and eco-map, with the people and systems that they are made of."""
    case = get_case_for_reading(request.actor, uid)
    found, version = picture_of(case)
    words = picture_words()
    drawn: dict[str, Any] = {}
    if found.people:
        drawn["genogram"] = mark_safe(genogram(found, words, year=clock.today().year))  # noqa: S308 - escapes its texts
    if found.systems:
        family = words.family % case.resident.name
        drawn["ecomap"] = mark_safe(eco_map(family, found.systems, words))  # noqa: S308 - escapes its texts
    context = {
        "case": case,
        "picture": found,
        "ties": words.ties,
        "version": version,
        "may_edit": part_in(request.actor, case).works,
        "back": back_to(case, "picture"),
    }
    return render(request, "cases/picture.html", context | drawn)


@door(WORK, model="family_picture", channel=Channel.WRITE)
@require_POST
def prefill(request: Request, uid: UUID) -> HttpResponse:
    """Draw what the household's register knows; only while there is nothing drawn."""
    case = get_case_for_edit(request.actor, uid)
    save_picture(case, draft_picture(case), actor=request.actor, expected=0)
    messages.success(request, _("已按户里的登记画好，请核对并补上支持系统。"))
    return redirect("cases:picture", uid=case.pk)


def _save(request: Request, case: Case, changed: Picture, expected: int) -> object:
    return save_picture(case, changed, actor=request.actor, expected=expected)


@door(WORK, model="family_picture", channel=Channel.WRITE)
@require_http_methods(FORM)
def person(request: Request, uid: UUID, key: str) -> HttpResponse:
    """Somebody of the family; ``new`` adds one. The version on the screen travels in the address."""
    case = get_case_for_edit(request.actor, uid)
    found, version = picture_of(case)
    own = found.person(key)
    if own is None and key != NEW:
        raise NotFound
    form = _person_form(request, found, own)
    expected = _seen(request, version)
    return _answer(
        request, case, form, version,
        lambda values: _save(request, case, _with_person(found, own, values), expected),
        title=_("家里人") if own is None else own.name,
        remove=own is not None,
    )  # fmt: skip


def _with_person(found: Picture, own: Person | None, values: dict[str, Any]) -> Picture:
    facts = {name: values[name] for name in ("name", "sex", "born", "is_client", "is_at_home", "is_dead", "mark", "father", "mother")}  # fmt: skip
    key = own.key if own else fresh_key((one.key for one in found.people), "p")
    changed = replace(own, **facts) if own else Person(key=key, **facts)
    return found.with_person(changed, partner=values["partner"], kind=values["union"])


def _person_form(request: Request, found: Picture, own: Person | None) -> PersonForm:
    others = [(one.key, one.name) for one in found.people if own is None or one.key != own.key]
    nobody = [("", _("不在图上"))]
    initial: dict[str, Any] = {"sex": "1", "union": "married"}
    if own:
        initial = {name: getattr(own, name) for name in Person.__slots__}
        union = found.union_of(own.key)
        if union:
            initial["partner"] = union.other if union.one == own.key else union.one
            initial["union"] = union.kind
    choices: dict[str, Any] = dict.fromkeys(("father", "mother", "partner"), nobody + others)
    return PersonForm(request.POST or None, choices=choices, initial=initial)


@door(WORK, model="family_picture", channel=Channel.WRITE)
@require_http_methods(FORM)
def system(request: Request, uid: UUID, key: str) -> HttpResponse:
    """Somebody or something around the family; ``new`` adds one."""
    case = get_case_for_edit(request.actor, uid)
    found, version = picture_of(case)
    own = found.system(key)
    if own is None and key != NEW:
        raise NotFound
    initial = {"name": own.name, "tie": own.tie} if own else {"tie": "ordinary"}
    form = SystemForm(request.POST or None, initial=initial)
    name = key if own else fresh_key((one.key for one in found.systems), "s")
    expected = _seen(request, version)
    return _answer(
        request, case, form, version,
        lambda values: _save(request, case, found.with_system(System(key=name, **values)), expected),
        title=own.name if own else _("支持系统"),
        remove=own is not None,
    )  # fmt: skip


@door(WORK, model="family_picture", channel=Channel.WRITE)
@require_POST
def remove(request: Request, uid: UUID, key: str) -> HttpResponse:
    """Take somebody or something off the picture; the versions before keep it."""
    case = get_case_for_edit(request.actor, uid)
    found, version = picture_of(case)
    changed = found.without_person(key) if found.person(key) else found.without_system(key)
    if changed == found:
        raise NotFound
    _save(request, case, changed, _seen(request, version))
    messages.success(request, _("已从图上去掉，以前的版本里还在。"))
    return redirect("cases:picture", uid=case.pk)


def _seen(request: Request, version: int) -> int:
    """The version the editor saw."""
    text = request.POST.get("version", "")
    return int(text) if text.isdecimal() and len(text) < 6 else version


def _answer(
    request: Request,
    case: Case,
    form: ActionForm,
    version: int,
    action: Any,
    *,
    title: Any,
    remove: bool,
) -> HttpResponse:
    back = reverse("cases:picture", args=[case.pk])
    if request.method == "POST" and form.carry_out(action) is not None:
        messages.success(request, _("已画上。"))
        return redirect(back)
    request.picture_version = version  # type: ignore[attr-defined]
    request.may_remove = remove  # type: ignore[attr-defined]
    return form_page(
        request, form, title=f"{title} · {heading_of(case)}", back=back, save=_("保存"),
        template="cases/picture_form.html",
    )  # fmt: skip
