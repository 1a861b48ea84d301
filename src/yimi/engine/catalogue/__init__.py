"""The catalogue of facts: which tables definitions may speak of, their columns, and how they hang together.

One TOML file per area. A fact has ``columns``, ``parents`` (the one row that a row belongs to, ``household.region_code``),
``children`` (rows that belong to a row, asked through ``any``, ``all``, ``count``, ``min``, ``max``, ``sum``) and ``shorthands``
(named expressions such as ``status('dibao')``). ``complete = false`` says that a missing row means *nobody asked*,
not *no*. ``kept`` says that sums over the
rows lie beside them, by unit and by month of a day. Facts hold no names, numbers of persons, phones or addresses.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Any

from yimi.engine.errors import ExpressionError, PackError, Where, nearest
from yimi.engine.kinds import Kind


@dataclass(frozen=True)
class Column:
    """One column: its kind, its meaning in both languages, and its codes where the list is closed."""

    name: str
    kind: Kind
    zh: str
    en: str
    nullable: bool = False
    codes: Mapping[str, str] = field(default_factory=dict, hash=False)


@dataclass(frozen=True)
class Link:
    """How a fact reaches another: ``on`` pairs own columns with the other's; ``zh`` where it needs a name of its own."""

    name: str
    fact: str
    on: tuple[tuple[str, str], ...]
    zh: str = ""


@dataclass(frozen=True)
class Shorthand:
    """A named expression over a fact, expanded where it is used; ``arguments`` stand in it as plain names."""

    name: str
    arguments: tuple[str, ...]
    means: str
    zh: str
    en: str


@dataclass(frozen=True)
class Kept:
    """Sums over a fact's rows are kept by month of the day ``on`` and by ``unit``."""

    on: str
    unit: str


@dataclass(frozen=True)
class Fact:
    """A table: one row per ``zh`` thing, known by ``key``; ``place`` names the column that says where it belongs."""

    name: str
    zh: str
    en: str
    row: str
    key: str
    place: str
    complete: bool
    columns: Mapping[str, Column] = field(hash=False)
    parents: Mapping[str, Link] = field(hash=False)
    children: Mapping[str, Link] = field(hash=False)
    shorthands: Mapping[str, Shorthand] = field(hash=False)
    kept: Kept | None = None


@dataclass(frozen=True)
class Catalogue:
    """All facts by name."""

    facts: Mapping[str, Fact] = field(hash=False)

    def fact(self, name: str) -> Fact:
        """The fact of that name, or an error with the nearest one."""
        if name not in self.facts:
            raise ExpressionError(
                "unknown_fact", f"没有“{name}”这张事实表。{nearest(name, self.facts)}", name=name
            )
        return self.facts[name]


@cache
def load_catalogue() -> Catalogue:
    """The shipped catalogue. Raises :class:`PackError` when a file contradicts itself."""
    facts: dict[str, Fact] = {}
    for path in sorted(files(__package__).iterdir(), key=lambda entry: entry.name):
        if not path.name.endswith(".toml"):
            continue
        for entry in tomllib.loads(path.read_text("utf-8")).get("fact", []):
            fact = read_fact(entry, path.name)
            if fact.name in facts:
                raise PackError("fact_twice", f"事实表“{fact.name}”写了两次。", Where(path.name))
            facts[fact.name] = fact
    catalogue = Catalogue(facts)
    check_links(catalogue)
    return catalogue


def read_fact(entry: Mapping[str, Any], file: str) -> Fact:
    """One ``[[fact]]`` of a catalogue file."""
    try:
        columns = {
            name: Column(
                name,
                Kind(it["kind"]),
                it["zh"],
                it["en"],
                it.get("null", False),
                it.get("codes", {}),
            )
            for name, it in entry["columns"].items()
        }
        return Fact(
            name=entry["name"],
            zh=entry["zh"],
            en=entry["en"],
            row=entry["row"],
            key=entry.get("key", "uid"),
            place=entry.get("place", ""),
            complete=entry.get("complete", True),
            columns=columns,
            parents=_links(entry.get("parents", {})),
            children=_links(entry.get("children", {})),
            shorthands={
                name: Shorthand(name, tuple(it.get("with", ())), it["means"], it["zh"], it["en"])
                for name, it in entry.get("shorthands", {}).items()
            },
            kept=Kept(**entry["kept"]) if "kept" in entry else None,
        )
    except (KeyError, TypeError, ValueError) as error:
        raise PackError(
            "fact_unreadable",
            f"事实表写得不完整：缺少或写错了 {error}。",
            Where(file, entry.get("name", "")),
        ) from error


def _links(entries: Mapping[str, Any]) -> dict[str, Link]:
    links = {}
    for name, entry in entries.items():
        pairs = [text.replace(" ", "").partition("=") for text in entry["on"]]
        links[name] = Link(
            name, entry.get("fact", name), tuple((a, b) for a, _, b in pairs), entry.get("zh", "")
        )
    return links


def check_links(catalogue: Catalogue) -> None:
    """Every key, place and link must name columns that are there, of one kind on both sides."""
    for fact in catalogue.facts.values():
        named = [fact.key, *([fact.place] if fact.place else [])]
        if fact.kept:
            named += [fact.kept.on, fact.kept.unit]
        wrong = [name for name in named if name not in fact.columns]
        for link in [*fact.parents.values(), *fact.children.values()]:
            other = catalogue.fact(link.fact)
            wrong += [
                f"{link.name}: {own} = {theirs}"
                for own, theirs in link.on
                if own not in fact.columns
                or theirs not in other.columns
                or fact.columns[own].kind != other.columns[theirs].kind
            ]
        if wrong:
            raise PackError(
                "fact_link", f"这些列对不上：{'、'.join(wrong)}。", Where("", fact.name)
            )
