"""Writing a bulletin: figures from the engine, sentences from the template, every figure with what it counts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from yimi.engine.indicators import Grouping, Indicator, Measure, Periods
from yimi.reports.bulletins import numbers
from yimi.reports.bulletins.templates import FIGURE, Template
from yimi.reports.figures import Amount, Facts, by_indicator, reach_of
from yimi.reports.layout import Level
from yimi.reports.reading import DEFAULT_INDICATORS, indicator_set
from yimi.reports.spans import Span
from yimi.reports.subjects import DIGITS, Subject

#: A count of residents' matters under this is not printed: in a small place it would point at somebody.
LEAST_SHOWN = 5
#: Facts whose rows are about residents.
ABOUT_RESIDENTS = {
    "service_contact", "resident", "resident_status", "household", "household_member", "family_link", "case_file",
    "referral", "need", "satisfaction", "claim", "payment",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of a sentence: plain text, or a figure with what it counts."""

    text: str
    indicator: Indicator | None = None
    value: int | None = None


@dataclass(frozen=True)
class Bulletin:
    """A bulletin as written: headline, paragraphs of sentences of pieces; ``left_out`` counts the sentences not written.

    ``known_at``: everything recorded up to then is in its figures.
    """

    template: Template
    subject: Subject
    span: Span
    headline: str
    paragraphs: tuple[tuple[tuple[Piece, ...], ...], ...]
    left_out: int
    known_at: datetime

    @property
    def texts(self) -> list[str]:
        """The paragraphs as plain text."""
        return [
            "".join(piece.text for sentence in paragraph for piece in sentence)
            for paragraph in self.paragraphs
        ]

    @property
    def figures(self) -> list[Indicator]:
        """What the figures count, each once, in order."""
        found = {
            piece.indicator.key: piece.indicator
            for paragraph in self.paragraphs
            for sentence in paragraph
            for piece in sentence
            if piece.indicator
        }
        return list(found.values())


@dataclass(frozen=True, slots=True)
class Counted:
    """A figure now and a year ago."""

    now: Amount
    before: Amount


def write(template: Template, subject: Subject, span: Span, facts: Facts) -> Bulletin:
    """The bulletin of a subject for a period."""
    counted = _count(template, subject, span, facts)
    words = _words(subject, span)
    paragraphs, left_out = [], 0
    for paragraph in template.paragraphs:
        sentences = []
        for sentence in paragraph.sentences:
            pieces = sentence_of(sentence, template, counted, words)
            if pieces is None:
                left_out += 1
            else:
                sentences.append(pieces)
        if any(piece.indicator for pieces in sentences for piece in pieces):
            paragraphs.append(tuple(sentences))
    headline = template.headline.format(**words)
    return Bulletin(template, subject, span, headline, tuple(paragraphs), left_out, reach_of(facts))


def sentence_of(
    sentence: str, template: Template, counted: Mapping[str, Counted], words: Mapping[str, str]
) -> tuple[Piece, ...] | None:
    """The pieces of a sentence; None when a figure in it is missing, nothing, or too small to print."""
    pieces: list[Piece] = []
    at = 0
    for found in FIGURE.finditer(sentence):
        pieces.append(Piece(sentence[at : found.start()]))
        at = found.end()
        name, change = found.group(1), found.group(2)
        if name in words:
            pieces.append(Piece(words[name]))
            continue
        measure = template.measures[name]
        indicator, figure = template.indicators[measure.indicator], counted[name]
        if change:
            pieces.append(Piece(_change(indicator, figure)))
            continue
        text = figure_words(indicator, figure.now, measure.unit)
        if text is None:
            return None
        pieces.append(Piece(text, indicator, figure.now.value))
    pieces.append(Piece(sentence[at:]))
    return tuple(piece for piece in pieces if piece.text)


def figure_words(indicator: Indicator, amount: Amount, unit: str = "") -> str | None:
    """A figure with its unit as the papers print it; None for what is missing, nothing, or too small to print."""
    if amount.counts is not None:
        top, bottom = amount.counts
        if not (top and bottom) or _tells_a_small_one(indicator, top, bottom):
            return None
        return numbers.share_words(top, bottom)
    if not amount.value or is_suppressed(indicator, amount.value):
        return None
    if indicator.unit == "分":
        return numbers.sum_words(amount.value)
    if indicator.unit == "分钟":
        return numbers.hours_words(amount.value)
    return f"{numbers.worded(amount.value)}{unit or indicator.unit}"


def is_suppressed(indicator: Indicator, value: int) -> bool:
    """Whether a count of residents' matters is so small that it would point at somebody."""
    return indicator.fact in ABOUT_RESIDENTS and 0 < value < LEAST_SHOWN


def _tells_a_small_one(indicator: Indicator, top: int, bottom: int) -> bool:
    """Whether a share of residents' matters is of so few, or of all but so few, that it would point at somebody."""
    sets = [indicator_set(name).indicators for name in DEFAULT_INDICATORS]
    parts = [one[key] for key in indicator.of for one in sets if key in one]
    least = min(top, bottom - top) if bottom > top else top
    return any(is_suppressed(part, least) for part in parts)


def _change(indicator: Indicator, figure: Counted) -> str:
    """，比上年同期增长… with the comma before it, or nothing."""
    if indicator.measure == Measure.RATIO or not figure.now.value or not figure.before.value:
        return ""
    words = numbers.change_words(figure.now.value, figure.before.value)
    return f"，{words}" if words else ""


def _words(subject: Subject, span: Span) -> dict[str, str]:
    last = span.last_day
    return {
        "place": subject.name,
        "unit_name": subject.name,
        "period": span.words.replace(" ", ""),
        "as_of": f"{last.year}年{last.month}月{last.day}日",
    }


def _count(template: Template, subject: Subject, span: Span, facts: Facts) -> dict[str, Counted]:
    """Every figure of the template, now and a year ago: four computations whatever their number."""
    found: dict[tuple[str, bool], dict[str, Amount]] = {}
    for counted in {one.counted for one in template.measures.values()}:
        keys = [one.indicator for one in template.measures.values() if one.counted == counted]
        for is_past in (False, True):
            periods = _periods(span, counted, is_past=is_past)
            found[counted, is_past] = dict(by_indicator(keys, _grouping(subject, periods), facts))
    missing = Amount()
    return {
        name: Counted(
            found[one.counted, False].get(one.indicator, missing),
            found[one.counted, True].get(one.indicator, missing),
        )
        for name, one in template.measures.items()
    }


def _periods(span: Span, counted: str, *, is_past: bool) -> Periods:
    back = 1 if is_past else 0
    if counted == "period":
        return Periods(span.start.year - back, span.start.month, months=span.months)
    return Periods(span.start.year - back, 1, months=span.last_day.month)


def _grouping(subject: Subject, periods: Periods) -> Grouping:
    if subject.level == Level.STATION:
        return Grouping(periods, units=(subject.key,))
    return Grouping(periods, place=subject.region_code[: DIGITS[subject.level]])


def plain(bulletin: Bulletin) -> Iterator[str]:
    """Headline and paragraphs, for copying."""
    yield bulletin.headline
    yield from bulletin.texts
