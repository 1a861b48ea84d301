"""Who may reach which reported figure: the station it is about, the offices of its division; what was printed, everyone."""

from __future__ import annotations

from uuid import UUID

from django.db.models import Q

from yimi.core.actor import Actor
from yimi.core.errors import NotFound
from yimi.core.scoping import scope_condition
from yimi.regions.rules import ancestor_codes, pad_code
from yimi.reported.models import ReportedFigure, ReportedFigureQuerySet
from yimi.reported.rules import NATION
from yimi.stations.places import home_prefix

VIEW = "reported.view_figures"
EDIT = "reported.edit_figures"


def visible_figures(actor: Actor) -> ReportedFigureQuerySet:
    """Figures about the actor's units and divisions, and what was published; superseded ones included.

    Raises Forbidden without the right.
    """
    return ReportedFigure.objects.filter(_own(actor) | Q(source__is_public=True))


def near_figures(actor: Actor) -> ReportedFigureQuerySet:
    """Of the visible figures those of the actor's places and of the divisions above, the country included."""
    home = home_prefix(actor, VIEW)
    above = Q(region_code=NATION)
    if home:
        code = pad_code(home)
        above |= Q(region_code__in=[*ancestor_codes(code), code])
    return visible_figures(actor).filter(_own(actor) | above)


def _own(actor: Actor) -> Q:
    return scope_condition(actor, VIEW, unit="unit_id", region="region_code")


def get_figure_for_view(actor: Actor, uid: UUID | str) -> ReportedFigure:
    """One visible figure; raises NotFound for strangers."""
    found = (
        visible_figures(actor).select_related("unit", "source", "quotation").filter(pk=uid).first()
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
