"""A question to the figures: which indicators, where, when, broken down by what. Its address can be pasted into a chat.

    ?i=P01_person_times&at=411623&rows=town&t=2026-Q3&cut=domain&vs=year&known=2026-10-31

``at`` is the code prefix of a place, or ``unit:`` and a unit's uid; without it, the whole country.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from yimi.core.clock import SHANGHAI
from yimi.core.errors import Invalid
from yimi.engine.errors import EngineError
from yimi.engine.indicators import IndicatorSet
from yimi.engine.regions import prefix_of
from yimi.insight.figures.spans import STEPS, Span

#: Rows by place → digits of the code; "" is one row for all.
LEVELS = {"province": 2, "city": 4, "county": 6, "town": 9, "village": 12}
VILLAGE = LEVELS["village"]
MAX_INDICATORS = 8
MAX_CUTS = 2
UNIT_SIGN = "unit:"
#: Digits of a town; such a code that ends in zeros is the county's own rows.
OWN = 9


@dataclass(frozen=True)
class Question:
    """``place`` is a code prefix ("" the whole country) unless ``unit`` names a unit; ``rows``: "", a level, "unit",
    month, quarter, year, or a cut; ``cuts`` become columns; ``versus``: "year", "target" or both; ``known_on``: as it
    was known at the end of that day.
    """

    indicators: tuple[str, ...]
    span: Span
    place: str = ""
    unit: UUID | None = None
    rows: str = ""
    cuts: tuple[str, ...] = ()
    versus: tuple[str, ...] = ()
    known_on: date | None = None

    @property
    def digits(self) -> int:
        """Of the codes of its rows; 0 when the rows are no places."""
        return LEVELS.get(self.rows, 0)

    @property
    def row_cut(self) -> str:
        """The cut whose values are the rows."""
        return "" if self.rows in {"", "unit", *LEVELS, *STEPS} else self.rows

    @property
    def by_period(self) -> bool:
        """Whether the rows are periods."""
        return self.rows in STEPS

    @property
    def known_at(self) -> datetime | None:
        """The end of ``known_on`` in China."""
        return end_of(self.known_on) if self.known_on else None

    def params(self) -> dict[str, str]:
        """Its address as names and values, always in the same order and form."""
        at = f"{UNIT_SIGN}{self.unit}" if self.unit else self.place
        told = {
            "i": ",".join(self.indicators),
            "at": at,
            "rows": self.rows,
            "t": str(self.span),
            "cut": ",".join(self.cuts),
            "vs": ",".join(self.versus),
            "known": self.known_on.isoformat() if self.known_on else "",
        }
        return {name: value for name, value in told.items() if value}

    def query(self) -> str:
        """The canonical query string."""
        return urlencode(self.params(), safe=",:.")

    def but(self, **changes: Any) -> Question:
        """The same with changes."""
        return replace(self, **changes)

    @classmethod
    def parse(
        cls, params: Mapping[str, str], *, default: Question, known: IndicatorSet
    ) -> Question:
        """From an address; what it leaves out is ``default``'s. Raises :class:`Invalid` with one sentence per name."""
        wrong: dict[str, list[Any]] = {}
        question = replace(default, **_read(params, default, wrong))
        if not wrong:
            _check(question, known, wrong)
        if wrong:
            raise Invalid(wrong)
        return question


def _read(
    params: Mapping[str, str], default: Question, wrong: dict[str, list[Any]]
) -> dict[str, Any]:
    """The fields that the address gives; whatever does not read is noted in ``wrong``."""
    read: dict[str, Any] = {}
    if "i" in params:
        read["indicators"] = _names(params["i"])
    if "rows" in params:
        read["rows"] = params["rows"].strip()
    if "cut" in params:
        read["cuts"] = _names(params["cut"])
    if "vs" in params:
        read["versus"] = tuple(one for one in ("year", "target") if one in _names(params["vs"]))
    try:
        if params.get("t"):
            read["span"] = Span.parse(params["t"].strip())
    except ValueError:
        wrong["t"] = [_("时间写作 2026-10、2026-Q3、2026 或 2026-01..2026-10。")]
    try:
        if params.get("known"):
            read["known_on"] = date.fromisoformat(params["known"])
    except ValueError:
        wrong["known"] = [_("日期写作 2026-10-31。")]
    try:
        if "at" in params:
            read["place"], read["unit"] = read_place(params["at"].strip())
    except ValueError:
        wrong["at"] = [_("地区写区划代码，例如 411623。")]
    return read


def end_of(day: date) -> datetime:
    """The end of a day in China."""
    return datetime.combine(day + timedelta(days=1), time(), SHANGHAI)


def read_place(text: str) -> tuple[str, UUID | None]:
    """A code prefix or ``unit:`` and a uid; raises ValueError.

    >>> read_place("411623000000"), read_place("")
    (('411623', None), ('', None))
    """
    if text.startswith(UNIT_SIGN):
        return "", UUID(text.removeprefix(UNIT_SIGN))
    if len(text) == OWN and text.isdigit() and text.endswith("000"):
        return text, None  # what a county holds itself, in no town: not the county
    return prefix_of(text), None


def _names(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(part.strip() for part in text.split(",") if part.strip()))


def _check(question: Question, known: IndicatorSet, wrong: dict[str, list[Any]]) -> None:
    if not 0 < len(question.indicators) <= MAX_INDICATORS:
        wrong["i"] = [_("请选 1 到 8 个指标。")]
        return
    try:
        chosen = [known.get(key) for key in question.indicators]
    except EngineError as error:
        wrong["i"] = [error.message]
        return
    if question.by_period and not question.span.may_be_cut_by(question.rows):
        wrong["t"] = [_("这段时间不是由整的月、季度或年组成的，请改时间或改行。")]
    if question.digits and question.digits <= len(question.place):
        wrong["rows"] = [_("所选的级别不在这个地区之下。")]
    if question.unit and question.rows in {"unit", *LEVELS} - {"village"}:
        wrong["rows"] = [_("一个站点的数只能按村（社区）、时间或分类列。")]
    cuts = [*question.cuts, *([question.row_cut] if question.row_cut else [])]
    if len(question.cuts) > MAX_CUTS or len(set(cuts)) < len(cuts):
        wrong["cut"] = [_("最多再分两层，不能重复。")]
    if question.cuts and len(question.indicators) > 1:
        wrong["cut"] = [_("分组时请只选一个指标。")]
    for indicator in chosen:
        parts = [known.get(key) for key in indicator.of] if indicator.of[0] else [indicator]
        if missing := [cut for cut in cuts if any(cut not in part.cuts for part in parts)]:
            name = "rows" if question.row_cut in missing else "cut"
            wrong[name] = [_("“%(title)s”不能这样分。") % {"title": indicator.title}]


def level_below(place: str) -> str:
    """The level right below a place.

    >>> level_below("41"), level_below("411623"), level_below("")
    ('city', 'town', 'province')
    """
    below = [name for name, digits in LEVELS.items() if digits > len(place)]
    return below[0] if below else ""
