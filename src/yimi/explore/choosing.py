"""What can be chosen beside a table: indicators, rows, cuts, times. Everything is a link or a form of the address."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from yimi.core.language import in_english
from yimi.engine.catalogue import load_catalogue
from yimi.engine.indicators import Indicator, IndicatorSet
from yimi.insight.figures.indicators import has_units, is_local, parts_of, title_of
from yimi.insight.figures.question import LEVELS, Question
from yimi.insight.figures.spans import STEPS, Span
from yimi.insight.figures.words import cut_name, span_name

ROWS = {
    "": _("一行合计"), "province": _("省"), "city": _("市"), "county": _("县（市、区）"), "town": _("乡镇（街道）"),
    "village": _("村（社区）"), "unit": _("站点"), "month": _("月份"), "quarter": _("季度"), "year": _("年份"),
}  # fmt: skip


def choices(question: Question, known: IndicatorSet) -> dict[str, Any]:
    """The form's lists, with what is chosen marked."""
    return {
        "groups": _indicators(question, known),
        "chosen": [title_of(known.get(key)) for key in question.indicators],
        "rows": [
            (name, label, name == question.rows) for name, label in _rows(question, known).items()
        ],
        "cuts": [(name, label, name in question.cuts) for name, label in _cuts(question, known)],
    }


def _indicators(question: Question, known: IndicatorSet) -> list[tuple[Any, list[Any]]]:
    """By what they count; a place's own together."""
    groups: dict[Any, list[Any]] = {}
    for one in known.indicators.values():
        if one.withdrawn_on and one.key not in question.indicators:
            continue  # an old view still reads it; nobody chooses it anew
        fact = load_catalogue().fact(parts_of(one, known)[0].fact)
        entry = (one.key, title_of(one), one.key in question.indicators)
        title = fact.en if in_english() else fact.zh
        groups.setdefault(_("本地指标") if is_local(one) else title, []).append(entry)
    return list(groups.items())


def _rows(question: Question, known: IndicatorSet) -> dict[str, Any]:
    """The kinds of row that this place, time and indicators allow."""
    allowed: dict[str, Any] = {"": ROWS[""]}
    if question.unit:
        allowed["village"] = ROWS["village"]
    else:
        allowed |= {
            name: ROWS[name]
            for name, digits in LEVELS.items()
            if digits > len(question.place) and (name != "village" or len(question.place) == 9)
        }
        chosen = [known.get(key) for key in question.indicators]
        if all(has_units(one, known, load_catalogue()) for one in chosen):
            allowed["unit"] = ROWS["unit"]
    for name in STEPS:
        if question.span.months > STEPS[name] and question.span.may_be_cut_by(name):
            allowed[name] = ROWS[name]
    allowed |= dict(_cuts(question, known))
    return allowed if question.rows in allowed else allowed | {question.rows: question.rows}


def _cuts(question: Question, known: IndicatorSet) -> list[tuple[str, str]]:
    """Cuts that every chosen indicator has."""
    parts: list[Indicator] = [
        part for key in question.indicators for part in parts_of(known.get(key), known)
    ]
    shared = [cut for cut in parts[0].cuts if all(cut in part.cuts for part in parts)]
    return [(cut, cut_name(parts[0], cut)) for cut in shared]


def other_times(question: Question, *, today: date) -> dict[str, Any]:
    """Before and after, and the usual times, as addresses."""
    span = question.span
    usual = [
        Span.month_of(today),
        Span.month_of(today).shifted(-1),
        Span(today.year, (today.month - 1) // 3 * 3 + 1, 3),
        Span(today.year, 1, today.month),
        Span(today.year - 1, 1, 12),
    ]
    later = span.shifted(span.months)
    return {
        "earlier": _at(question, span.shifted(-span.months)),
        "later": _at(question, later) if later.start <= today else None,
        "usual": [_at(question, one) for one in dict.fromkeys(usual) if one != span],
    }


def _at(question: Question, span: Span) -> tuple[str, str]:
    """A time's name and address; rows that it does not consist of become one."""
    rows = question.rows
    if question.by_period and (not span.may_be_cut_by(rows) or span.months == STEPS[rows]):
        rows = ""
    return span_name(span), question.but(span=span, rows=rows).query()
