"""A county's own tiers and intervals."""

from __future__ import annotations

from http import HTTPStatus

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from yimi.core.actor import Actor, ScopeKind
from yimi.core.doors import Channel, door
from yimi.core.requests import Request
from yimi.regions.queries.tree import path_names
from yimi.regions.rules import pad_code
from yimi.visiting.access import visible_tiers
from yimi.visiting.actions import TierDraft, set_tier
from yimi.visiting.forms import LocalTierForm
from yimi.visiting.permissions import SET_TIERS


@door(SET_TIERS, model="visit_tier", channel=Channel.WRITE)
@require_http_methods(["GET", "POST"])
def tiers(request: Request) -> HttpResponse:
    """The tiers in force in the officer's divisions, the shipped examples below, and setting one."""
    actor: Actor = request.actor
    rows = list(visible_tiers(actor).order_by("-region_code", "interval_days"))
    form = LocalTierForm(
        request.POST or None,
        divisions=list(path_names(_divisions(actor)).items()),
        codes=[(row.code, row.label) for row in rows if not row.region_code],
    )
    if request.method == "POST":
        done = form.carry_out(lambda values: set_tier(TierDraft(**values), actor=actor))
        if done is not None:
            messages.success(request, _("已保存，从今天起按新的间隔。到期日不会往后推。"))
            return redirect("visiting:tiers")
    context = {
        "form": form,
        "rows": rows,
        "names": path_names({row.region_code for row in rows if row.region_code}),
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    return render(request, "visiting/tiers.html", context, status=status)


def _divisions(actor: Actor) -> list[str]:
    scopes = [scope for scope in actor.scopes(SET_TIERS) if scope.kind == ScopeKind.REGION]
    return list(dict.fromkeys(pad_code(scope.key) for scope in scopes))
