"""Checks of what a source leaves open: units, definitions, lists, denominators, days, and slips of the pen."""

from __future__ import annotations

import re
from collections.abc import Iterator

from yimi.engine.figures.definitions import Figure, FigureSet, Finding, Weight, finding

#: Three characters or more, twice in a row; or a bracketed word that is said again at once.
REPEATED = re.compile(r"([\u4e00-\u9fff]{3,})\1|（([\u4e00-\u9fff]+)）\2")


def unit_differs(figures: FigureSet) -> Iterator[Finding]:
    """Figures counted in another unit than is usual for their concept."""
    for figure in figures:
        concept = figures.concepts.get(figure.key)
        if concept is None or figure.kind in concept.units:
            continue
        usual = "、".join(_words(figures, kind) for kind in concept.units)
        same = concept.indicators.get(figure.kind)
        beside = (
            f"只能和按{figure.unit}计的指标对照" if same else f"不能和按{usual}计的数对照，要先弄清数的是什么"
        )  # fmt: skip
        yield finding(
            "unit_differs", Weight.CAUTION, [figure],
            f"{figure.what}“{figure.written}”的单位是{figure.unit}；{concept.title}通常按{usual}计，{beside}。",
            f"“{figure.written}” is counted in {figure.kind}; usual for it: {', '.join(concept.units)}.",
        )  # fmt: skip


def over_events(figures: FigureSet) -> Iterator[Finding]:
    """Persons over several events (the same one twice?), and months summed over several stays (how many days?)."""
    why = {
        "persons": ("同一个人参加几次算一人还是几人，原文没有写", "whether one person at two of them is one or two is not said"),
        "months": ("几次加起来的“月”合多少天，原文没有写", "how many days make a month of several stays is not said"),
    }  # fmt: skip
    for figure, events in figures.with_link("over"):
        if figure.kind in why and events.value is not None and events.value > 1:
            zh, en = why[figure.kind]
            yield finding(
                "over_events", Weight.CAUTION, [figure, events],
                f"{figure.what}“{figure.written}”是“{events.written}”合起来的数：{zh}。",
                f"“{figure.written}” is gathered over “{events.written}”: {en}.",
            )  # fmt: skip


def undefined(figures: FigureSet) -> Iterator[Finding]:
    """Figures of concepts that mean nothing without a definition. One finding for an article and concept."""
    found: dict[tuple[str, str], list[Figure]] = {}
    for figure in figures:
        concept = figures.concepts.get(figure.key)
        if concept is not None and concept.needs:
            found.setdefault((figure.article.id, figure.key), []).append(figure)
    for told in found.values():
        concept = figures.concepts[told[0].key]
        names = "、".join(f"“{figure.written}”" for figure in told)
        yield finding(
            "undefined", Weight.CAUTION, told,
            f"{concept.title}（{names}）：原文没有写{concept.needs}。",
            f"{concept.key}: the text gives no definition.",
        )  # fmt: skip


def not_listed(figures: FigureSet) -> Iterator[Finding]:
    """Names that say how many there are (小社九助, 29 项) without saying which."""
    for figure in figures:
        if figure.enumerates and not figure.members:
            yield finding(
                "not_listed", Weight.CAUTION, [figure],
                f"{figure.what}“{figure.written}”：原文没有列出是哪些。",
                f"“{figure.written}” is a number of things that the text does not list.",
            )  # fmt: skip


def member_count(figures: FigureSet) -> Iterator[Finding]:
    """Lists that are longer or shorter than the number they stand beside."""
    for figure in figures:
        if figure.members and figure.enumerates and figure.value != len(figure.members):
            yield finding(
                "member_count", Weight.CONFLICT, [figure],
                f"{figure.what}“{figure.written}”，原文列出了 {len(figure.members)} 个：{'、'.join(figure.members)}。",
                f"“{figure.written}”, but {len(figure.members)} are listed.",
            )  # fmt: skip


def member_missing(figures: FigureSet) -> Iterator[Finding]:
    """Lists whose members have figures of their own, all but some."""
    given: dict[str, set[str]] = {}
    for part, whole in figures.with_link("member_of"):
        given.setdefault(whole.id, set()).add(part.member)
    for name, told in given.items():
        whole = figures.figures[name]
        missing = [member for member in whole.members if member not in told]
        if missing:
            yield finding(
                "member_missing", Weight.CAUTION, [whole],
                f"{whole.what}“{whole.written}”里，{'、'.join(missing)}一级没有对应的数。",
                f"“{whole.written}”: no figure for {', '.join(missing)}.",
            )  # fmt: skip


