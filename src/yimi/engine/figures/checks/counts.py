"""Checks by arithmetic: percentages from their counts, growth, averages, shares, days. Halves are rounded up."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from yimi.engine.figures.definitions import Figure, FigureSet, Finding, Qualifier, Weight, finding
from yimi.engine.figures.wording import plainly, shown

HUNDRED = Decimal(100)


def rounded(value: Decimal, like: Decimal = Decimal("0.1")) -> Decimal:
    """``value`` with as many decimals as ``like``."""
    return value.quantize(Decimal(1).scaleb(min(int(like.as_tuple().exponent), 0)), ROUND_HALF_UP)


def ratio(figures: FigureSet) -> Iterator[Finding]:
    """Every percentage that names both its counts, computed anew with the decimals it was written with."""
    for figure in figures:
        if not figure.of:
            continue
        top, bottom = (figures.figures[name] for name in figure.of)
        if None in (figure.value, top.value, bottom.value) or not bottom.value:
            continue
        said, computed = figure.number, rounded(top.number * HUNDRED / bottom.number, figure.number)
        if said == computed:
            continue
        needed = rounded(top.number * HUNDRED / said, Decimal(1)) if said else Decimal(0)
        yield finding(
            "ratio", Weight.CONFLICT, [figure, top, bottom],
            f"原文说{figure.what} {shown(said)}%，由 {shown(top.number)} ÷ {shown(bottom.number)} 算出是 {shown(computed)}%；"
            f"要得 {shown(said)}%，分母应约为 {shown(needed)}。",
            f"Reported {said:f} %; {plainly(top.number)} of {plainly(bottom.number)} is {computed:f} %. "
            f"{said:f} % would need about {plainly(needed)}.",
        )  # fmt: skip


def growth(figures: FigureSet) -> Iterator[Finding]:
    """Every target whose base has a stated yearly growth: where that growth leads by the day."""
    rates = {base.id: rate for rate, base in figures.with_link("rate_of")}
    for target, base in figures.with_link("base"):
        rate = rates.get(base.id)
        if rate is None or target.due_on is None:
            continue
        years = _years(base.article.as_of, target.due_on)
        reached = base.number * (1 + rate.number / HUNDRED) ** years
        if years <= 0 or reached >= target.number:
            continue
        needed = ((target.number / base.number) ** (1 / years) - 1) * HUNDRED
        reached = rounded(reached / HUNDRED, Decimal(1)) * HUNDRED
        yield finding(
            "growth", Weight.CONFLICT, [target, base, rate],
            f"{shown(base.number)}{base.unit}每年增长 {shown(rate.number)}%，到 {target.due_on} 约 {shown(reached)}{target.unit}，"
            f"到不了 {shown(target.number)}{target.unit}；要达到，每年得增长约 {rounded(needed, Decimal(1))}%。",
            f"{plainly(base.number)} growing {rate.number:f} % a year reach about {plainly(reached)} by "
            f"{target.due_on}, not {plainly(target.number)}; that needs about {rounded(needed, Decimal(1))} % a year.",
        )  # fmt: skip


def previous(figures: FigureSet) -> Iterator[Finding]:
    """Every growth over last year with the figure it led to: what last year's was."""
    for rate, figure in figures.with_link("grew_to"):
        before = rounded(figure.number / (1 + rate.number / HUNDRED) / 1000, Decimal(1)) * 1000
        yield finding(
            "previous", Weight.NOTE, [rate, figure],
            f"{shown(figure.number)}{figure.unit}比上年增长 {shown(rate.number)}%，上年约 {shown(before)}{figure.unit}。",
            f"{plainly(figure.number)} after a growth of {rate.number:f} %: about {plainly(before)} the year before.",
        )  # fmt: skip


def average(figures: FigureSet) -> Iterator[Finding]:
    """Every figure that is counted per something else that was counted too."""
    for figure, per in figures.with_link("per"):
        if figure.value is None or not per.value or per.value == figure.value:
            continue
        mean = figure.number / per.number
        mean = rounded(mean, Decimal("0.1") if mean < 10 else Decimal(1))
        yield finding(
            "average", Weight.NOTE, [figure, per],
            f"{figure.what} {_said(figure)} ÷ {per.what} {_said(per)} ≈ 每{per.unit} {shown(mean)} {figure.unit}。",
            f"{plainly(figure.number)} over {plainly(per.number)}: about {plainly(mean)} each.",
        )  # fmt: skip


def share(figures: FigureSet) -> Iterator[Finding]:
    """Every figure that is a share of another, where the source leaves the percentage out."""
    for figure, whole in figures.with_link("share_of"):
        if figure.value is None or not whole.value:
            continue
        percent = rounded(figure.number * HUNDRED / whole.number)
        yield finding(
            "share", Weight.NOTE, [figure, whole],
            f"{figure.what} {_said(figure)}占{whole.what} {_said(whole)}的 {percent}%（算出，原文没有写）。",
            f"{plainly(figure.number)} of {plainly(whole.number)} is {percent} % (computed; not in the text).",
        )  # fmt: skip


def days(figures: FigureSet) -> Iterator[Finding]:
    """Every number of days with both its end days, counted with both ends."""
    for figure in figures:
        if figure.kind != "days" or not figure.starts_on or not figure.ends_on:
            continue
        counted = (figure.ends_on - figure.starts_on).days + 1
        if figure.number != counted:
            yield finding(
                "days", Weight.CONFLICT, [figure],
                f"原文说 {shown(figure.number)} 天；从 {figure.starts_on} 到 {figure.ends_on}，首尾都算是 {counted} 天。",
                f"Reported {figure.number:f} days; {figure.starts_on} to {figure.ends_on} with both ends is {counted}.",
            )  # fmt: skip


def _years(first: date, last: date) -> Decimal:
    """Whole months between two days, in years."""
    months = (last.year - first.year) * 12 + last.month - first.month
    return Decimal(months) / 12


def _said(figure: Figure) -> str:
    """The figure with its qualifier and unit: 超过80万人次, 500余次, 1.4万人次以上."""
    before = {Qualifier.NEARLY: "近", Qualifier.MORE_THAN: "超过", Qualifier.ABOUT: "约"}
    odd = "余" if figure.qualifier == Qualifier.ODD else ""
    least = "以上" if figure.qualifier == Qualifier.AT_LEAST else ""
    return f"{before.get(figure.qualifier, '')}{shown(figure.number)}{odd}{figure.unit}{least}"
