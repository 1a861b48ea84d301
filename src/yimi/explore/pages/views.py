"""Keeping a question, and taking it off the list."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from yimi.core.doors import Channel, door
from yimi.core.errors import Invalid
from yimi.core.requests import Request
from yimi.explore.access import get_view_for_edit
from yimi.explore.actions import remove_view, save_view
from yimi.explore.pages.asking import params_of, question_of
from yimi.services.permissions import VIEW_FIGURES


@door(VIEW_FIGURES, model="saved_view", channel=Channel.WRITE)
@require_POST
def save(request: Request) -> HttpResponse:
    """Keep the question that the form carries."""
    question, _known = question_of(request.actor, params_of(request))
    try:
        view = save_view(question, name=request.POST.get("name", ""), actor=request.actor)
    except Invalid as error:
        for text in error.fields.get("name", []):
            messages.error(request, text)
    else:
        messages.success(request, _("已存为“%(name)s”，在下面“我的视图”里。") % {"name": view.name})
    return redirect(f"{reverse('explore:table')}?{question.query()}")


@door(VIEW_FIGURES, model="saved_view", channel=Channel.WRITE)
@require_POST
def remove(request: Request, uid: UUID) -> HttpResponse:
    """Take one of one's own views off the list."""
    view = get_view_for_edit(request.actor, uid)
    remove_view(view, actor=request.actor)
    messages.success(request, _("已去掉“%(name)s”。") % {"name": view.name})
    return redirect(f"{reverse('explore:table')}?{view.query}")
