"""Local numbers of this room: what the installation says, overruled by a place's own dated rows.

Asked for every record that is saved, so a day's answers are remembered in the process: a number holds from tomorrow at
the earliest (``actions.parameters``), so that an answer about today never becomes wrong.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import date, datetime

from django.conf import settings

from yimi.core import clock
from yimi.core.local_days import PREFIX_LENGTHS
from yimi.services.models import LocalNumber, NumberName

#: A station in each of four weeks: nobody has said what 常态化 means, a place sets its own.
REGULAR_WEEKS = 4

Row = tuple[str, date, datetime, int]

_today: dict[tuple[str, str], int | None] = {}
_day: list[date] = []


def late_after_days(region_code: str) -> int:
    """A record made more than this many local days after the service is marked late (补录); ``region_code`` is the unit's."""
    return _remembered(NumberName.LATE_DAYS, region_code)


def regular_weeks(region_code: str) -> int:
    """In each of how many weeks up to today a station there must have served somebody to count as regular."""
    return _remembered(NumberName.REGULAR_WEEKS, region_code)


def regular_weeks_at(codes: Collection[str]) -> dict[str, int]:
    """The same for many places at once. One query."""
    today, default = clock.today(), _default(NumberName.REGULAR_WEEKS)
    rows = list(_rows(NumberName.REGULAR_WEEKS, codes, today))
    found = {}
    for code in codes:
        own = _nearest(row for row in rows if code.startswith(row[0]))
        found[code] = default if own is None else own
    return found


def own_number(name: str, region_code: str, on: date) -> int | None:
    """What the nearest place at or above ``region_code`` set for ``on``; None when none did. One query."""
    return _nearest(_rows(name, [region_code], on))


def _rows(name: str, codes: Collection[str], on: date) -> Iterable[Row]:
    """(prefix, since, recorded at, value) of everything that was set at or above these places."""
    prefixes = {code[:length] for code in codes for length in PREFIX_LENGTHS}
    return (
        LocalNumber.objects.current()
        .filter(name=name, region_prefix__in=prefixes, starts_on__lte=on)
        .values_list("region_prefix", "starts_on", "recorded_at", "value")
    )


def _nearest(rows: Iterable[Row]) -> int | None:
    """The value of the smallest place, the latest of its days, the last said."""
    nearest = max(rows, key=lambda row: (len(row[0]), row[1], row[2]), default=None)
    return nearest[3] if nearest else None


def forget() -> None:
    """Drop what is remembered; for whoever writes rows past the action (restoring, tests)."""
    _today.clear()
    _day.clear()


def _remembered(name: str, region_code: str) -> int:
    today = clock.today()
    if _day != [today]:
        forget()
        _day.append(today)
    key = (name, region_code[:9])
    if key not in _today:
        _today[key] = own_number(name, region_code, today)
    own = _today[key]
    return _default(name) if own is None else own


def _default(name: str) -> int:
    defaults: Mapping[str, int] = {
        NumberName.LATE_DAYS: int(settings.YIMI_LATE_AFTER_DAYS),
        NumberName.REGULAR_WEEKS: REGULAR_WEEKS,
    }
    return defaults[name]
