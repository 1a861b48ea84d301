"""The only writers of the explore room."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from yimi.audit.actions import record_event
from yimi.core import clock
from yimi.core.actor import Actor
from yimi.core.errors import Conflict, Invalid
from yimi.core.superseding import supersede
from yimi.explore.access import visible_views
from yimi.explore.errors import MAP_ERRORS
from yimi.explore.models import PlaceMap, SavedView
from yimi.explore.permissions import LOAD_MAP
from yimi.explore.queries import places_below
from yimi.explore.shapes import NotAMap, read_outlines
from yimi.insight.figures.question import Question
from yimi.regions.rules import pad_code

#: More would not be found again in a list.
MAX_VIEWS = 50


@transaction.atomic
def save_view(question: Question, *, name: str, actor: Actor) -> SavedView:
    """Keep a question under a name. Raises Invalid for an empty name, or when fifty are kept."""
    name = " ".join(name.split())
    if not 0 < len(name) <= 60:
        raise Invalid.one("name", _("请给这个视图起个名字，不超过 60 个字。"))
    if visible_views(actor).count() >= MAX_VIEWS:
        raise Invalid.one("name", _("已经存了 50 个视图，请先去掉不用的。"))
    view = SavedView.objects.create(owner_uid=actor.uid, name=name, query=question.query())
    record_event(actor, "explore.save_view", subject_kind="saved_view", subject_uid=view.pk)
    return view


@transaction.atomic
def remove_view(view: SavedView, *, actor: Actor) -> None:
    """Take one of one's own views off the list; raises Conflict when it already is."""
    kept = SavedView.objects.filter(pk=view.pk, owner_uid=actor.uid, removed_at=None)
    if kept.update(removed_at=clock.now()) != 1:
        raise Conflict
    record_event(actor, "explore.remove_view", subject_kind="saved_view", subject_uid=view.pk)


@transaction.atomic
def load_map(prefix: str, raw: bytes, *, source: str, actor: Actor) -> tuple[PlaceMap, int]:
    """The outlines of the places right below ``prefix``, from a GeoJSON file; and how many features belong to none.

    Raises Forbidden outside the actor's divisions, Invalid for a file that cannot be drawn or without a source.
    """
    actor.require_at(LOAD_MAP, region_code=prefix)
    if not source.strip():
        raise Invalid.one("source", _("请写明地图的来源，例如自然资源部标准地图服务和审图号。"))
    try:
        outlines = read_outlines(raw, places_below(prefix))
    except NotAMap as error:
        raise Invalid.one("file", MAP_ERRORS[error.args[0]]) from error
    at = clock.now()
    same = PlaceMap.objects.current().filter(region_prefix=prefix).first()
    if same is not None:
        supersede(same, at=at)
    made = PlaceMap.objects.create(
        region_prefix=prefix, source=source.strip()[:200], width=outlines.width, height=outlines.height,
        paths=outlines.paths, recorded_at=at, recorded_by=actor.uid, replaces=same,
    )  # fmt: skip
    record_event(
        actor, "explore.load_map", subject_kind="place_map", subject_uid=made.pk,
        region_code=pad_code(prefix), details={"places": len(outlines.paths)},
    )  # fmt: skip
    return made, outlines.unknown
