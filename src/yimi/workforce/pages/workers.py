"""The staff list, a worker's page, and the forms of the staff file."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from yimi.core import clock
from yimi.core.doors import Channel, door
from yimi.core.errors import NotFound
from yimi.core.paging import page_of
from yimi.core.requests import Request
from yimi.core.scoping import region_range
from yimi.regions.rules import pad_code
from yimi.stations.models import Operator, ServiceUnit
from yimi.stations.pages.frame import form_page
from yimi.workforce import access, queries
from yimi.workforce.actions import (
    FirstPost,
    WorkerDraft,
    correct_worker,
    record_leaving,
    register_worker,
    reveal_value,
)
from yimi.workforce.errors import PLACEMENT_MESSAGES
from yimi.workforce.forms import LeaveForm, NewWorkerForm, WorkerFilterForm, WorkerForm
from yimi.workforce.models import Placement, Worker

FILE = (
    "name",
    "sex",
    "birth_on",
    "employment_mode",
    "employer",
    "employer_name",
    "education",
    "joined_on",
    "left_on",
)
POST = ("unit", "post_kind", "is_head", "full_time", "starts_on")
#: A county has a few dozen units; beyond this the list is searched by name instead.
UNITS_SHOWN = 300


@door(access.VIEW, model="worker", channel=Channel.LIST)
def workers(request: Request) -> HttpResponse:
    """The staff the actor sees: search and filter. Four queries, whatever the number of rows."""
    actor = request.actor
    units = access.units_with(actor, access.VIEW)[:UNITS_SHOWN]
    choices = [("", gettext_lazy("全部")), *((str(unit.uid), unit.name) for unit in units)]
    form = WorkerFilterForm(request.GET, units=choices)
    found = _narrowed(access.visible_workers(actor), form.cleaned_data if form.is_valid() else {})
    page = page_of(
        found, by="name", key="uid", after=request.GET.get("after", ""), before=request.GET.get("before", "")
    )  # fmt: skip
    levels = queries.highest_levels(page.rows, clock.today())
    posts = queries.posts_of(page.rows, clock.today())
    context = {
        "form": form,
        "page": page,
        "rows": [(row, posts.get(row.uid, []), levels.get(row.uid)) for row in page.rows],
        "may_register": actor.may(access.EDIT),
    }
    return render(request, "workforce/workers.html", context)


def _narrowed(workers: QuerySet[Worker], wanted: dict[str, Any]) -> QuerySet[Worker]:
    today = clock.today()
    if text := wanted.get("q"):
        workers = workers.filter(name__icontains=text)
    if wanted.get("unit"):
        here = Placement.objects.on(today).filter(unit=wanted["unit"], worker=OuterRef("pk"))
        workers = workers.filter(Exists(here))
    if wanted.get("certified"):
        holds = Q(pk__in=queries.certified_on(today).values("pk"))
        workers = workers.filter(holds if wanted["certified"] == "yes" else ~holds)
    if wanted.get("state") == "left":
        return workers.filter(left_on__lt=today)
    stays = Q(left_on=None) | Q(left_on__gte=today)
    return workers if wanted.get("state") == "all" else workers.filter(stays)


@door(access.VIEW, model="worker", channel=Channel.PAGE)
def worker(request: Request, uid: UUID) -> HttpResponse:
    """One worker: placements, certificates, supervision."""
    found, today = access.get_worker_for_view(request.actor, uid), clock.today()
    may_edit = access.may_at_worker(request.actor, access.EDIT, found)
    placements = found.placements.current().select_related("unit").order_by("-starts_on", "uid")
    certificates = found.certificates.current().order_by("-issued_on")
    context = {
        "worker": found,
        "placements": [(row, access.may_place(request.actor, row.unit)) for row in placements],
        "certificates": [(row, queries.is_registration_due(row, today)) for row in certificates],
        "supervisors": queries.supervisors_of(found, today),
        "today": today,
        "may_edit": may_edit,
        "may_place": may_edit and request.actor.may(access.PLACE),
        "may_reveal": access.may_at_worker(request.actor, access.REVEAL, found),
    }
    return render(request, "workforce/worker.html", context)


def employers_near(prefix: str, worker: Worker | None = None) -> QuerySet[Operator]:
    """Operators of the province that still exist, and the one a worker already has."""
    near = region_range("region_code", prefix[:2]) if prefix else Q()
    wanted = near & Q(dissolved_on=None)
    if worker is not None and worker.employer_id:
        wanted |= Q(pk=worker.employer_id)
    return Operator.objects.filter(wanted).order_by("name")


@door(access.EDIT, model="worker", channel=Channel.WRITE)
def new_worker(request: Request) -> HttpResponse:
    """Register a worker at one of the actor's units."""
    units = access.units_with(request.actor, access.EDIT)
    first = units.first()
    form = NewWorkerForm(
        request.POST or None, units=units, employers=employers_near(first.region_code if first else ""),
        initial={"unit": request.GET.get("unit", "")},
    )  # fmt: skip
    if request.method == "POST":
        made = form.carry_out(lambda values: register_worker(_draft(values), actor=request.actor))
        if made is not None:
            messages.success(
                request, _("已登记%(name)s。有证书的接着登记证书。") % {"name": made.name}
            )
            warn_about(request, made.placements.get())
            return redirect("workforce:worker", uid=made.uid)
    return form_page(
        request, form, title=_("登记人员"), back=reverse("workforce:workers"), save=_("登记")
    )


