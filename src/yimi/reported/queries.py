"""Questions about reported figures that pages and the rooms above ask."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from django.utils.translation import gettext as _

from yimi.core.language import in_english
from yimi.engine.figures import CHECKS, Finding
from yimi.reported.models import Quotation, ReportedFigure
from yimi.reported.packs import checked_packs
from yimi.reported.rules import NATION
from yimi.stations.models import ServiceUnit
from yimi.stations.places import place_names


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


def named_places(codes: Iterable[str]) -> dict[str, str]:
    """Each division's name, the country's too. One query."""
    names = place_names(set(codes) - {NATION})
    return {**names, NATION: _("全国")}


def findings_of(figure: ReportedFigure) -> list[Finding]:
    """What the checks found about a figure of a pack. No query when its quotation was selected with it."""
    quotation = getattr(figure, "quotation", None)
    checked = checked_packs().get(quotation.pack) if quotation else None
    return checked.about(quotation.entry) if checked and quotation else []


def words_of(finding: Finding) -> tuple[str, str]:
    """A finding's name and sentence in the reader's language."""
    check = CHECKS[finding.check]
    return (check.en, finding.text_en) if in_english() else (check.zh, finding.text)


def figures_of_entries(pack: str, entries: Iterable[str]) -> dict[str, ReportedFigure]:
    """The figures that stand today for entries of a pack. One query."""
    rows = Quotation.objects.filter(pack=pack, entry__in=set(entries), figure__superseded_at=None)
    return {row.entry: row.figure for row in rows.select_related("figure", "figure__source")}
