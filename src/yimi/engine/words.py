"""The words that an expression over a fact may use, each with its meaning: what an editor offers while somebody types.

A ``|`` in what is put in says where the caret goes. Chinese labels come from the catalogue and from the pack; functions are
told in Chinese in both languages, as their errors are.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from yimi.engine.catalogue import Catalogue, Column, Fact, Link, Shorthand
from yimi.engine.describe import DAYS
from yimi.engine.expressions.functions import FUNCTIONS, SPECIAL
from yimi.engine.kinds import NAMES

KEYWORDS = {
    "and": "且：两边都成立", "or": "或：至少一边成立", "not": "并非", "is null": "不知道（没有登记）", "is not null": "已知",
    "in (|)": "是其中之一", "between | and ": "在两个值之间（含两端）", "true": "是", "false": "否",
    "case when | then  else  end": "分情况取值",
}  # fmt: skip
CODE, SHORT, COLUMN, PARAMETER, CONDITION, CHILD, FUNCTION, KEYWORD = (
    "code", "shorthand", "column", "parameter", "condition", "child", "function", "keyword",
)  # fmt: skip
#: What a quantifier asks, before the child's name.
_CHILD_NAMES = {"any": "至少有一条", "all": "每一条都是", "count": "条数：", "max": "最大：", "min": "最小：", "sum": "合计："}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Word:
    """Something to put in: the text, its name for people, a remark, its kind."""

    insert: str
    label: str
    detail: str
    kind: str


def words_over(
    catalogue: Catalogue,
    subject: str,
    *,
    parameters: Mapping[str, str] | None = None,
    codes: Mapping[str, str] | None = None,
    conditions: Iterable[tuple[str, str]] = (),
    english: bool = False,
) -> list[Word]:
    """All words over ``subject``: ``parameters`` by name, the pack's own ``codes``, ``conditions`` as (words, test)."""
    fact = catalogue.fact(subject)
    found = [*_shorthands(fact, codes or {}, english), *_columns(fact, english)]
    found += [
        Word(f"param('{name}')", title, "当地参数", PARAMETER)
        for name, title in (parameters or {}).items()
    ]
    found += [Word(f"({test})", text, "共用条件", CONDITION) for text, test in conditions]
    found += [*_functions(), *_parents(catalogue, fact, english)]
    for link in fact.children.values():
        found += _child(catalogue, link, english)
    found += [Word(insert, label, "", KEYWORD) for insert, label in KEYWORDS.items()]
    return list(dict.fromkeys(found))


def _name(thing: Fact | Column | Shorthand, english: bool) -> str:
    return thing.en if english else thing.zh


def _columns(fact: Fact, english: bool, *, before: str = "", of: str = "") -> Iterator[Word]:
    where = f"{of} · " if of else ""
    for column in fact.columns.values():
        name = f"{before}{column.name}"
        yield Word(name, _name(column, english), f"{where}{NAMES[column.kind]}", COLUMN)
        for code, meaning in column.codes.items():
            yield Word(f"{name} = '{code}'", meaning, f"{where}{_name(column, english)}", CODE)


def _shorthands(fact: Fact, codes: Mapping[str, str], english: bool) -> Iterator[Word]:
    for short in fact.shorthands.values():
        label = _name(short, english)
        if not short.arguments:
            yield Word(short.name, label, "", SHORT)
            continue
        first, *others = short.arguments
        of_code = "code" in first
        rest = "".join(f", {':as_of' if one in {'day', 'on'} else one}" for one in others)
        opened = "'|'" if of_code else "|"
        yield Word(f"{short.name}({opened}{rest})", label, "", SHORT)
        if of_code and not others:
            for code, meaning in codes.items():
                # what relatives are is written in digits (GB/T 4761), statuses in letters
                if code.isdecimal() == (first == "relation_code"):
                    yield Word(f"{short.name}('{code}')", meaning, label, CODE)


def _parents(catalogue: Catalogue, fact: Fact, english: bool) -> Iterator[Word]:
    for link in fact.parents.values():
        parent = catalogue.fact(link.fact)
        yield from _columns(
            parent, english, before=f"{link.name}.", of=link.zh or _name(parent, english)
        )


def _child(catalogue: Catalogue, link: Link, english: bool) -> Iterator[Word]:
    child = catalogue.fact(link.fact)
    name = link.zh or _name(child, english)
    for quantifier, words in _CHILD_NAMES.items():
        yield Word(f"{quantifier}({link.name}, |)", f"{words}{name}", "子表", CHILD)
    yield from _columns(child, english, of=name)


def _functions() -> Iterator[Word]:
    told = {**{name: function.zh for name, function in FUNCTIONS.items()}, **SPECIAL}
    for name, words in told.items():
        signature, _colon, meaning = words.partition("：")
        insert = f"{name}('|')" if name == "param" else f"{name}(|)"
        yield Word(insert, meaning, signature, FUNCTION)
    yield Word(":as_of", DAYS["as_of"], "", FUNCTION)
