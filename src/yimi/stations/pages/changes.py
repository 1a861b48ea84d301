"""Forms that change a unit: its file, its name, its hours, its areas, its end."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from yimi.core import clock
from yimi.core.doors import Channel, door
from yimi.core.forms import ActionForm
from yimi.core.requests import Request
from yimi.regions.rules import pad_code
from yimi.stations import access, queries
from yimi.stations.actions import (
    add_unit_name,
    close_unit,
    correct_unit,
    end_served_area,
    end_unit_name,
    rename_unit,
    reopen_unit,
    serve_area,
    set_opening_hours,
)
from yimi.stations.forms import (
    HALVES,
    AreaForm,
    CloseForm,
    ContactForm,
    EndForm,
    HoursForm,
    NameForm,
    RenameForm,
    ReopenForm,
    UnitForm,
)
from yimi.stations.models import ServiceUnit
from yimi.stations.pages.frame import form_page
from yimi.stations.pages.units import possible_parents
from yimi.stations.places import home_prefix

CONTACT = ("phone", "address", "host", "offers")
FILE = (*CONTACT, "name", "kind", "region_code", "parent", "opened_on", "built_under")


def _back(unit: ServiceUnit) -> str:
    return reverse("stations:unit", args=[unit.uid])


def _saved(request: Request, unit: ServiceUnit, text: str) -> HttpResponse:
    messages.success(request, text)
    return redirect("stations:unit", uid=unit.uid)


@door(access.EDIT_CONTACT, model="service_unit", channel=Channel.WRITE)
def edit_unit(request: Request, uid: UUID) -> HttpResponse:
    """Correct a unit's file: everything for those who keep the register, contact facts for its head."""
    unit = access.get_unit_for_edit(request.actor, uid, access.EDIT_CONTACT)
    form = _file_form(request, unit)
    if request.method == "POST":
        done = form.carry_out(
            lambda _values: correct_unit(
                unit, actor=request.actor, expected=form.expected, changes=form.facts()
            )
        )
        if done is not None:
            return _saved(request, unit, _("已保存。对外页面已同步更新。"))
    return form_page(
        request, form, title=_("修改站点资料"), back=_back(unit), save=_("保存"),
        note=_("这里改的是写错的内容。正式改名请用“改名”，会保留曾用名。"),
    )  # fmt: skip


def _file_form(request: Request, unit: ServiceUnit) -> ContactForm:
    initial = {name: getattr(unit, name) for name in ("row_version", *FILE)}
    if not request.actor.may_at(access.EDIT, unit_uid=unit.uid, region_code=unit.region_code):
        return ContactForm(request.POST or None, initial=initial)
    return UnitForm(
        request.POST or None,
        initial=initial,
        parents=possible_parents(request.actor, below=unit),
        within=home_prefix(request.actor, access.EDIT),
    )


@door(access.EDIT, model="service_unit", channel=Channel.WRITE)
def rename(request: Request, uid: UUID) -> HttpResponse:
    """Give a unit a new official name from a day on."""
    unit = access.get_unit_for_edit(request.actor, uid)
    form = RenameForm(request.POST or None, initial={"row_version": unit.row_version})
    if request.method == "POST":
        done = form.carry_out(
            lambda values: rename_unit(
                unit, actor=request.actor, expected=form.expected, name=values["name"], on=values["on"]
            )
        )  # fmt: skip
        if done is not None:
            return _saved(request, unit, _("已改名。原来的名称作为曾用名保留，按旧名也能查到。"))
    return form_page(
        request, form, title=_("给“%(name)s”改名") % {"name": unit.name}, back=_back(unit), save=_("改名")
    )  # fmt: skip


@door(access.EDIT, model="service_unit", channel=Channel.WRITE)
def close(request: Request, uid: UUID) -> HttpResponse:
    """Close a unit after its last day of service."""
    unit = access.get_unit_for_edit(request.actor, uid)
    form = CloseForm(request.POST or None, initial={"row_version": unit.row_version})
    if request.method == "POST":
        done = form.carry_out(
            lambda values: close_unit(
                unit, actor=request.actor, expected=form.expected,
                closed_on=values["closed_on"], reason=values["reason"],
            )
        )  # fmt: skip
        if done is not None:
            return _saved(request, unit, _("已停用。记录都会留着，仍可查阅。"))
    return form_page(
        request, form, title=_("停用“%(name)s”") % {"name": unit.name}, back=_back(unit), save=_("停用"),
        note=_("停用后不能再登记新的服务。承接、主管、服务区域和开放时间到这一天为止；在岗人员请先在人员页面结束。"),
    )  # fmt: skip


