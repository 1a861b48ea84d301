"""The only writers of the reported room."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from yimi.audit.actions import record_event
from yimi.core import clock
from yimi.core.actor import Actor
from yimi.core.errors import Invalid
from yimi.core.ids import new_uid
from yimi.core.superseding import replace_fact, supersede
from yimi.reported.access import EDIT
from yimi.reported.keys import KEYS
from yimi.reported.models import Measure, Qualifier, Quotation, ReportedFigure, Source
from yimi.reported.rules import NATION
from yimi.stations.actions.checks import (
    common_prefix,
    plain,
    require_order,
    require_regions,
    require_text,
)
from yimi.stations.models import ServiceUnit
from yimi.stations.writing import CHUNK, note_batch

CORRECTABLE = frozenset(
    {"key", "label", "value", "measure", "qualifier", "reading", "is_ambiguous", "note", "starts_on", "ends_on", "source"}
)  # fmt: skip
#: What the trail digests of a figure.
NOTED = (
    "unit_id",
    "region_code",
    "key",
    "label",
    "value",
    "measure",
    "qualifier",
    "reading",
    "source_id",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceDraft:
    """The document in which a figure stands."""

    title: str
    author: str = ""
    published_on: date | None = None
    page: str = ""
    is_public: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class FigureDraft:
    """A figure about to be entered, as its source words it. About ``unit`` or, without one, about ``region_code``."""

    key: str
    label: str
    value: Decimal | int
    measure: str
    source: SourceDraft
    unit: ServiceUnit | None = None
    region_code: str = ""
    subject_kind: str = ""
    subject_uid: UUID | None = None
    qualifier: str = ""
    reading: str = ""
    is_ambiguous: bool = False
    note: str = ""
    starts_on: date | None = None
    ends_on: date | None = None
    uid: UUID = field(default_factory=new_uid)

    @property
    def place(self) -> str:
        """The division it is about: the unit's own when there is a unit."""
        return self.unit.region_code if self.unit else self.region_code


def report_figure(draft: FigureDraft, *, actor: Actor) -> ReportedFigure:
    """Enter one figure: a batch of one."""
    return report_figures([draft], actor=actor)[0]


@transaction.atomic
def report_figures(drafts: Sequence[FigureDraft], *, actor: Actor) -> list[ReportedFigure]:
    """Enter figures with their sources; a document named twice is kept once.

    Raises Forbidden outside the actor's units and divisions, Invalid for an unknown place, unit of measure or key, and
    for an ambiguity that nobody explains.
    """
    for draft in drafts:
        unit_uid = draft.unit.uid if draft.unit else None
        actor.require_at(EDIT, unit_uid=unit_uid, region_code=draft.place)
    require_regions({draft.place for draft in drafts} - {NATION})
    sources = _sources([draft.source for draft in drafts], actor)
    figures = [_figure_from(draft, sources[draft.source], actor) for draft in drafts]
    for figure in figures:
        _check(figure)
    ReportedFigure.objects.bulk_create(figures, batch_size=CHUNK)
    units = {figure.unit_id for figure in figures}
    note_batch(
        actor, "reported.report_figures", subject_kind="reported_figure",
        rows=[(figure.uid, {name: plain(getattr(figure, name)) for name in NOTED}) for figure in figures],
        unit_uid=units.pop() if len(units) == 1 else None,
        region_code=common_prefix([figure.region_code for figure in figures]),
    )  # fmt: skip
    return figures


@transaction.atomic
def correct_figure(
    figure: ReportedFigure, *, actor: Actor, changes: Mapping[str, Any]
) -> ReportedFigure:
    """Put right what was entered wrongly; the old row is superseded and stays. Raises Conflict when somebody was faster.

    ``changes`` may hold a :class:`SourceDraft` under ``source``.
    """
    if strange := changes.keys() - CORRECTABLE:
        raise TypeError(f"not correctable: {', '.join(sorted(strange))}")
    actor.require_at(EDIT, unit_uid=figure.unit_id, region_code=figure.region_code)
    values = dict(changes)
    if isinstance(values.get("source"), SourceDraft):
        draft = replace(values["source"], is_public=figure.source.is_public)
        values["source"] = _sources([draft], actor)[draft]
    planned = ReportedFigure(**{name: getattr(figure, name) for name in CORRECTABLE} | values)
    _check(planned)
    values = {name: getattr(planned, name) for name in values}
    changed = {name for name, value in values.items() if getattr(figure, name) != value}
    fresh = replace_fact(figure, actor=actor, **values)
    Quotation.objects.filter(figure=figure).update(figure=fresh)
    record_event(
        actor, "reported.correct_figure", subject_kind="reported_figure", subject_uid=fresh.uid,
        unit_uid=figure.unit_id, region_code=figure.region_code,
        details={
            "replaces": str(figure.uid),
            "before": {name: plain(getattr(figure, name)) for name in sorted(changed)},
            "after": {name: plain(values[name]) for name in sorted(changed)},
        },
    )  # fmt: skip
    return fresh


