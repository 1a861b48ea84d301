"""The nouns: a figure as its source words it, the article and page it stands in, and what a check finds."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum

from yimi.engine.packs import Pack


class Qualifier(StrEnum):
    """The word beside the number that says how exact it is meant; ``MOST`` has no number at all (大部分)."""

    EXACT = "exact"
    ODD = "odd"
    NEARLY = "nearly"
    MORE_THAN = "more_than"
    ABOUT = "about"
    AT_LEAST = "at_least"
    MOST = "most"


class Weight(StrEnum):
    """How heavy a finding is: figures that cannot all be true, figures to be used with care, something computed."""

    CONFLICT = "conflict"
    CAUTION = "caution"
    NOTE = "note"


@dataclass(frozen=True)
class Concept:
    """What figures of several places count. ``units``: kinds of unit we count it in; ``indicators``: ours, by kind of unit.

    ``needs`` is what a source must explain for the figure to mean something; ``denominator`` the key that a coverage
    is a share of; ``confused_with`` a key that is easily taken for this one; ``topic`` a heading of the list of figures.
    """

    key: str
    title: str
    units: tuple[str, ...]
    indicators: Mapping[str, str] = field(default_factory=dict)
    topic: str = ""
    needs: str = ""
    denominator: str = ""
    confused_with: str = ""
    compare_members: bool = False


@dataclass(frozen=True)
class Page:
    """A newspaper page. ``dated`` says when it probably appeared and how we know: the page prints no date."""

    id: str
    title: str
    by: str
    dated: str


@dataclass(frozen=True)
class Article:
    """An article: its place, the day its figures speak of (``about``: estimated), the programme's days if it announces one."""

    id: str
    page: Page
    title: str
    place: str
    as_of: date
    about: bool = False
    credit: str = ""
    starts_on: date | None = None
    ends_on: date | None = None
    sentences: tuple[str, ...] = ()


@dataclass(frozen=True)
class Figure:
    """One figure. ``written`` are its words in ``sentence``; ``value`` is None where the source gives no number.

    ``upto`` is the upper end of a range. ``key`` names what is counted, ``scope`` narrows it. Links name other figures by
    id: ``of`` numerator and denominator, ``part_of`` a total (along ``cut``), ``share_of``, ``per`` (an average), ``over``
    (the events it was gathered over), ``base`` (of a target), ``rate_of`` (yearly growth), ``grew_to``, ``meant_for``,
    ``member_of``.
    """

    id: str
    key: str
    what: str
    written: str
    sentence: str
    article: Article
    place: str
    value: Decimal | None
    unit: str
    kind: str
    qualifier: Qualifier = Qualifier.EXACT
    upto: Decimal | None = None
    cumulative: bool = False
    starts_on: date | None = None
    ends_on: date | None = None
    due_on: date | None = None
    scope: str = ""
    enumerates: bool = False
    members: tuple[str, ...] = ()
    readings: tuple[str, ...] = ()
    cut: str = ""
    by: str = ""
    rung: str = ""
    member: str = ""
    of: tuple[str, ...] = ()
    part_of: str = ""
    share_of: str = ""
    per: str = ""
    over: str = ""
    base: str = ""
    rate_of: str = ""
    grew_to: str = ""
    meant_for: str = ""
    member_of: str = ""

    @property
    def is_target(self) -> bool:
        """Something to be reached by a day, not something counted."""
        return self.due_on is not None

    @property
    def number(self) -> Decimal:
        """The value of a figure that has one."""
        if self.value is None:
            raise ValueError(self.id)
        return self.value


#: The fields of :class:`Figure` that name other figures.
LINKS = ("of", "part_of", "share_of", "per", "over", "base", "rate_of", "grew_to", "meant_for", "member_of")  # fmt: skip


@dataclass(frozen=True)
class FigureSet:
    """The figures of a pack by id, in the order of the text."""

    pack: Pack
    concepts: Mapping[str, Concept] = field(hash=False)
    articles: tuple[Article, ...]
    figures: Mapping[str, Figure] = field(hash=False)
    slips: tuple[tuple[str, str], ...] = ()

    def __iter__(self) -> Iterator[Figure]:
        return iter(self.figures.values())

    def with_link(self, link: str) -> Iterator[tuple[Figure, Figure]]:
        """Figures that carry ``link``, each with the figure it names."""
        for figure in self:
            if name := getattr(figure, link):
                yield figure, self.figures[name]

    def indicator_of(self, figure: Figure) -> str:
        """Our indicator that counts the same thing in the same unit, "" when there is none. Targets have none.

        A figure with a ``scope`` (one team, one batch) is not the place's figure and has none either.
        """
        concept = self.concepts.get(figure.key)
        if concept is None or figure.is_target or figure.scope:
            return ""
        return concept.indicators.get(figure.kind, "")


@dataclass(frozen=True)
class Finding:
    """What a check found: its kind and weight, the figures concerned, and a sentence in Chinese and in English."""

    check: str
    weight: Weight
    figures: tuple[str, ...]
    place: str
    text: str
    text_en: str


def finding(
    check: str, weight: Weight, figures: Iterable[Figure], text: str, text_en: str
) -> Finding:
    """A finding about ``figures``; its place is the first one's."""
    found = tuple(figures)
    return Finding(check, weight, tuple(one.id for one in found), found[0].place, text, text_en)
