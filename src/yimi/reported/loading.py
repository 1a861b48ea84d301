"""Loading a pack of published figures: each becomes a reported figure of its place, once, however often it is loaded."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import transaction

from yimi.core.actor import Actor
from yimi.engine.figures import Figure, FigureSet
from yimi.regions.models import Region
from yimi.reported.actions import (
    CORRECTABLE,
    FigureDraft,
    SourceDraft,
    correct_figure,
    report_figures,
)
from yimi.reported.keys import KEYS
from yimi.reported.models import Quotation, ReportedFigure
from yimi.reported.packs import digest_of, label_of, measure_of, note_of, qualifier_of
from yimi.reported.rules import NATION
from yimi.stations.writing import CHUNK


@dataclass(frozen=True, slots=True)
class Loaded:
    """How many figures are new, were replaced by the pack's newer words, stood already, were left out.

    ``wordy`` are those without a number (大部分), ``elsewhere`` those of places that are not on file here.
    """

    new: int
    replaced: int
    standing: int
    wordy: int
    elsewhere: int


@transaction.atomic
def load_figures(figures: FigureSet, *, actor: Actor) -> Loaded:
    """Enter a pack's figures with sentence and source; what stands unchanged is passed over.

    A figure that a newer version of the pack words otherwise is corrected, unless somebody withdrew it: then it stays
    withdrawn. One of another place is another entry. Raises Forbidden where the actor may not enter figures for a place.
    """
    numbered = [figure for figure in figures if figure.value is not None]
    known = _places_on_file({figure.place for figure in numbered})
    here = [figure for figure in numbered if figure.place in known]
    rows = Quotation.objects.filter(pack=figures.pack.id).select_related("figure")
    standing = {row.entry: row for row in rows}
    fresh = [figure for figure in here if figure.id not in standing]
    changed = [figure for figure in here if _is_newer(figure, standing.get(figure.id))]
    made = report_figures([_draft(figure, figures) for figure in fresh], actor=actor)
    Quotation.objects.bulk_create(
        [_quotation(figure, row, figures) for figure, row in zip(fresh, made, strict=True)],
        batch_size=CHUNK,
    )
    for figure in changed:
        _reword(figure, standing[figure.id], figures, actor)
    return Loaded(
        new=len(fresh),
        replaced=len(changed),
        standing=len(here) - len(fresh) - len(changed),
        wordy=len(figures.figures) - len(numbered),
        elsewhere=len(numbered) - len(here),
    )


def _places_on_file(codes: set[str]) -> set[str]:
    found = Region.objects.filter(code__in=codes).values_list("code", flat=True)
    return {NATION, *found}


def _is_newer(figure: Figure, row: Quotation | None) -> bool:
    return row is not None and row.digest != digest_of(figure) and row.figure.superseded_at is None


def _reword(figure: Figure, row: Quotation, figures: FigureSet, actor: Actor) -> None:
    """Correct the figure to the pack's newer words; the row follows."""
    draft = _draft(figure, figures)
    changes = {name: getattr(draft, name) for name in CORRECTABLE}
    fresh = correct_figure(row.figure, actor=actor, changes=changes)
    newer = _quotation(figure, fresh, figures)
    names = [field.name for field in Quotation._meta.concrete_fields if field.name != "uid"]
    for name in names:
        setattr(row, name, getattr(newer, name))
    row.save(update_fields=names)


def _draft(figure: Figure, figures: FigureSet) -> FigureDraft:
    concept = figures.concepts.get(figure.key)
    topic = concept.topic if concept else ""
    article = figure.article
    return FigureDraft(
        key=topic if topic in KEYS else "other",
        label=label_of(figure),
        value=figure.number,
        measure=measure_of(figure),
        qualifier=qualifier_of(figure),
        region_code=figure.place,
        is_ambiguous=bool(figure.readings),
        note=note_of(figure),
        starts_on=figure.starts_on,
        ends_on=figure.ends_on,
        source=SourceDraft(
            title=article.title,
            author=article.credit or article.page.by,
            page=article.page.title,
            is_public=True,
        ),
    )


def _quotation(figure: Figure, row: ReportedFigure, figures: FigureSet) -> Quotation:
    return Quotation(
        figure=row,
        pack=figures.pack.id,
        pack_version=figures.pack.version,
        entry=figure.id,
        digest=digest_of(figure),
        written=figure.written,
        sentence=figure.sentence,
        indicator=figures.indicator_of(figure),
        as_of=figure.article.as_of,
        is_estimated=figure.article.about,
        due_on=figure.due_on,
    )
