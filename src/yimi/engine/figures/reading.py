"""From a pack to figures: every word checked, with the article and figure named where something is wrong."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import fields
from datetime import date
from decimal import Decimal
from typing import Any

from yimi.engine.errors import PackError, Where, nearest
from yimi.engine.figures.definitions import (
    LINKS,
    Article,
    Concept,
    Figure,
    FigureSet,
    Page,
    Qualifier,
)
from yimi.engine.figures.wording import read_written
from yimi.engine.packs import Pack
from yimi.engine.regions import prefix_of

#: What an entry may say beside ``id``, ``key`` and ``at``.
ENTRY = {name.name for name in fields(Figure)} - {"article", "sentence", "kind", "written"} | {"at"}
DATES = ("starts_on", "ends_on", "due_on")
LISTS = ("members", "readings", "of")


def read_figures(pack: Pack) -> FigureSet:
    """The figures of ``pack``. Raises :class:`PackError` naming the file, and the article or figure."""
    file = "/".join(pack.path.parts[-3:])
    try:
        if pack.kind != "figures":
            raise PackError("pack_kind", f"这不是数字包（kind = {pack.kind}）。")
        return _Reader(pack).read()
    except PackError as error:
        raise error.inside(file=file) from error
    except (KeyError, TypeError, AttributeError) as error:
        raise PackError("pack_entry", f"缺少或写错了 {error}。", Where(file)) from error


class _Reader:
    """One pack at hand."""

    def __init__(self, pack: Pack) -> None:
        self.pack, self.content = pack, pack.content
        self.kinds = {word: kind for kind, words in self.content["units"].items() for word in words}
        self.pages = {entry["id"]: Page(**entry) for entry in self.content.get("page", [])}
        self.figures: dict[str, Figure] = {}

    def read(self) -> FigureSet:
        concepts = {entry["key"]: self._concept(entry) for entry in self.content.get("concept", [])}
        articles = [self._article(entry) for entry in self.content.get("article", [])]
        for article, entry in zip(articles, self.content.get("article", []), strict=True):
            for sentence in entry.get("sentence", []):
                for line in sentence.get("figures", []):
                    self._add(line, sentence["text"], article, concepts)
        if not self.figures:
            raise PackError("no_figures", "这个包里没有数字。")
        for figure in self.figures.values():
            self._check_links(figure)
        slips = tuple((entry["written"], entry["right"]) for entry in self.content.get("slip", []))
        return FigureSet(self.pack, concepts, tuple(articles), self.figures, slips)

    def _concept(self, entry: Mapping[str, Any]) -> Concept:
        concept = Concept(**{**entry, "units": tuple(entry["units"])})
        known = self.content["units"]
        for kind in (*concept.units, *concept.indicators):
            if kind not in known:
                raise PackError(
                    "unknown_unit", f"没有“{kind}”这类单位。{nearest(kind, known)}", Where(rule=concept.key)
                )  # fmt: skip
        return concept

    def _article(self, entry: Mapping[str, Any]) -> Article:
        where = Where(rule=str(entry.get("id", "?")))
        try:
            if entry["page"] not in self.pages:
                raise PackError(
                    "unknown_page", f"没有版面“{entry['page']}”。{nearest(entry['page'], self.pages)}", where
                )  # fmt: skip
            prefix_of(entry["place"])
            span = entry.get("programme", {})
            return Article(
                id=entry["id"],
                page=self.pages[entry["page"]],
                title=entry["title"],
                place=_place(entry["place"]),
                as_of=_day(entry["as_of"]),
                about=entry.get("about", False),
                credit=entry.get("credit", ""),
                starts_on=span.get("from"),
                ends_on=span.get("to"),
                sentences=tuple(line["text"] for line in entry.get("sentence", [])),
            )
        except (KeyError, ValueError) as error:
            raise PackError(
                "article",
                f"报道缺少或写错了 {error}：要有 page、title、place（区划代码）、as_of。",
                where,
            ) from error

    def _add(
        self,
        entry: Mapping[str, Any],
        sentence: str,
        article: Article,
        concepts: Mapping[str, Concept],
    ) -> None:
        where = Where(rule=str(entry.get("id", f"{article.id}.?")))
        for name in ("id", "key", "at"):
            if not entry.get(name):
                raise PackError("figure", f"数字缺少 {name}。", where)
        if strange := sorted(set(entry) - ENTRY):
            raise PackError(
                "figure", f"没有“{strange[0]}”这一项。{nearest(strange[0], ENTRY)}", where
            )
        if entry["id"] in self.figures:
            raise PackError("figure_twice", "两个数字用了同一个 id。", where)
        concept = concepts.get(entry["key"])
        if concept is None and "what" not in entry:
            raise PackError(
                "figure_what",
                f"“{entry['key']}”不在 [[concept]] 里，要写 what（说的是什么）。{nearest(entry['key'], concepts)}",
                where,
            )
        values = self._number(entry, sentence, where)
        plain = {name: entry[name] for name in entry if name not in {"at", "what", *values}}
        for name in DATES:
            if name in plain and not isinstance(plain[name], date):
                raise PackError("figure_date", f"{name} 要写成日期 2022-09-14，不加引号。", where)
        for name in LISTS:
            if name in plain:
                plain[name] = tuple(plain[name])
        try:
            plain["place"] = _place(entry.get("place", article.place))
        except ValueError:
            raise PackError(
                "figure_place", f"place“{entry['place']}”不是区划代码。", where
            ) from None
        self.figures[entry["id"]] = Figure(
            **plain,
            **values,
            what=entry.get("what") or (concept.title if concept else ""),
            written=entry["at"],
            sentence=sentence,
            article=article,
        )

    def _number(self, entry: Mapping[str, Any], sentence: str, where: Where) -> dict[str, Any]:
        """Value, qualifier and unit: from the words, or as the entry says where the words hold no plain number."""
        words = entry["at"]
        if words not in sentence:
            raise PackError("figure_words", f"句子里没有“{words}”这几个字。", where)
        found = read_written(words, self.kinds)
        unit = entry.get("unit") or (found.unit if found else "")
        if unit not in self.kinds:
            hint = f"“{unit}”不在 [units] 里" if unit else f"“{words}”里没有认得的单位"
            raise PackError("figure_unit", f"{hint}，请写 unit，或在 [units] 里补上。", where)
        try:
            qualifier = Qualifier(entry.get("qualifier") or (found.qualifier if found else "exact"))
        except ValueError:
            raise PackError(
                "figure_qualifier",
                f"没有限定词“{entry['qualifier']}”。{nearest(entry['qualifier'], list(Qualifier))}",
                where,
            ) from None
        given = entry.get("value")
        if given is not None and (isinstance(given, bool) or not isinstance(given, int | float)):
            raise PackError("figure_value", f"value 要是数，写的是“{given}”。", where)
        value = Decimal(str(given)) if given is not None else found.value if found else None
        if value is None and words != "大部分":
            raise PackError("figure_value", f"从“{words}”里读不出数，请写 value。", where)
        return {
            "value": value,
            "upto": found.upto if found and given is None else None,
            "qualifier": Qualifier.MOST if value is None else qualifier,
            "unit": unit,
            "kind": self.kinds[unit],
        }

    def _check_links(self, figure: Figure) -> None:
        where = Where(rule=figure.id)
        for link, name in _named(figure):
            if name not in self.figures:
                raise PackError(
                    "unknown_figure", f"{link} 里的“{name}”不是数字的 id。{nearest(name, self.figures)}", where
                )  # fmt: skip
        if figure.of and len(figure.of) != 2:
            raise PackError("figure_of", "of 要写两个数字：先分子，后分母。", where)
        if figure.part_of and not figure.cut:
            raise PackError("figure_cut", "part_of 要和 cut（按什么分）一起写。", where)
        if figure.member_of and figure.member not in self.figures[figure.member_of].members:
            raise PackError(
                "figure_member", f"“{figure.member}”不在“{figure.member_of}”的 members 里。", where
            )


def _named(figure: Figure) -> Iterator[tuple[str, str]]:
    for link in LINKS:
        names = getattr(figure, link)
        for name in names if isinstance(names, tuple) else [names] if names else []:
            yield link, name


def _place(code: str) -> str:
    """Twelve digits; the whole country is all zeros."""
    return prefix_of(code).ljust(12, "0")


def _day(value: Any) -> date:
    if not isinstance(value, date):
        raise ValueError("as_of")
    return value
