"""The words an editor offers for a filter: columns, their codes, facts hung together, functions. Data for the shared field."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass

from django.utils.translation import gettext as _

from yimi.core.language import in_english
from yimi.engine.catalogue import Column, Fact, load_catalogue
from yimi.engine.expressions.functions import FUNCTIONS, QUANTIFIERS, SPECIAL
from yimi.engine.indicators import IndicatorSet
from yimi.engine.kinds import NAMES, Kind
from yimi.insight.figures.words import in_language, in_one_language
from yimi.insight.local.columns import is_birth
from yimi.people.models import StatusKind
from yimi.services.models import ServiceItem

#: Columns that a filter only ever asks whether they are known.
_ONLY_KNOWN = frozenset({Kind.UID, Kind.REGION, Kind.TEXT})
_SKIPPED = frozenset({"in_region", "min", "sum"})


@dataclass(frozen=True, slots=True)
class Word:
    """``insert`` goes into the text, ``|`` being where the caret lands; ``label`` and ``detail`` tell what it is."""

    insert: str
    label: str
    detail: str
    kind: str


def words_for(fact_name: str, known: IndicatorSet) -> list[dict[str, str]]:
    """Everything that can stand in a filter over the fact. Two queries."""
    fact = load_catalogue().fact(fact_name)
    found = [
        *_of_fact(fact, "", ""),
        *_items(fact),
        *_above(fact),
        *_below(fact),
        *_statuses(fact),
        *_functions(),
        *_parameters(known),
        *_plain(),
    ]
    return [asdict(one) for one in found]


def _of_fact(fact: Fact, path: str, owner: str) -> Iterator[Word]:
    for column in fact.columns.values():
        name, label = f"{path}{column.name}", f"{owner}{_label(column)}"
        if is_birth(column):
            continue
        if column.kind in _ONLY_KNOWN:
            if column.nullable:
                yield Word(f"{name} is not null", f"{label} {_('已知')}", _kind(column), "column")
            continue
        yield Word(name, label, _kind(column), "column")
        for code, zh in column.codes.items():
            told = f"{label} {_('是')}“{in_language(zh)}”"
            yield Word(f"{name} = '{code}'", told, _("代码"), "code")
    if path:
        return
    for short in fact.shorthands.values():
        inside = ", ".join(_argument(name) for name in short.arguments)
        insert = f"{short.name}({inside})" if short.arguments else short.name
        yield Word(_one_caret(insert), in_one_language(short.zh, short.en), _("简写"), "shorthand")


def _items(fact: Fact) -> Iterator[Word]:
    if "item" not in fact.columns or fact.name != "service_contact":
        return
    for item in ServiceItem.objects.order_by("code"):
        yield Word(
            f"item = '{item.code}'",
            f"{_label(fact.columns['item'])} {item.label}",
            _("代码"),
            "code",
        )


def _above(fact: Fact) -> Iterator[Word]:
    for link in fact.parents.values():
        other = load_catalogue().fact(link.fact)
        yield from _of_fact(other, f"{link.name}.", _("%(fact)s：") % {"fact": _title(other)})


def _below(fact: Fact) -> Iterator[Word]:
    for link in fact.children.values():
        title = _title(load_catalogue().fact(link.fact))
        for name, told in (("any", _("至少有一条%(fact)s")), ("count", _("%(fact)s的条数"))):
            yield Word(f"{name}({link.name}, |)", told % {"fact": title}, _("子表"), "child")


def _statuses(fact: Fact) -> Iterator[Word]:
    """Whether a resident has a status, from the resident's own fact."""
    if "status" not in fact.shorthands:
        return
    for kind in StatusKind.objects.order_by("code"):
        yield Word(
            f"status('{kind.code}')",
            _("现有身份：%(name)s") % {"name": kind.label},
            _("简写"),
            "code",
        )


def _functions() -> Iterator[Word]:
    told = {name: one.zh for name, one in FUNCTIONS.items()} | SPECIAL | QUANTIFIERS
    for name, words in told.items():
        if name not in _SKIPPED:
            yield Word(f"{name}(|)", words, _("函数"), "function")


def _parameters(known: IndicatorSet) -> Iterator[Word]:
    for one in known.pack.content.get("parameter", []):
        if "title" in one:
            yield Word(
                f"param('{one['id']}')",
                in_one_language(one["title"], one.get("title_en", "")),
                _("参数"),
                "parameter",
            )


def _plain() -> Iterator[Word]:
    yield from (
        Word("and ", _("并且"), "and", "word"),
        Word("or ", _("或者"), "or", "word"),
        Word("not ", _("不是"), "not", "word"),
        Word("is null", _("不知道、没有填"), "is null", "word"),
        Word("is not null", _("知道、填了"), "is not null", "word"),
        Word("in ('|')", _("是其中之一"), "in", "word"),
        Word("between | and ", _("在两者之间，含两端"), "between", "word"),
        Word(":as_of", _("时段最后一天"), _("日期"), "word"),
        Word(":period_start", _("时段第一天"), _("日期"), "word"),
        Word(":period_end", _("时段过后的第一天"), _("日期"), "word"),
    )


def _argument(name: str) -> str:
    return {"day": ":as_of", "years": "60"}.get(name, "'|'")


def _one_caret(insert: str) -> str:
    head, mark, tail = insert.partition("|")
    return head + mark + tail.replace("|", "")


def _title(fact: Fact) -> str:
    return in_one_language(fact.zh, fact.en)


def _label(column: Column) -> str:
    return in_one_language(column.zh, column.en.partition("(")[0].strip())


def _kind(column: Column) -> str:
    return column.kind.value if in_english() else NAMES[column.kind]
