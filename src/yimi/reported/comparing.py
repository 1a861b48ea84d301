"""Published figures for a page of computed ones: what was printed about the same place and indicators, and how it compares."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from yimi.core.actor import Actor
from yimi.reported import access
from yimi.reported.computing import Beside, lay_beside
from yimi.reported.models import ReportedFigure
from yimi.reported.queries import findings_of, words_of

#: More would push the page's own figures away; the list of published figures has all.
MOST = 12


@dataclass(frozen=True, slots=True)
class Compared:
    """A published figure, its computed neighbours, and what the checks found about it: (name, sentence)."""

    figure: ReportedFigure
    beside: Beside | None
    findings: list[tuple[str, str]]


def published_about(
    actor: Actor, indicators: Collection[str], *, region_code: str, unit: UUID | None = None
) -> list[Compared]:
    """What was published about a place (or a unit there) for these indicators; nothing for who may not see such figures.

    One query, and what is computed where there is anything.
    """
    if not actor.may(access.VIEW):
        return []
    here = access.visible_figures(actor).current()
    about = here.filter(unit=unit) if unit else here.filter(region_code=region_code, unit=None)
    rows = list(
        about.filter(quotation__indicator__in=indicators)
        .select_related("source", "quotation")
        .order_by("quotation__as_of", "uid")[:MOST]
    )
    if not rows:
        return []
    beside = lay_beside(rows, actor=actor)
    return [
        Compared(one, beside.get(one), [words_of(found) for found in findings_of(one)])
        for one in rows
    ]
