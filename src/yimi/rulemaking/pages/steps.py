"""Handing a draft in for a second person, and putting it away."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from yimi.core.doors import Channel, door
from yimi.core.requests import Request
from yimi.programmes.errors import PackNotUsable, VersionTaken
from yimi.programmes.permissions import PROPOSE_PACKS
from yimi.rulemaking import access
from yimi.rulemaking.actions import drop_draft, propose_draft
from yimi.rulemaking.errors import EditClash
from yimi.rulemaking.forms import StepForm


@door(PROPOSE_PACKS, model="pack_draft", channel=Channel.WRITE)
@require_POST
def propose(request: Request, uid: UUID) -> HttpResponse:
    """As it stands on the screen; if somebody changed it meanwhile, it is looked at again first."""
    row = access.get_draft_for_edit(request.actor, uid)
    form = StepForm(request.POST)
    form.is_valid()
    try:
        version = propose_draft(row, expected=form.expected, actor=request.actor)
    except (PackNotUsable, VersionTaken) as error:
        messages.error(request, str(error))
        return redirect("rulemaking:draft", uid=uid)
    except EditClash:
        messages.error(request, _("这份草稿刚被别人改过，还没有提出。请看一遍现在的内容再提出。"))
        return redirect("rulemaking:draft", uid=uid)
    messages.success(request, _("已提出。请同级的同事核对以后发布。"))
    return redirect("programmes:pack", uid=version.pk)


@door(PROPOSE_PACKS, model="pack_draft", channel=Channel.WRITE)
@require_POST
def drop(request: Request, uid: UUID) -> HttpResponse:
    """Off the list; what was proposed from it stays."""
    row = access.get_draft_for_edit(request.actor, uid)
    form = StepForm(request.POST)
    form.is_valid()
    drop_draft(row, expected=form.expected, actor=request.actor)
    messages.success(request, _("草稿已收起。"))
    return redirect("rulemaking:drafts")
