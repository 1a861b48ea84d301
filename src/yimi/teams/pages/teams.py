"""The list of temporary teams, one team with reported beside computed figures, sending and standing down."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from yimi.core import clock
from yimi.core.doors import Channel, door
from yimi.core.paging import page_of
from yimi.core.requests import Request
from yimi.reported.access import EDIT as EDIT_REPORTED
from yimi.reported.rules import days_between
from yimi.stations.access import get_unit_for_edit
from yimi.stations.pages.frame import form_page
from yimi.stations.places import home_prefix, place_names
from yimi.teams import access, queries
from yimi.teams.actions import TeamDraft, correct_deployment, deploy_unit, send_team, stand_down
from yimi.teams.forms import DeploymentEditForm, DeploymentForm, StandDownForm, TeamForm
from yimi.teams.models import Deployment

FACTS = ("row_version", "event", "sender", "starts_on", "ends_on", "summary")


@door(access.VIEW, model="deployment", channel=Channel.LIST)
def teams(request: Request) -> HttpResponse:
    """Teams the actor sees, the latest first, with their sites. Four queries, whatever the number."""
    found = access.visible_deployments(request.actor).select_related("unit")
    page = page_of(
        found, by="starts_on", key="uid", newest_first=True,
        after=request.GET.get("after", ""), before=request.GET.get("before", ""),
    )  # fmt: skip
    sites = queries.sites_of([row.unit for row in page.rows])
    may_edit = request.actor.may(access.EDIT)
    context = {
        "rows": [(row, sites.get(row.unit_id, [])) for row in page.rows],
        "page": page,
        "undeployed": access.undeployed_units(request.actor) if may_edit else [],
        "may_edit": may_edit,
    }
    return render(request, "teams/teams.html", context)


@door(access.VIEW, model="deployment", channel=Channel.PAGE)
def team(request: Request, uid: UUID) -> HttpResponse:
    """One team: sites, members, and each figure as reported beside the one computed, the difference explained."""
    found = access.get_deployment_for_view(request.actor, uid)
    unit = found.unit
    last = found.ends_on or clock.today()
    context = {
        "deployment": found,
        "unit": unit,
        "place": place_names([unit.region_code])[unit.region_code],
        "days": days_between(found.starts_on, last),
        "sites": queries.sites_of([unit]).get(unit.pk, []),
        "members": queries.members_of(unit),
        "lines": queries.figures_beside(found),
        "may_edit": access.may_edit(request.actor, unit),
        "may_report": request.actor.may_at(
            EDIT_REPORTED, unit_uid=unit.pk, region_code=unit.region_code
        ),
    }
    return render(request, "teams/team.html", context)


@door(access.EDIT, model="deployment", channel=Channel.WRITE)
def new_team(request: Request) -> HttpResponse:
    """Send a team: it becomes a unit of its own, serving every site named, across counties if need be."""
    form = TeamForm(request.POST or None, within=home_prefix(request.actor, access.EDIT))
    if request.method == "POST":
        made = form.carry_out(lambda values: send_team(TeamDraft(**values), actor=request.actor))
        if made is not None:
            return _saved(
                request, made, _("服务队已登记。接着在人员页面安排队员上岗，就可以记服务。")
            )
    return form_page(
        request, form, title=_("派出临时服务队"), back=reverse("teams:teams"), save=_("登记"),
        note=_("临时服务队不挂在任何社工站下面，可以跨县服务。收队以后，记录都还在。"),
    )  # fmt: skip


def _saved(request: Request, deployment: Deployment, text: str) -> HttpResponse:
    messages.success(request, text)
    return redirect("teams:team", uid=deployment.pk)


@door(access.EDIT, model="deployment", channel=Channel.WRITE)
def deploy(request: Request, unit_uid: UUID) -> HttpResponse:
    """Add the deployment of a team that was registered as a unit."""
    unit = get_unit_for_edit(request.actor, unit_uid, access.EDIT)
    form = DeploymentForm(request.POST or None, initial={"event": unit.built_under, "starts_on": unit.opened_on})  # fmt: skip
    if request.method == "POST":
        made = form.carry_out(lambda values: deploy_unit(unit, actor=request.actor, **values))
        if made is not None:
            return _saved(request, made, _("派出情况已登记。"))
    return form_page(
        request, form, title=_("补登“%(name)s”的派出情况") % {"name": unit.name}, back=reverse("teams:teams"), save=_("登记"),
    )  # fmt: skip


@door(access.EDIT, model="deployment", channel=Channel.WRITE)
def edit_team(request: Request, uid: UUID) -> HttpResponse:
    """Correct a deployment."""
    found = access.get_deployment_for_edit(request.actor, uid)
    form = DeploymentEditForm(
        request.POST or None, initial={name: getattr(found, name) for name in FACTS}
    )
    if request.method == "POST":
        done = form.carry_out(
            lambda _values: correct_deployment(
                found, actor=request.actor, expected=form.expected, changes=form.facts()
            )
        )
        if done is not None:
            return _saved(request, done, _("已保存。"))
    return form_page(
        request, form, title=_("修改派出情况"), back=reverse("teams:team", args=[uid]), save=_("保存"),
        note=_("这里改的是写错的内容。名称、服务点和队员在站点和人员页面修改。"),
    )  # fmt: skip


@door(access.EDIT, model="deployment", channel=Channel.WRITE)
def end_team(request: Request, uid: UUID) -> HttpResponse:
    """Stand a team down: posts end, the unit closes, everything stays readable."""
    found = access.get_deployment_for_edit(request.actor, uid)
    form = StandDownForm(request.POST or None, initial={"row_version": found.row_version})
    if request.method == "POST":
        done = form.carry_out(
            lambda values: stand_down(
                found, actor=request.actor, expected=form.expected,
                ends_on=values["ends_on"], summary=values["summary"],
            )
        )  # fmt: skip
        if done is not None:
            return _saved(
                request, done, _("已收队。队员的在岗和服务区域到这一天为止，记录都还在。")
            )
    return form_page(
        request, form, title=_("“%(name)s”收队") % {"name": found.unit.name}, back=reverse("teams:team", args=[uid]), save=_("收队"),
        note=_("收队以前，请先把没有结案的个案移交或结案。收队以后不能再记这天以后的服务，以前的仍可补记。"),
    )  # fmt: skip
