"""Questions about reported figures that pages and the rooms above ask."""

from __future__ import annotations

from collections.abc import Iterator

from yimi.reported.models import ReportedFigure
from yimi.stations.models import ServiceUnit


def figures_of_unit(unit: ServiceUnit) -> dict[str, list[ReportedFigure]]:
    """What is on file about a unit today, by key, in the order of entry. One query."""
    found: dict[str, list[ReportedFigure]] = {}
    rows = ReportedFigure.objects.about_unit(unit).select_related("source").order_by("uid")
    for figure in rows:
        found.setdefault(figure.key, []).append(figure)
    return found


def earlier_versions(figure: ReportedFigure) -> list[ReportedFigure]:
    """What stood before, newest first. One query per version: figures are corrected once or twice."""
    return list(_before(figure))


def _before(figure: ReportedFigure) -> Iterator[ReportedFigure]:
    row: ReportedFigure | None = figure
    while row is not None and row.replaces_id is not None:
        row = ReportedFigure.objects.select_related("source").filter(pk=row.replaces_id).first()
        if row is not None:
            yield row
