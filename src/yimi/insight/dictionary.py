"""The engine's catalogue as a reader's list."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from yimi.core.language import in_english
from yimi.engine.catalogue import Catalogue, Column, Fact, load_catalogue
from yimi.engine.kinds import NAMES
from yimi.insight.facts.registering import published_facts


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
