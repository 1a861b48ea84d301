"""The engine's catalogue as a reader's list, and what the reader's place added to the indicators."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from yimi.core.actor import Actor
from yimi.core.language import in_english
from yimi.engine.catalogue import Catalogue, Column, Fact, load_catalogue
from yimi.engine.kinds import NAMES
from yimi.insight.facts.registering import published_facts
from yimi.insight.figures.indicators import (
    dedup_of,
    definition_of,
    indicators_at,
    is_local,
    source_of,
    title_of,
)
from yimi.insight.figures.reach import own_places
from yimi.services.permissions import VIEW_FIGURES
from yimi.stations.models import ServiceUnit


@dataclass(frozen=True, slots=True)
class ColumnEntry:
    """One column: its name in expressions, what it holds, what it means."""

    name: str
    kind: str
    meaning: str
    may_be_unknown: bool
    codes: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class FactEntry:
    """One fact. ``filled``: the rooms give rows for it today; ``reaches``: facts it hangs together with."""

    name: str
    title: str
    row: str
    filled: bool
    complete: bool
    columns: tuple[ColumnEntry, ...]
    parents: tuple[tuple[str, str], ...]
    children: tuple[tuple[str, str], ...]
    shorthands: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class LocalEntry:
    """One indicator that a place added: version, words, and the fact it is counted from ("" for a ratio)."""

    name: str
    title: str
    definition: str
    dedup: str
    source: str
    fact: str


def local_entries(actor: Actor) -> list[LocalEntry]:
    """The indicators added at the actor's widest place and above it that are still offered. Two queries at most."""
    place = home_of(actor)
    if not place:
        return []
    return [
        LocalEntry(
            name=one.pack,
            title=title_of(one),
            definition=definition_of(one),
            dedup=dedup_of(one),
            source=source_of(one),
            fact=one.fact,
        )
        for one in indicators_at(place).indicators.values()
        if is_local(one) and not one.withdrawn_on
    ]


def home_of(actor: Actor) -> str:
    """The code or prefix of the widest place whose figures the actor may see; a unit's place; "" for none or all."""
    if not actor.may(VIEW_FIGURES):
        return ""
    place, unit = (own_places(actor) or [("", None)])[0]
    if unit is None:
        return place
    found = ServiceUnit.objects.filter(pk=unit).values_list("region_code", flat=True)
    return found.first() or ""


def entries() -> tuple[FactEntry, ...]:
    """All facts in the catalogue's order, in the reader's language."""
    return _entries(in_english())


@lru_cache(maxsize=2)
def _entries(english: bool) -> tuple[FactEntry, ...]:
    catalogue = load_catalogue()
    return tuple(_entry(catalogue, fact, english) for fact in catalogue.facts.values())


def _entry(catalogue: Catalogue, fact: Fact, english: bool) -> FactEntry:
    def title(name: str) -> str:
        other = catalogue.fact(name)
        return other.en if english else other.zh

    return FactEntry(
        name=fact.name,
        title=title(fact.name),
        # what one row is stands in Chinese only; the English title says it in the plural
        row="" if english else fact.row,
        filled=fact.name in published_facts(),
        complete=fact.complete,
        columns=tuple(_column(column, english) for column in fact.columns.values()),
        parents=tuple((link.name, title(link.fact)) for link in fact.parents.values()),
        children=tuple((link.name, title(link.fact)) for link in fact.children.values()),
        shorthands=tuple(
            (
                f"{it.name}({', '.join(it.arguments)})" if it.arguments else it.name,
                it.en if english else it.zh,
            )
            for it in fact.shorthands.values()
        ),
    )


def _column(column: Column, english: bool) -> ColumnEntry:
    return ColumnEntry(
        name=column.name,
        kind=column.kind.value if english else NAMES[column.kind],
        meaning=column.en if english else column.zh,
        may_be_unknown=column.nullable,
        codes=tuple((code, "" if english else zh) for code, zh in column.codes.items()),
    )
