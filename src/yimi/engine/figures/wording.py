"""Numbers as Chinese newspapers write them: 345万余人次, 近60万人次, 上千万人次, 两到三个, 20%左右."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from yimi.engine.figures.definitions import Qualifier

DIGITS = {"零": 0, "一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9}  # fmt: skip
STEPS = {"十": 10, "百": 100, "千": 1000}
GREAT = {"万": 10_000, "亿": 100_000_000}
BEFORE = {
    "将近": Qualifier.NEARLY, "近": Qualifier.NEARLY, "超过": Qualifier.MORE_THAN, "突破": Qualifier.MORE_THAN,
    "超": Qualifier.MORE_THAN, "上": Qualifier.MORE_THAN, "至少": Qualifier.AT_LEAST, "不少于": Qualifier.AT_LEAST,
    "约": Qualifier.ABOUT, "达到": Qualifier.EXACT, "达": Qualifier.EXACT,
}  # fmt: skip
AFTER = {"以上": Qualifier.AT_LEAST, "左右": Qualifier.ABOUT}
NUMBER = r"(?:[0-9][0-9,]*(?:\.[0-9]+)?|[零一二两三四五六七八九十百千]+)[万亿]?"
WRITTEN = re.compile(
    rf"(?P<before>{'|'.join(BEFORE)})?(?P<low>{NUMBER})(?:[至到](?P<high>{NUMBER}))?(?P<odd>[余多])?(?P<great>[万亿])?(?P<rest>.*)"
)


@dataclass(frozen=True)
class Written:
    """What words say: the number, the upper end of a range, the qualifier, and the word for the unit ("" when none)."""

    value: Decimal
    qualifier: Qualifier
    unit: str
    upto: Decimal | None = None


def read_number(text: str) -> Decimal:
    """A number in digits or characters, with 万 or 亿.

    >>> [str(read_number(text)) for text in ("1.2万", "二十三", "千万", "两", "1,063")]
    ['12000.0', '23', '10000000', '2', '1063']
    """
    great = GREAT.get(text[-1], 1)
    text = text[:-1] if great > 1 else text
    if text[0].isascii():
        return Decimal(text.replace(",", "")) * great
    total = digit = 0
    for character in text:
        if character in STEPS:
            total += (digit or 1) * STEPS[character]
            digit = 0
        else:
            digit = DIGITS[character]
    return Decimal((total + digit) * great)


def read_written(text: str, units: Iterable[str]) -> Written | None:
    """What ``text`` says, None when it holds no number or an unknown unit. ``units`` are the words known for units.

    >>> units = ["人次", "人", "名", "个", "元"]
    >>> [(str(w.value), w.qualifier.value, w.unit) for t in ("345万余人次", "14000人次以上", "20多万名") if (w := read_written(t, units))]
    [('3450000', 'odd', '人次'), ('14000', 'at_least', '人次'), ('200000', 'odd', '名')]
    >>> read_written("两到三个", units).upto, read_written("大部分", units), read_written("60万元", units).unit
    (Decimal('3'), None, '元')
    """
    found = WRITTEN.fullmatch(text)
    if found is None:
        return None
    rest, after = found["rest"], Qualifier.EXACT
    for word, qualifier in AFTER.items():
        if rest.endswith(word):
            rest, after = rest.removesuffix(word), qualifier
    if rest and rest not in units:
        return None
    qualifier = BEFORE.get(found["before"], Qualifier.EXACT)
    if qualifier == Qualifier.EXACT:
        qualifier = Qualifier.ODD if found["odd"] else after
    low = read_number(found["low"] + (found["great"] or ""))
    high = read_number(found["high"]) if found["high"] else None
    return Written(low, qualifier, rest, high)


def shown(value: Decimal) -> str:
    """A number as the sources write it: in 万 from ten thousand on where that is short, without idle zeros.

    >>> [shown(Decimal(text)) for text in ("3450000", "44080", "38.60", "151", "6540000000")]
    ['345万', '44080', '38.6', '151', '65.4亿']
    """
    for word, size in (("亿", 100_000_000), ("万", 10_000)):
        if value >= size and value % (size // 100) == 0:
            return f"{(value / size).normalize():f}{word}"
    return f"{value.normalize():f}"


def plainly(value: Decimal) -> str:
    """A number for an English sentence.

    >>> plainly(Decimal("829000.0")), plainly(Decimal("38.60"))
    ('829,000', '38.6')
    """
    return f"{value.normalize():,f}"
