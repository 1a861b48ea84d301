"""How far an actor sees into a place or a unit, and from where on a place is small."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from enum import IntEnum
from uuid import UUID

from yimi.core.actor import Actor, ScopeKind
from yimi.core.clock import SHANGHAI
from yimi.core.errors import NotFound
from yimi.engine.catalogue import load_catalogue
from yimi.engine.indicators import Indicator, IndicatorSet
from yimi.insight.figures.exposure import load_exposure
from yimi.insight.figures.indicators import has_units, parts_of
from yimi.insight.figures.question import VILLAGE, Question
from yimi.insight.figures.spans import Span
from yimi.insight.figures.table import Withheld
from yimi.services.permissions import VIEW_FIGURES, VIEW_MASKED_RECORDS, VIEW_RECORD
from yimi.services.queries.figures import BELOW_TOWNSHIP
from yimi.stations.models import ServiceUnit

VIEW_WORKERS = "workforce.view_workers"
#: Digits of a township: where masked rows begin, and below which counts are small.
TOWNSHIP = 9


class Depth(IntEnum):
    """How deep an actor sees."""

    FIGURES = 1
    MASKED = 2
    RECORDS = 3


@dataclass(frozen=True, slots=True)
class Reach:
    """The depth at the place or unit asked about, and whether workers are named there.

    ``shares_township``: the unit asked about is not its township's only one, so that its figures show the others' too.
    """

    depth: Depth
    staff: bool
    shares_township: bool = False

    @property
    def is_whole(self) -> bool:
        """Whoever sees the records sees every count."""
        return self.depth == Depth.RECORDS


def reach_of(actor: Actor, *, place: str, unit_uid: UUID | None) -> Reach:
    """The actor's reach; raises :class:`NotFound` outside their places. Two queries for a unit, none for a place."""
    unit, code = None, place
    if unit_uid is not None:
        unit = ServiceUnit.objects.filter(pk=unit_uid).first()
        if unit is None:
            raise NotFound
        code = unit.region_code

    def may(slug: str) -> bool:
        return actor.may_at(slug, unit_uid=unit_uid, region_code=code)

    if not may(VIEW_FIGURES):
        raise NotFound
    depth = Depth.MASKED if may(VIEW_MASKED_RECORDS) else Depth.FIGURES
    if may(VIEW_RECORD):
        depth = Depth.RECORDS
    if unit is not None and depth != Depth.RECORDS and not is_of_township(unit):
        raise NotFound  # below the township a unit's figures are its own
    shares = unit is not None and depth != Depth.RECORDS and _has_neighbours(unit)
    return Reach(depth, staff=may(VIEW_WORKERS), shares_township=shares)


def _has_neighbours(unit: ServiceUnit) -> bool:
    town = unit.region_code[:TOWNSHIP]
    return ServiceUnit.objects.within(town).exclude(pk=unit.pk).exists()


def is_of_township(unit: ServiceUnit) -> bool:
    """Whether the unit serves a whole township or more."""
    return unit.kind not in BELOW_TOWNSHIP


def own_places(actor: Actor) -> list[tuple[str, UUID | None]]:
    """Where the actor may ask, widest first: (code prefix, None) or ("", unit)."""
    regions, units = set(), set()
    for scope in actor.scopes(VIEW_FIGURES):
        if scope.kind == ScopeKind.EVERYWHERE:
            regions.add("")
        elif scope.kind == ScopeKind.REGION:
            regions.add(scope.key)
        elif scope.kind == ScopeKind.UNIT:
            units.add(UUID(scope.key))
    found: list[tuple[str, UUID | None]] = [
        (key, None) for key in sorted(regions, key=lambda key: (len(key), key))
    ]
    return found + [("", unit) for unit in sorted(units)]


def settled_at(span: Span) -> datetime:
    """When a quarter's figures below the township are fixed; what is recorded later does not change them."""
    day = span.end + timedelta(days=load_exposure().settles_after_days)
    return datetime.combine(day, time(), SHANGHAI)


def is_small(question: Question) -> bool:
    """Whether its rows are places below the township."""
    return question.digits == VILLAGE or (question.unit is None and len(question.place) == VILLAGE)


def withheld_whole(
    question: Question, indicator: Indicator, known: IndicatorSet, reach: Reach
) -> Withheld | None:
    """Why a whole column is not shown to this reach, whatever its counts; None when it is."""
    needs_units = question.unit is not None or question.rows == "unit"
    if needs_units and not has_units(indicator, known, load_catalogue()):
        return Withheld.NO_UNIT
    rule = load_exposure()
    personal = any(rule.is_personal(part.fact) for part in parts_of(indicator, known))
    if reach.is_whole or not personal:
        return None
    if reach.shares_township:
        return Withheld.ROOMS
    return _withheld_below(question, indicator) if is_small(question) else None


def _withheld_below(question: Question, indicator: Indicator) -> Withheld | None:
    """Below the township offices see few indicators, uncut, one quarter at a time."""
    released = load_exposure().below_township
    if indicator.key not in released or question.unit or not question.digits:
        return Withheld.NOT_BELOW_TOWNSHIP
    if question.cuts:
        return Withheld.NOT_CUT
    return None if question.span.kind == "quarter" else Withheld.ONE_QUARTER


def needs_settled(question: Question, known: IndicatorSet, reach: Reach) -> bool:
    """Whether some column may only be shown as it was known when its quarter was fixed."""
    rule = load_exposure()
    return (
        is_small(question)
        and not reach.is_whole
        and any(
            withheld_whole(question, known.get(key), known, reach) is None
            and any(rule.is_personal(part.fact) for part in parts_of(known.get(key), known))
            for key in question.indicators
        )
    )
