"""Numbers as Chinese newspapers write them: 万 and 亿, 余 only above, 近 only below, 超过 only when it is more. Pure.

Up to 9,999 a count is written out. From 10,000 it is cut to a whole number of 万 (from 100 万) or to one decimal, and the
word beside it says on which side the truth lies: 余 after a number rounded down, 近 before one rounded up; an exact one
has no word.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

WAN, YI = 10_000, 100_000_000
#: From here 万 and 亿 are written without a decimal.
WHOLE_FROM = 100
#: Rounded up only when so near: within a tenth of the last place that is written.
NEAR = Decimal("0.1")


@dataclass(frozen=True, slots=True)
class Wording:
    """A number in words: ``before`` (近) + ``digits`` + ``step`` (万, 亿) + ``after`` (余), without the unit."""

    digits: str
    step: str = ""
    before: str = ""
    after: str = ""

    def __str__(self) -> str:
        return f"{self.before}{self.digits}{self.step}{self.after}"

    @property
    def value(self) -> Decimal:
        """What the digits say, without 余 and 近."""
        return Decimal(self.digits) * {"": 1, "万": WAN, "亿": YI}[self.step]


def worded(count: int) -> Wording:
    """A count of at least 0 in words.

    >>> [str(worded(n)) for n in (8301, 10000, 3_450_000, 3_451_200, 68_400, 599_900, 120_000_000)]
    ['8301', '1万', '345万', '345万余', '6.8万余', '近60万', '1.2亿']
    """
    if count < 0:
        raise ValueError(count)
    if count < WAN:
        return Wording(str(count))
    step, word = (YI, "亿") if count >= YI else (WAN, "万")
    exact = Decimal(count) / step
    place = Decimal(1) if exact >= WHOLE_FROM else Decimal("0.1")
    low = exact.quantize(place, ROUND_FLOOR)
    high = exact.quantize(place, ROUND_CEILING)
    if low == high:
        return Wording(_digits(low), word)
    if high - exact <= place * NEAR:
        return _carried(high, word)
    return Wording(_digits(low), word, after="余")


def _carried(high: Decimal, word: str) -> Wording:
    """Rounded up; 近10000万 is 近1亿."""
    if word == "万" and high == WAN:
        return Wording("1", "亿", before="近")
    return Wording(_digits(high), word, before="近")


def _digits(value: Decimal) -> str:
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def sum_words(fen: int) -> str:
    """An amount of money: whole yuan up to 万元, then as counts are.

    >>> sum_words(60_000_000), sum_words(123_456), sum_words(3_000_050)
    ('60万元', '1234.56元', '3万余元')
    """
    if fen < WAN * 100:
        return f"{_digits(Decimal(fen) / 100)}元"
    yuan, rest = divmod(fen, 100)
    words = worded(yuan)
    if rest and not words.before and not words.after:
        words = Wording(words.digits, words.step, after="余")
    return f"{words}元"


def hours_words(minutes: int) -> str:
    """Hours, cut to whole ones; 余 when something was cut.

    >>> hours_words(60), hours_words(330), hours_words(30)
    ('1小时', '5小时余', '30分钟')
    """
    hours, rest = divmod(minutes, 60)
    if not hours:
        return f"{rest}分钟"
    words = worded(hours)
    if rest and not words.before and not words.after:
        words = Wording(words.digits, words.step, after="余")
    if words.step and words.after:
        return f"{words}小时"
    return f"{words.before}{words.digits}{words.step}小时{words.after}"


def share_words(top: int, bottom: int) -> str:
    """A ratio in per cent, one decimal, from its two counts.

    >>> share_words(1063, 2752), share_words(1, 2)
    ('38.6%', '50%')
    """
    permille = (top * 2000 + bottom) // (bottom * 2)
    return f"{_digits(Decimal(permille) / 10)}%"


def change_words(now: int, before: int) -> str:
    """The comparison with a year ago: only from a base of at least 100, else nothing is said.

    >>> change_words(1200, 1000), change_words(900, 1000), change_words(1000, 1000), change_words(12, 5)
    ('比上年同期增长20%', '比上年同期下降10%', '与上年同期持平', '')
    """
    if before < 100:
        return ""
    if now == before:
        return "与上年同期持平"
    permille = (abs(now - before) * 2000 + before) // (before * 2)
    if permille == 0:
        return "与上年同期基本持平"
    word = "增长" if now > before else "下降"
    return f"比上年同期{word}{_digits(Decimal(permille) / 10)}%"


def over(count: int, line: int) -> bool:
    """Whether 超过 may be said of ``line``.

    >>> over(8301, 8000), over(8000, 8000)
    (True, False)
    """
    return count > line
