"""Figures of packs in the room's own words: which measure, qualifier and topic an entry of a pack becomes. Pure."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from yimi.engine.figures import Figure, FigureSet, Finding, Qualifier, findings, read_figures
from yimi.engine.packs import load_pack, shipped_packs

#: Kind of unit in packs → our unit of measure; what is not listed is a number of things (个).
MEASURES: Mapping[str, str] = {
    "persons": "persons", "person_times": "person_times", "household_times": "household_times",
    "households": "households", "events": "events", "times": "times", "days": "days", "months": "months",
    "years": "years", "yuan": "yuan", "percent": "percent",
}  # fmt: skip
QUALIFIERS: Mapping[Qualifier, str] = {
    Qualifier.EXACT: "", Qualifier.ODD: "odd", Qualifier.NEARLY: "nearly", Qualifier.MORE_THAN: "more_than",
    Qualifier.ABOUT: "about", Qualifier.AT_LEAST: "at_least",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Checked:
    """A pack's figures and what the checks found among them."""

    figures: FigureSet
    findings: tuple[Finding, ...]

    def about(self, entry: str) -> list[Finding]:
        """The findings that concern one figure."""
        return [found for found in self.findings if entry in found.figures]


@cache
def checked_packs() -> dict[str, Checked]:
    """Every shipped pack of figures, read and checked once in a process: files of the program do not change."""
    found = {}
    for name in shipped_packs():
        pack = load_pack(name)
        if pack.kind == "figures":
            figures = read_figures(pack)
            found[pack.id] = Checked(figures, tuple(findings(figures)))
    return found


def label_of(figure: Figure) -> str:
    """What is counted, with its words where they say more than the list they end (等领域)."""
    says_more = figure.written != figure.what and not figure.written.startswith("等")
    return f"{figure.what} {figure.written}" if says_more else figure.what


def measure_of(figure: Figure) -> str:
    """Our unit of measure for the figure's."""
    return MEASURES.get(figure.kind, "pieces")


def qualifier_of(figure: Figure) -> str:
    """Our qualifier: the word beside the number, else 累计 where the source says so."""
    return QUALIFIERS[figure.qualifier] or ("in_all" if figure.cumulative else "")


def note_of(figure: Figure) -> str:
    """What must be said beside the figure: a range, several readings. "" when nothing must."""
    if figure.readings:
        return f"有几种读法：{'；'.join(figure.readings)}。"
    return f"原文是一个范围：{figure.written}，这里登记的是低的一头。" if figure.upto else ""


def digest_of(figure: Figure) -> str:
    """Changes when anything the room keeps of the figure changes."""
    kept = (
        figure.place, figure.key, figure.what, figure.written, figure.sentence, figure.value, figure.kind,
        figure.qualifier, figure.cumulative, figure.starts_on, figure.ends_on, figure.due_on, figure.scope,
        figure.readings, figure.article.title, figure.article.credit, figure.article.page, figure.article.as_of,
    )  # fmt: skip
    return hashlib.sha256(repr(kept).encode()).hexdigest()
