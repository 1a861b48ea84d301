"""What the explore pages read beside the figures: where somebody begins, the path to a place, targets."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.db.models import Q

from yimi.core import clock
from yimi.core.actor import Actor
from yimi.core.errors import Forbidden
from yimi.core.scoping import region_range
from yimi.explore.models import PlaceMap
from yimi.insight.figures.exposure import load_exposure
from yimi.insight.figures.question import Question, level_below
from yimi.insight.figures.reach import TOWNSHIP, own_places, settled_at
from yimi.insight.figures.spans import Span
from yimi.regions.queries.tree import children_of, path_of
from yimi.regions.rules import pad_code
from yimi.reports.models import Target
from yimi.services.permissions import VIEW_FIGURES

BEGIN_WITH = ("P01_person_times", "P02_persons", "P04_household_times")


def first_question(actor: Actor, *, today: date) -> Question:
    """Where somebody begins: their widest place and what lies below it, this year; a station and its months."""
    places = own_places(actor)
    if not places:
        raise Forbidden(permission=VIEW_FIGURES)
    place, unit = places[0]
    year = Span(today.year, 1, today.month)
    return question_at(Question(BEGIN_WITH, year, place, unit), place, unit)


def question_at(question: Question, place: str, unit: UUID | None = None) -> Question:
    """The same question about another place, with the rows that suit it."""
    rows = "month" if unit or len(place) >= TOWNSHIP else level_below(place)
    return question.but(place=place, unit=unit, rows=rows)


def villages_of(question: Question, town: str, *, exact: bool, today: date) -> Question:
    """The villages of a town; for offices the last quarter that is settled, and the figures given there."""
    if exact:
        return question.but(place=town, rows="village")
    given = load_exposure().below_township
    kept = tuple(key for key in question.indicators if key in given) or given
    return Question(kept, last_settled_quarter(today), town, rows="village")


def last_settled_quarter(today: date) -> Span:
    """The latest quarter whose figures below the township are given."""
    span = Span(today.year, (today.month - 1) // 3 * 3 + 1, 3).shifted(-3)
    return span if settled_at(span) <= clock.now() else span.shifted(-3)


def path_within(actor: Actor, place: str) -> list[tuple[str, str]]:
    """(prefix, name) of the place and those above it whose figures the actor may see, uppermost first. One query."""
    if not place:
        return []
    return [
        (region.prefix, region.name)
        for region in path_of(pad_code(place))
        if actor.may_at(VIEW_FIGURES, region_code=region.prefix)
    ]


def targets_for(question: Question) -> dict[tuple[str, str], int]:
    """(indicator, code prefix or unit uid) → target of a calendar year, as set in the reports room. One query at most."""
    if "target" not in question.versus or question.span.kind != "year":
        return {}
    if question.unit:
        about = Q(subject_key=str(question.unit))
    elif not question.rows:
        about = Q(subject_key=question.place)
    else:
        about = region_range("region_code", question.place) if question.place else Q()
    rows = (
        Target.objects.current()
        .filter(about, year=question.span.year, indicator__in=question.indicators)
        .values_list("indicator", "subject_key", "value")
    )
    return {(indicator, key): value for indicator, key, value in rows}


def places_below(prefix: str) -> dict[str, str]:
    """Code prefix → name of the places right below. Two queries."""
    return {region.prefix: region.name for region in children_of(pad_code(prefix))}


def map_of(question: Question) -> PlaceMap | None:
    """The map whose outlines are this table's rows. One query, only where there may be one."""
    if not question.digits or not question.place or question.rows != level_below(question.place):
        return None
    return PlaceMap.objects.current().filter(region_prefix=question.place).first()