@door(access.EDIT, model="service_unit", channel=Channel.WRITE)
def reopen(request: Request, uid: UUID) -> HttpResponse:
    """A closed unit serves again."""
    unit = access.get_unit_for_edit(request.actor, uid)
    form = ReopenForm(request.POST or None, initial={"row_version": unit.row_version})
    if request.method == "POST":
        done = form.carry_out(
            lambda values: reopen_unit(
                unit, actor=request.actor, expected=form.expected, on=values["on"], reason=values["reason"]
            )
        )  # fmt: skip
        if done is not None:
            return _saved(request, unit, _("已恢复。请接着登记承接机构、主管单位和开放时间。"))
    return form_page(
        request, form, title=_("恢复“%(name)s”") % {"name": unit.name}, back=_back(unit), save=_("恢复"),
        note=_("编号和以前的记录不变，停用前的服务区域从这一天起接着服务。人员的任职要重新登记。"),
    )  # fmt: skip


@door(access.EDIT_CONTACT, model="service_unit", channel=Channel.WRITE)
def hours(request: Request, uid: UUID) -> HttpResponse:
    """Set the whole week from a day on."""
    unit = access.get_unit_for_edit(request.actor, uid, access.EDIT_CONTACT)
    form = HoursForm(request.POST or None, initial=_current_week(unit))
    if request.method == "POST":
        done = form.carry_out(
            lambda values: set_opening_hours(
                unit, actor=request.actor, week=values["week"], from_on=values["from_on"]
            )
        )
        if done is not None:
            return _saved(request, unit, _("开放时间已保存。对外页面从那天起显示新时间。"))
    return form_page(
        request, form, title=_("开放时间"), back=_back(unit), save=_("保存"),
        note=_("不开放的日子空着就行。中午不休息的，只填上午那一段。"), template="stations/hours.html",
    )  # fmt: skip


def _current_week(unit: ServiceUnit) -> dict[str, Any]:
    initial = {}
    for day in queries.week_of(unit, clock.today()):
        for half, row in zip(HALVES, day.stretches, strict=False):
            initial[f"{half}_opens_{day.weekday.value}"] = row.opens_at
            initial[f"{half}_closes_{day.weekday.value}"] = row.closes_at
    return initial


@door(access.EDIT, model="unit_name", channel=Channel.WRITE)
def new_name(request: Request, uid: UUID) -> HttpResponse:
    """Add a local name or a sign."""
    unit = access.get_unit_for_edit(request.actor, uid)
    form = NameForm(request.POST or None)
    if request.method == "POST":
        done = form.carry_out(lambda values: add_unit_name(unit, actor=request.actor, **values))
        if done is not None:
            return _saved(request, unit, _("名称已登记，按这个名称也能查到本站。"))
    return form_page(
        request, form, title=_("登记门牌或当地名称"), back=_back(unit), save=_("登记"),
        note=_("比如“双语”社工站、社会工作和志愿服务站。"),
    )  # fmt: skip


@door(access.EDIT, model="unit_name", channel=Channel.WRITE)
def end_name(request: Request, uid: UUID, name_uid: UUID) -> HttpResponse:
    """A name is no longer used."""
    unit = access.get_unit_for_edit(request.actor, uid)
    name = access.get_fact(unit.names.all(), name_uid)
    return _end(
        request, unit, _("“%(name)s”不再使用") % {"name": name.text},
        lambda values: end_unit_name(name, actor=request.actor, ends_on=values["ends_on"]),
    )  # fmt: skip


@door(access.EDIT, model="served_area", channel=Channel.WRITE)
def new_area(request: Request, uid: UUID) -> HttpResponse:
    """The unit serves one more division."""
    unit = access.get_unit_for_edit(request.actor, uid)
    form = AreaForm(request.POST or None, at=pad_code(unit.region_code[:6]))
    if request.method == "POST":
        done = form.carry_out(lambda values: serve_area(unit, actor=request.actor, **values))
        if done is not None:
            return _saved(request, unit, _("服务区域已登记。"))
    return form_page(
        request, form, title=_("增加服务区域"), back=_back(unit), save=_("登记"),
    )  # fmt: skip


@door(access.EDIT, model="served_area", channel=Channel.WRITE)
def end_area(request: Request, uid: UUID, area_uid: UUID) -> HttpResponse:
    """The unit stops serving a division."""
    unit = access.get_unit_for_edit(request.actor, uid)
    area = access.get_fact(unit.served_areas.all(), area_uid)
    return _end(
        request, unit, _("不再服务这个区域"),
        lambda values: end_served_area(area, actor=request.actor, ends_on=values["ends_on"]),
    )  # fmt: skip


def _end(request: Request, unit: ServiceUnit, title: str, action: Any) -> HttpResponse:
    """The question that ends any dated fact: its last day."""
    form: ActionForm = EndForm(request.POST or None)
    if request.method == "POST" and form.carry_out(action) is not None:
        return _saved(request, unit, _("已保存，以前的情况仍可查阅。"))
    return form_page(request, form, title=title, back=_back(unit), save=_("保存"))