@transaction.atomic
def withdraw_figure(figure: ReportedFigure, *, actor: Actor, reason: str) -> None:
    """The figure does not stand in its source, or was entered twice: it is shown no longer, the reason stays in the trail."""
    actor.require_at(EDIT, unit_uid=figure.unit_id, region_code=figure.region_code)
    reason = require_text("reason", reason, longest=300)
    supersede(figure)
    record_event(
        actor, "reported.withdraw_figure", subject_kind="reported_figure", subject_uid=figure.uid,
        unit_uid=figure.unit_id, region_code=figure.region_code, reason=reason,
    )  # fmt: skip


def _sources(drafts: Sequence[SourceDraft], actor: Actor) -> dict[SourceDraft, Source]:
    """Each document's row, made when it is new. One query, and one more to write."""
    wanted = set(drafts)
    for draft in wanted:
        require_text("source_title", draft.title, longest=200)
        if draft.published_on is not None and draft.published_on > clock.today():
            raise Invalid.one("published_on", _("发布日期不能晚于今天。"))
    known = Source.objects.filter(title__in={draft.title.strip() for draft in wanted})
    rows = {
        (row.title, row.author, row.published_on, row.page, row.is_public): row for row in known
    }
    found, fresh = {}, []
    for draft in wanted:
        facts = (
            draft.title.strip(),
            draft.author.strip(),
            draft.published_on,
            draft.page.strip(),
            draft.is_public,
        )
        if facts not in rows:
            title, author, published_on, page, is_public = facts
            rows[facts] = Source(
                title=title,
                author=author,
                published_on=published_on,
                page=page,
                is_public=is_public,
                recorded_by=actor.uid,
            )
            fresh.append(rows[facts])
        found[draft] = rows[facts]
    Source.objects.bulk_create(fresh, batch_size=CHUNK)
    return found


def _figure_from(draft: FigureDraft, source: Source, actor: Actor) -> ReportedFigure:
    return ReportedFigure(
        uid=draft.uid,
        unit=draft.unit,
        region_code=draft.place,
        subject_kind=draft.subject_kind,
        subject_uid=draft.subject_uid,
        key=draft.key,
        label=draft.label,
        value=Decimal(draft.value),
        measure=draft.measure,
        qualifier=draft.qualifier,
        reading=draft.reading,
        is_ambiguous=draft.is_ambiguous,
        note=draft.note,
        starts_on=draft.starts_on,
        ends_on=draft.ends_on,
        source=source,
        recorded_by=actor.uid,
    )


def _check(figure: ReportedFigure) -> None:
    """What stands in every figure; texts are tidied in place. Raises Invalid at the first field that cannot stand."""
    figure.label = require_text("label", figure.label, longest=100)
    figure.note = " ".join(figure.note.split())
    if figure.key not in KEYS:
        raise Invalid.one("key", _("没有这个指标，请从列表里选；没有合适的选“其他”。"))
    if figure.value < 0:
        raise Invalid.one("value", _("数值不能小于 0。"))
    if figure.measure not in Measure.values:
        raise Invalid.one("measure", _("没有这个单位，请从列表里选。"))
    if figure.reading and figure.reading not in Measure.values:
        raise Invalid.one("reading", _("没有这个单位，请从列表里选。"))
    if figure.qualifier not in Qualifier.values:
        raise Invalid.one("qualifier", _("没有这个限定词，请从列表里选。"))
    if figure.is_ambiguous and not figure.note:
        raise Invalid.one("note", _("原文有歧义的，请写明有哪几种理解、为什么选这一种。"))
    require_order("ends_on", figure.starts_on, figure.ends_on)
