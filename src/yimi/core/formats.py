"""How numbers, dates, ages and private values look to people: pure functions, one for each thing.

``language`` is ``"zh-hans"`` or ``"en"`` (only its first two letters count).
"""

from __future__ import annotations

from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from lunardate import LunarDate

WEEKDAYS = "一二三四五六日"
#: The table of lunardate reaches this far; after that it answers nonsense.
LAST_LUNAR_YEAR = 2099
LUNAR_MONTHS = "正二三四五六七八九十冬腊"
DIGITS = "一二三四五六七八九十"


def _rounded(value: Decimal, places: int) -> Decimal:
    return value.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)


def number(value: int | float | Decimal | None, places: int | None = None) -> str:
    """A figure with thousands separators; ``places`` fixes the decimals (half up). Nothing known: an em dash.

    >>> number(15940), number(89.45, 1), number(0), number(None)
    ('15,940', '89.5', '0', '—')
    """
    if value is None:
        return "—"
    exact = Decimal(str(value))
    return f"{exact if places is None else _rounded(exact, places):,}"


def compact(value: int | float | Decimal | None, language: str) -> str:
    """A large figure as people say it, one decimal: 万 and 亿 in Chinese, thousand and million in English.

    >>> compact(3450000, "zh-hans"), compact(123456789, "zh-hans"), compact(9999, "zh-hans")
    ('345 万', '1.2 亿', '9,999')
    >>> compact(3450000, "en"), compact(9999, "en")
    ('3.5 million', '9,999')
    """
    if value is None:
        return "—"
    exact = Decimal(str(value))
    steps = (
        ((10**8, "亿"), (10**4, "万"))
        if language.startswith("zh")
        else ((10**9, "billion"), (10**6, "million"), (10**4, "thousand"))
    )
    for step, word in steps:
        if abs(exact) >= step:
            divisor = 1000 if word == "thousand" else step
            text = f"{_rounded(exact / divisor, 1):,}".removesuffix(".0")
            return f"{text} {word}"
    return number(value)


def day_text(day: date, language: str, *, today: date | None = None, weekday: bool = True) -> str:
    """A date as it is said; the year is left out when it is ``today``'s.

    >>> day_text(date(2026, 9, 16), "zh-hans", today=date(2026, 9, 20))
    '9 月 16 日 星期三'
    >>> day_text(date(2025, 9, 16), "zh-hans", today=date(2026, 9, 20), weekday=False)
    '2025 年 9 月 16 日'
    >>> day_text(date(2026, 9, 16), "en", today=date(2026, 9, 20))
    'Wednesday 16 September'
    """
    with_year = today is None or today.year != day.year
    if language.startswith("zh"):
        text = f"{day.month} 月 {day.day} 日"
        if with_year:
            text = f"{day.year} 年 {text}"
        return f"{text} 星期{WEEKDAYS[day.weekday()]}" if weekday else text
    text = f"{day.day} {day:%B}" + (f" {day.year}" if with_year else "")
    return f"{day:%A} {text}" if weekday else text


def lunar_text(day: date) -> str:
    """The date in the Chinese calendar, which villages plan by; empty outside the table's years (1900–2099).

    >>> lunar_text(date(2026, 9, 16)), lunar_text(date(2025, 7, 30)), lunar_text(date(2027, 2, 6))
    ('农历八月初六', '农历闰六月初六', '农历正月初一')
    >>> lunar_text(date(2105, 1, 1))
    ''
    """
    if day.year > LAST_LUNAR_YEAR:
        return ""
    try:
        lunar = LunarDate.from_solar_date(day.year, day.month, day.day)
    except ValueError:
        return ""
    leap = "闰" if lunar.is_leap_month else ""
    return f"农历{leap}{LUNAR_MONTHS[lunar.month - 1]}月{_lunar_day(lunar.day)}"


def _lunar_day(day: int) -> str:
    """
    >>> [_lunar_day(n) for n in (1, 10, 15, 20, 29, 30)]
    ['初一', '初十', '十五', '二十', '廿九', '三十']
    """
    if day in {20, 30}:
        return "二三"[day // 10 - 2] + "十"
    return ("初", "十", "廿")[(day - 1) // 10] + DIGITS[(day - 1) % 10]


def mask_id(value: str) -> str:
    """An ID number with only its ends shown; too short to hide anything: all stars.

    >>> mask_id("990101194405061228"), mask_id("1234567"), mask_id("")
    ('9901************28', '*******', '')
    """
    if len(value) < 10:
        return "*" * len(value)
    return value[:4] + "*" * (len(value) - 6) + value[-2:]


def mask_phone(value: str) -> str:
    """A phone number with its middle hidden.

    >>> mask_phone("10000005567"), mask_phone("0394-5440000"), mask_phone("110")
    ('100****5567', '039*****0000', '***')
    """
    if len(value) < 9:
        return "*" * len(value)
    return value[:3] + "*" * (len(value) - 7) + value[-4:]


def mask_address(value: str, shown: int = 0) -> str:
    """An address with everything after its first ``shown`` characters hidden; stars do not tell its length.

    >>> mask_address("邓东村三组 18 号", 5), mask_address("")
    ('邓东村三组 ***', '')
    """
    return f"{value[:shown]} ***".strip() if value else ""


def percent(part: float, whole: float) -> float:
    """``part`` of ``whole`` in per cent, kept between 0 and 100 for drawing; nothing of nothing is 0.

    >>> percent(118, 230), percent(5, 0), percent(7, 5)
    (51.3, 0.0, 100.0)
    """
    if not whole:
        return 0.0
    return round(min(max(part / whole * 100, 0.0), 100.0), 1)
