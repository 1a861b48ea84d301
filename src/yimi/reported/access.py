"""Who may reach which reported figure: the station it is about, and the offices of its division."""

from __future__ import annotations

from uuid import UUID

from yimi.core.actor import Actor
from yimi.core.errors import NotFound
from yimi.core.scoping import scope_condition
from yimi.reported.models import ReportedFigure, ReportedFigureQuerySet

VIEW = "reported.view_figures"
EDIT = "reported.edit_figures"


def visible_figures(actor: Actor) -> ReportedFigureQuerySet:
    """Figures about the actor's units and divisions, superseded ones included; raises Forbidden without the right."""
    return ReportedFigure.objects.filter(
        scope_condition(actor, VIEW, unit="unit_id", region="region_code")
    )


def get_figure_for_view(actor: Actor, uid: UUID | str) -> ReportedFigure:
    """One visible figure; raises NotFound for strangers."""
    found = (
        visible_figures(actor).select_related("unit", "source").filter(pk=uid).first()
        if actor.may(VIEW)
        else None
    )
    if found is None:
        raise NotFound()
    return found


def get_figure_for_edit(actor: Actor, uid: UUID | str) -> ReportedFigure:
    """One figure that stands today and that ``actor`` may correct; Forbidden for those who may only look."""
    figure = get_figure_for_view(actor, uid)
    if figure.superseded_at is not None:
        raise NotFound()
    actor.require_at(EDIT, unit_uid=figure.unit_id, region_code=figure.region_code)
    return figure
