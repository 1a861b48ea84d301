"""The words that offices use for codes: relations, sexes, ethnic groups, statuses. Pure look-ups."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Protocol

from yimi.core.codes.tables import ETHNIC_GROUPS, RELATIONS
from yimi.imports.cells import Parser, parse_list
from yimi.imports.faults import CellRefused, Problem

_SEXES = {"男": "1", "女": "2", "1": "1", "2": "2", "m": "1", "f": "2", "男性": "1", "女性": "2"}
#: Other words for the relations of GB/T 4761.
_RELATIONS = {
    "本人": "02", "自己": "02", "户主本人": "02", "妻子": "12", "老伴": "10", "爱人": "10", "丈夫": "11", "夫妻": "10",
    "儿子": "20", "儿": "20", "女儿": "30", "闺女": "30", "大儿子": "22", "二儿子": "23", "三儿子": "24", "二子": "23",
    "大女儿": "32", "二女儿": "33", "三女儿": "34", "二女": "33", "养子": "27", "继子": "27", "养女": "37", "继女": "37",
    "媳妇": "38", "孙": "41", "长孙": "41", "次孙": "41", "长孙女": "42", "外孙": "43", "孙媳": "45", "孙婿": "46",
    "孙女婿": "46", "曾孙": "47", "曾孙女": "48", "父": "51", "母": "52", "爸爸": "51", "妈妈": "52", "父母亲": "50",
    "岳父母": "55", "继父": "57", "养父": "57", "继母": "58", "养母": "58", "爷爷": "61", "奶奶": "62", "外公": "63",
    "外婆": "63", "姥爷": "63", "姥姥": "64", "外祖母": "64", "哥哥": "71", "哥": "71", "弟弟": "73", "姐姐": "75",
    "妹妹": "77", "兄弟": "70", "姐妹": "70", "嫂子": "72", "弟妹": "74", "侄儿": "93", "叔叔": "83", "伯伯": "81",
    "舅舅": "85", "姑姑": "90", "其他亲戚": "97", "亲属": "97", "保姆": "99", "朋友": "99", "邻居": "99",
}  # fmt: skip
_RELATIONS |= {"外婆": "64"}
_DISABILITIES = {
    "视力": "1",
    "听力": "2",
    "言语": "3",
    "肢体": "4",
    "智力": "5",
    "精神": "6",
    "多重": "7",
}
_DIGITS = {
    "一": "1",
    "二": "2",
    "三": "3",
    "四": "4",
    "1": "1",
    "2": "2",
    "3": "3",
    "4": "4",
    "壹": "1",
    "贰": "2",
}
_ORDINARY = frozenset(
    (
        "普通",
        "普通户",
        "一般",
        "一般户",
        "一般农户",
        "正常",
        "否",
        "非困难",
        "普通居民",
        "无特殊",
        "普通群众",
    )
)
_TAIL = re.compile(r"(对象|人员|家庭成员|家庭|户|老年人|老人|儿童|（持证）|\(持证\)|者|人)+$")
#: Short forms in daily use; the part before is a status code, the part after a variety.
_STATUS_ALIASES = {
    "低保": "dibao", "农村低保": "dibao", "城市低保": "dibao", "最低生活保障": "dibao", "低保边缘": "near_dibao",
    "五保": "tekun", "五保户": "tekun", "特困": "tekun", "特困供养": "tekun", "分散供养": "tekun:scattered",
    "散居特困": "tekun:scattered", "集中供养": "tekun:institution", "事实孤儿": "de_facto_unsupported_child",
    "残疾": "disabled", "残疾人": "disabled", "临时救助": "temporary_assistance", "孤儿": "orphan",
    "监测户": "poverty_return_watch", "脱贫监测": "poverty_return_watch", "防返贫监测": "poverty_return_watch",
}  # fmt: skip

#: A status as the people room records it: kind, level, variety.
Status = tuple[str, str, str]


class StatusKindLike(Protocol):
    """What is needed of a status kind."""

    code: str
    name: str
    levels: list[list[str]]
    varieties: list[list[str]]


def parse_sex(text: str) -> str:
    """GB/T 2261.1.

    >>> parse_sex("女"), parse_sex("男性")
    ('2', '1')
    """
    return _pick(_SEXES, text.lower())


def parse_relation(text: str) -> str:
    """GB/T 4761, from the table's words and people's own.

    >>> parse_relation("户主"), parse_relation("妻子"), parse_relation("外孙子")
    ('02', '12', '43')
    """
    return _pick(_RELATION_WORDS, text.replace(" ", ""))


def parse_ethnic(text: str) -> str:
    """GB/T 3304, with or without 族.

    >>> parse_ethnic("汉"), parse_ethnic("藏族"), parse_ethnic("01")
    ('01', '04', '01')
    """
    return _pick(_ETHNIC_WORDS, text.replace(" ", ""))


def _pick(words: Mapping[str, str], text: str) -> str:
    try:
        return words[text]
    except KeyError:
        raise CellRefused(Problem.UNKNOWN_CHOICE) from None


_RELATION_WORDS = {entry[0]: code for code, entry in RELATIONS.items()} | _RELATIONS
_RELATION_WORDS |= {code: code for code in RELATIONS}
_ETHNIC_WORDS = {code: code for code in ETHNIC_GROUPS} | {
    word: code
    for code, entry in ETHNIC_GROUPS.items()
    for word in (entry[0], entry[0].removesuffix("族"))
}


def status_parser(kinds: Iterable[StatusKindLike]) -> Parser:
    """Reads a cell of statuses ("低保、肢体二级残疾") into (kind, level, variety) tuples."""
    words = _status_words(list(kinds))

    def parse(text: str) -> tuple[Status, ...]:
        found: dict[str, Status] = {}
        for part in parse_list(text):
            if part in _ORDINARY:
                continue
            status = words.get(part) or words.get(_TAIL.sub("", part)) or _disability(part)
            if status is None:
                raise CellRefused(Problem.UNKNOWN_STATUS)
            found[status[0]] = status
        return tuple(found.values())

    return parse


def _status_words(kinds: list[StatusKindLike]) -> dict[str, Status]:
    known = {kind.code for kind in kinds}
    words: dict[str, Status] = {}
    for kind in kinds:
        for name in (kind.code, kind.name, _TAIL.sub("", kind.name)):
            words.setdefault(name, (kind.code, "", ""))
            for stored, label, *_english in kind.varieties:
                words.setdefault(f"{name}{label}", (kind.code, "", stored))
                words.setdefault(f"{label}{name}", (kind.code, "", stored))
            for stored, label, *_english in kind.levels:
                words.setdefault(f"{name}{label}", (kind.code, stored, ""))
                words.setdefault(f"{label}{name}", (kind.code, stored, ""))
    for alias, target in _STATUS_ALIASES.items():
        code, _colon, variety = target.partition(":")
        if code in known:
            words[alias] = (code, "", variety)
    return words


def _disability(text: str) -> Status | None:
    """肢体二级, 二级肢体残疾, 肢体残疾2级 …"""
    kind = next((code for word, code in _DISABILITIES.items() if word in text), "")
    level = re.search(r"([一二三四壹贰1-4])级", text)
    if not kind and not (level and "残" in text):
        return None
    return ("disabled", _DIGITS[level[1]] if level else "", kind)