def _draft(values: dict[str, Any]) -> WorkerDraft:
    """The county of the unit keeps the file."""
    unit: ServiceUnit = values["unit"]
    rest = {name: value for name, value in values.items() if name not in POST}
    return WorkerDraft(
        region_code=pad_code(unit.region_code[:6]),
        post=FirstPost(**{name: values[name] for name in POST}),
        **rest,
    )


def warn_about(request: Request, placement: Placement) -> None:
    """Say what is unusual about a placement just saved; it stands all the same."""
    for warning in sorted(queries.warnings_about(placement)):
        messages.warning(request, PLACEMENT_MESSAGES[warning])


@door(access.EDIT, model="worker", channel=Channel.WRITE)
def edit_worker(request: Request, uid: UUID) -> HttpResponse:
    """Correct a staff file."""
    found = access.get_worker_for_edit(request.actor, uid)
    initial = {name: getattr(found, name) for name in ("row_version", *FILE)}
    form = WorkerForm(
        request.POST or None, initial=initial, employers=employers_near(found.region_code, found)
    )
    if request.method == "POST":
        done = form.carry_out(
            lambda _values: correct_worker(
                found, actor=request.actor, expected=form.expected, changes=_changes(form.facts())
            )
        )
        if done is not None:
            messages.success(request, _("已保存。"))
            return redirect("workforce:worker", uid=found.uid)
    return form_page(
        request, form, title=_("修改%(name)s的资料") % {"name": found.name}, save=_("保存"),
        back=reverse("workforce:worker", args=[found.uid]),
    )  # fmt: skip


def _changes(facts: dict[str, Any]) -> dict[str, Any]:
    """Phone and ID number count only when something was typed."""
    return {
        name: value for name, value in facts.items() if name not in {"phone", "id_number"} or value
    }


@door(access.EDIT, model="worker", channel=Channel.WRITE)
def leave(request: Request, uid: UUID) -> HttpResponse:
    """Record that a worker leaves; all posts end."""
    found = access.get_worker_for_edit(request.actor, uid)
    form = LeaveForm(request.POST or None, initial={"row_version": found.row_version})
    if request.method == "POST":
        done = form.carry_out(
            lambda values: record_leaving(
                found, actor=request.actor, expected=form.expected,
                left_on=values["left_on"], reason=values["reason"],
            )
        )  # fmt: skip
        if done is not None:
            messages.success(
                request, _("离职已登记，在岗记录到这一天为止。账号请通知系统管理员停用。")
            )
            return redirect("workforce:worker", uid=found.uid)
    return form_page(
        request, form, title=_("%(name)s离职") % {"name": found.name}, save=_("登记离职"),
        back=reverse("workforce:worker", args=[found.uid]),
    )  # fmt: skip


@door(access.REVEAL, model="worker", channel=Channel.PAGE)
@never_cache
@require_POST
def reveal(request: Request, uid: UUID, field: str) -> HttpResponse:
    """Show one sealed value, once; the look goes into the trail."""
    found = access.get_worker_for_edit(request.actor, uid, access.REVEAL)
    if field not in {"phone", "id_number"}:
        raise NotFound()
    value = reveal_value(found, actor=request.actor, field=field)
    template = (
        "workforce/_revealed.html" if "HX-Request" in request.headers else "workforce/revealed.html"
    )
    return render(request, template, {"value": value, "worker": found})
