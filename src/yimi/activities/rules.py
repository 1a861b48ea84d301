"""How an activity is planned, signed in to and reconciled: pure functions over plain values, no database.

Faults are message keys of ``errors.MESSAGES``, so that rules stay free of Django.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

#: The bands of the service record (``services.models.record.Band``), in the order of the pages.
BANDS = ("child", "adult", "elder", "unknown")
MOST_EXPECTED = 100_000
MOST_LINES, MOST_PARTNERS = 40, 20
LONGEST_NICKNAME = 12
#: A sheet that gets more in a minute is being filled by a program; a crowd at one door is slower.
MOST_PER_MINUTE = 90
#: More phones than this at one activity are not believed.
MOST_SIGN_INS = 5_000
#: How long the head of an activity opens the sheet at a time, unless told otherwise; and at most.
HOURS_OPEN, MOST_HOURS = 3, 12
_MANY_DIGITS = re.compile(r"(?:[\d〇零一二三四五六七八九]\W*){5,}")
Faults = dict[str, list[str]]


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the budget, in fen."""

    purpose: str
    budget_fen: int
    actual_fen: int | None = None


def check_budget(lines: Sequence[Line]) -> list[str]:
    """What is wrong with a budget: message keys, each once."""
    faults = []
    if len(lines) > MOST_LINES:
        faults.append("too_many_lines")
    if any(not line.purpose.strip() for line in lines):
        faults.append("purpose_needed")
    if any(line.budget_fen < 0 or (line.actual_fen or 0) < 0 for line in lines):
        faults.append("money_below_zero")
    return faults


def budget_total(lines: Sequence[Line]) -> tuple[int, int]:
    """Planned and spent, in fen; what is not known yet is not spent.

    >>> budget_total([Line("横幅", 12_000, 11_800), Line("水", 6_000)])
    (18000, 11800)
    """
    return sum(line.budget_fen for line in lines), sum(line.actual_fen or 0 for line in lines)


def tidy_nickname(text: str) -> str:
    """What somebody wants to be called, at most 12 characters; a phone or ID number typed there is not kept.

    >>> tidy_nickname("  王  阿姨 "), tidy_nickname("张 138-1234-5678"), tidy_nickname("1.3.8.1.2.3"), tidy_nickname("一三八零零")
    ('王 阿姨', '', '', '')
    """
    tidy = "".join(sign for sign in " ".join(text.split()) if sign.isprintable())
    plain = unicodedata.normalize("NFKC", tidy)
    return "" if _MANY_DIGITS.search(plain) else plain[:LONGEST_NICKNAME].strip()


def device_digest(device: str) -> str:
    """What is kept of a phone's cookie: enough to know it again today, nothing that leads back to it.

    >>> len(device_digest("a")), device_digest("a") == device_digest("b")
    (32, False)
    """
    return hashlib.sha256(device.encode("utf-8")).hexdigest()[:32]


def closing_time(now: datetime, hours: int) -> datetime:
    """When a sheet opened now closes again: ``hours`` later, between one and twelve."""
    return now + timedelta(hours=min(max(hours, 1), MOST_HOURS))


@dataclass(frozen=True, slots=True)
class BandRow:
    """One age band on the page where the figure is confirmed."""

    band: str
    signed: int
    counted: int

    @property
    def difference(self) -> int:
        """Counted on the spot beyond those who signed in: phones left at home, children, shared phones."""
        return self.counted - self.signed


def reconcile(signed: Mapping[str, int], counted: Mapping[str, int]) -> list[BandRow]:
    """Sign-ins beside the count of heads, band by band, the bands in which there is anything.

    >>> [(row.band, row.difference) for row in reconcile({"elder": 20, "adult": 9}, {"elder": 26, "adult": 9})]
    [('adult', 0), ('elder', 6)]
    """
    return [
        BandRow(band, signed.get(band, 0), counted.get(band, 0))
        for band in BANDS
        if signed.get(band) or counted.get(band)
    ]


def figure_to_confirm(signed: Mapping[str, int], typed: Mapping[str, int | None]) -> dict[str, int]:
    """The heads to record: what was typed for a band, else who signed in to it; empty bands are left out.

    >>> figure_to_confirm({"elder": 20, "adult": 9}, {"elder": 26, "adult": None, "child": 0})
    {'adult': 9, 'elder': 26}
    """
    chosen: dict[str, int] = {}
    for band in BANDS:
        count = typed.get(band)
        count = signed.get(band, 0) if count is None else count
        if count:
            chosen[band] = count
    return chosen