def no_number(figures: FigureSet) -> Iterator[Finding]:
    """Figures that are only a word: most of them."""
    for figure in figures:
        if figure.value is None:
            yield finding(
                "no_number", Weight.CAUTION, [figure],
                f"{figure.what}：原文只说“{figure.written}”，没有数。",
                f"Only “{figure.written}”, no number.",
            )  # fmt: skip


def no_table(figures: FigureSet) -> Iterator[Finding]:
    """A range of amounts that depends on something, without the table that says how."""
    for figure in figures:
        if figure.upto is not None and figure.by:
            yield finding(
                "no_table", Weight.CAUTION, [figure],
                f"{figure.what}“{figure.written}”按{figure.by}而定，原文没有给出各级是多少。",
                f"“{figure.written}” depends on a table that the text does not give.",
            )  # fmt: skip


def readings(figures: FigureSet) -> Iterator[Finding]:
    """Figures that whoever entered them could read in more than one way."""
    for figure in figures:
        if len(figure.readings) > 1:
            yield finding(
                "readings", Weight.CAUTION, [figure],
                f"{figure.what}“{figure.written}”有几种读法：{'；'.join(figure.readings)}。",
                f"“{figure.written}” can be read in {len(figure.readings)} ways.",
            )  # fmt: skip


def no_denominator(figures: FigureSet) -> Iterator[Finding]:
    """Coverage of a place for which no source says how many there are to cover. One finding for a place."""
    told: set[tuple[str, str]] = set()
    for figure in figures:
        concept = figures.concepts.get(figure.key)
        if concept is None or not concept.denominator or (figure.place, figure.key) in told:
            continue
        told.add((figure.place, figure.key))
        if not any(f.key == concept.denominator and f.place == figure.place for f in figures):
            kind = figures.concepts[concept.denominator].title
            yield finding(
                "no_denominator", Weight.CAUTION, [figure],
                f"{figure.what}“{figure.written}”：原文没有写一共有多少{kind}，算不出到了百分之几。",
                f"“{figure.written}”: how many there are to cover is not said.",
            )  # fmt: skip


def outside_programme(figures: FigureSet) -> Iterator[Finding]:
    """Days that lie before or after the programme that the article announces."""
    for figure in figures:
        first, last = figure.article.starts_on, figure.article.ends_on
        if first is None or last is None:
            continue
        for day in (figure.starts_on, figure.due_on):
            if day is not None and not first <= day <= last:
                yield finding(
                    "outside_programme", Weight.CAUTION, [figure],
                    f"{figure.what}的日期是 {day}，办法或活动是 {first} 至 {last}：不在其中，要按原文另行认定。",
                    f"The day {day} lies outside {first} to {last}.",
                )  # fmt: skip


def repeated_words(figures: FigureSet) -> Iterator[Finding]:
    """Words that stand twice, in a sentence or in the credit line. The finding names a figure of the article."""
    for article in figures.articles:
        for sentence in (*article.sentences, article.credit):
            for match in REPEATED.finditer(sentence):
                about = _of_sentence(figures, article.id, sentence)
                yield finding(
                    "repeated_words", Weight.NOTE, about,
                    f"《{article.title}》原文“{match[0]}”文字重复，照录未改。",
                    f"“{match[0]}”: words repeated in the original, kept as they stand.",
                )  # fmt: skip


def slip(figures: FigureSet) -> Iterator[Finding]:
    """Known wordings that are the wrong way round."""
    for article in figures.articles:
        for sentence in article.sentences:
            for written, right in figures.slips:
                if written in sentence:
                    yield finding(
                        "slip", Weight.NOTE, _of_sentence(figures, article.id, sentence),
                        f"《{article.title}》原文“{written}”，应是“{right}”，照录未改。",
                        f"“{written}” should read “{right}”; kept as it stands.",
                    )  # fmt: skip


def _of_sentence(figures: FigureSet, article: str, sentence: str) -> list[Figure]:
    """The figures of a sentence; the article's first where it has none."""
    mine = [figure for figure in figures if figure.article.id == article]
    return [figure for figure in mine if figure.sentence == sentence] or mine[:1]


def _words(figures: FigureSet, kind: str) -> str:
    """The first word for a kind of unit."""
    word: str = figures.pack.content["units"][kind][0]
    return word
