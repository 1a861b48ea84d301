"""Figures as they stand in a report: minutes as hours, fen as yuan, ratios in per cent. Pure."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

from yimi.core.formats import number

DASH = "—"
#: Units as stored → as shown, and how many of the first make one of the second.
SHOWN = {"分钟": ("小时", 60), "分": ("元", 100)}
PERCENT = "%"
ENGLISH = {
    "人次": "person-times", "人": "persons", "户次": "household visits", "户": "households", "个": "", "节": "sessions",
    "场": "events", "次": "times", "件": "cases", "小时": "hours", "元": "yuan", "份": "replies", "%": "%",
}  # fmt: skip


def shown_unit(unit: str) -> str:
    """The unit beside the figure.

    >>> shown_unit("分钟"), shown_unit("人次")
    ('小时', '人次')
    """
    return SHOWN.get(unit, (unit, 1))[0]


def shown_value(value: int | None, counts: tuple[int, int] | None, unit: str) -> Decimal | None:
    """The number beside the unit; None when nobody can say.

    >>> shown_value(90, None, "分钟"), shown_value(None, (1063, 2752), "%"), shown_value(5, None, "户")
    (Decimal('1.5'), Decimal('38.6'), Decimal('5'))
    """
    if counts is not None:
        top, bottom = counts
        return _tenth(Decimal(top) * 100 / bottom) if bottom else None
    if value is None:
        return None
    divisor = SHOWN.get(unit, (unit, 1))[1]
    return Decimal(value) if divisor == 1 else _idle(_tenth(Decimal(value) / divisor))


def value_text(value: int | None, counts: tuple[int, int] | None, unit: str) -> str:
    """The figure as text, without its unit; a percent sign stays with its number.

    >>> value_text(15940, None, "人次"), value_text(None, (1, 3), "%"), value_text(None, None, "%")
    ('15,940', '33.3%', '—')
    """
    shown = shown_value(value, counts, unit)
    if shown is None:
        return DASH
    return f"{number(shown)}{PERCENT if counts is not None else ''}"


def _tenth(exact: Decimal) -> Decimal:
    return exact.quantize(Decimal("0.1"), rounding=ROUND_HALF_UP)


def _idle(value: Decimal) -> Decimal:
    whole = value.to_integral_value()
    return whole if whole == value else value
