"""From a request to a question and its table; the same for the page, the export and saving."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from yimi.core import clock
from yimi.core.actor import Actor
from yimi.core.errors import Invalid
from yimi.core.requests import Request
from yimi.engine.errors import EngineError
from yimi.engine.indicators import IndicatorSet
from yimi.explore.queries import first_question, targets_for
from yimi.insight.facts.snapshot import open_snapshot
from yimi.insight.figures.answering import ask
from yimi.insight.figures.indicators import indicators_at
from yimi.insight.figures.question import Question, end_of, read_place
from yimi.insight.figures.table import Table
from yimi.stations.models import ServiceUnit


def params_of(request: Request) -> dict[str, str]:
    """The address; what a form sends several times is one list."""
    source = request.POST if request.method == "POST" else request.GET
    return {
        name: ",".join(source.getlist(name))
        for name in ("i", "at", "rows", "t", "cut", "vs", "known")
        if name in source
    }


def question_of(actor: Actor, params: dict[str, str]) -> tuple[Question, IndicatorSet]:
    """The question of an address, and the indicators as its place calls them; without an address, where the actor begins.

    Raises Invalid. One query for the place's own indicators, one for a unit.
    """
    first = first_question(actor, today=clock.today())
    place, unit = first.place, first.unit
    if "at" in params or "rows" in params:
        first = first.but(rows="")
    try:
        if "at" in params:
            place, unit = read_place(params["at"].strip())
    except ValueError:
        place = ""  # the question says so
    known = indicators_at(_code_of(unit) if unit else place, _known_at(params))
    return Question.parse(params, default=first, known=known), known


def _known_at(params: dict[str, str]) -> datetime | None:
    """The instant of the day asked for, whose definitions hold; the question says so when it is no day."""
    try:
        return end_of(date.fromisoformat(params["known"])) if params.get("known") else None
    except ValueError:
        return None


def _code_of(unit: UUID) -> str:
    """The unit's division; nothing for a unit that does not exist."""
    found = ServiceUnit.objects.filter(pk=unit).values_list("region_code", flat=True)
    return found.first() or ""


def table_of(actor: Actor, question: Question, known: IndicatorSet) -> Table:
    """The answer, with targets where they are asked for. Raises NotFound, NoFactsYet, and Invalid for what has no answer."""
    try:
        return ask(
            question,
            actor=actor,
            open_snapshot=open_snapshot,
            known=known,
            targets=targets_for(question),
        )
    except EngineError as error:
        raise Invalid.one("i", error.message) from error
