"""Pure rules of the gate: sign-in names, which role fits which place, which roles exclude each other."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from yimi.core.actor import ScopeKind
from yimi.core.permissions import Role
from yimi.regions.rules import PREFIX_LENGTHS

USERNAME_MAX = 60
#: Unicode's direction marks, embeddings, overrides and isolates.
TURNING = frozenset("\u200e\u200f\u061c\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
#: The trail's column for reasons.
REASON_MAX = 300
#: Lower-case Latin letters, digits, ``. _ - @`` and Chinese characters. Cyrillic or Greek look-alikes are not in it.
USERNAME = re.compile(r"[a-z0-9\u4e00-\u9fff][a-z0-9\u4e00-\u9fff._@-]{1,59}")

PROVINCE, CITY, COUNTY, TOWNSHIP, VILLAGE = PREFIX_LENGTHS

#: GB/T 22239 (等保): system, security and audit administration are in the hands of three people.
ADMINS = frozenset({Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDIT_ADMIN})
#: An evaluator's look ends: at most a year, and the day must be given.
EVALUATOR_LONGEST = timedelta(days=366)


@dataclass(frozen=True, slots=True)
class PlaceRule:
    """The kinds of place that a role may be held at; ``lengths`` are code-prefix lengths, where a division is allowed."""

    kinds: frozenset[ScopeKind]
    lengths: frozenset[int] = frozenset()


def _units(*more: ScopeKind) -> PlaceRule:
    return PlaceRule(frozenset({ScopeKind.UNIT, *more}))


def _regions(*lengths: int, also: tuple[ScopeKind, ...] = ()) -> PlaceRule:
    return PlaceRule(frozenset({ScopeKind.REGION, *also}), frozenset(lengths))


_ADMIN_PLACES = _regions(PROVINCE, CITY, COUNTY, also=(ScopeKind.EVERYWHERE,))

PLACES: dict[Role, PlaceRule] = {
    Role.WORKER: _units(),
    Role.STATION_HEAD: _units(),
    # a supervisor comes to a station, or has only the cases assigned to them by name
    Role.SUPERVISOR: _units(ScopeKind.SELF),
    Role.TOWNSHIP_OFFICER: _regions(TOWNSHIP),
    Role.LEAD_SUBMITTER: _regions(TOWNSHIP, VILLAGE),
    Role.COUNTY_OFFICER: _regions(COUNTY),
    Role.CITY_OFFICER: _regions(CITY),
    Role.PROVINCE_OFFICER: _regions(PROVINCE),
    Role.EVALUATOR: _regions(PROVINCE, CITY, COUNTY, TOWNSHIP, also=(ScopeKind.UNIT,)),
    Role.SYSTEM_ADMIN: _ADMIN_PLACES,
    Role.SECURITY_ADMIN: _ADMIN_PLACES,
    Role.AUDIT_ADMIN: _ADMIN_PLACES,
}


def normal_username(text: str) -> str:
    """The form in which a sign-in name is stored and looked up: NFKC, trimmed, case folded.

    >>> normal_username(" ＬｉＷｅｎＪｉｎｇ ")
    'liwenjing'
    """
    return unicodedata.normalize("NFKC", text).strip().casefold()


def is_username(text: str) -> bool:
    """Whether ``text`` (already normal) may be a sign-in name.

    >>> is_username("li.wenjing"), is_username("李文静"), is_username("liwenjіng"), is_username("li")
    (True, True, False, True)
    """
    return USERNAME.fullmatch(text) is not None


def plain_text(text: str) -> str:
    """A name or a reason as it is stored: trimmed, without control characters (a database may refuse them) and
    without invisible ones that turn the text around (a name must not read as another's).

    >>> plain_text("  李\\x00文静\\n ")
    '李文静'
    """
    kept = (char for char in text if unicodedata.category(char) != "Cc" and char not in TURNING)
    return "".join(kept).strip()


def place_fits(role: str, kind: str, key: str, *, has_no_counties: bool = False) -> bool:
    """Whether ``role`` may be held at this kind and depth of place.

    A city without counties (东莞, 中山, 儋州) is county and city at once: both officers may be its officers.

    >>> place_fits("county_officer", "region", "411623"), place_fits("county_officer", "region", "4116")
    (True, False)
    >>> place_fits("county_officer", "region", "4419", has_no_counties=True)
    True
    >>> place_fits("worker", "region", "411623001"), place_fits("worker", "everywhere", "")
    (False, False)
    """
    rule = PLACES[Role(role)]
    if kind not in rule.kinds:
        return False
    if kind == ScopeKind.REGION:
        lengths = (
            rule.lengths | {CITY} if has_no_counties and COUNTY in rule.lengths else rule.lengths
        )
        return key.isascii() and key.isdigit() and len(key) in lengths
    return bool(key) == (kind == ScopeKind.UNIT)


def excluded_by(role: str, held: Iterable[str]) -> str | None:
    """The role among ``held`` that forbids also holding ``role``, if any.

    An administrator account administers and does nothing else: no second administrator role, no work with residents.

    >>> excluded_by("audit_admin", ["security_admin"]), excluded_by("worker", ["station_head"])
    ('security_admin', None)
    >>> excluded_by("worker", ["system_admin"])
    'system_admin'
    """
    for other in held:
        if other != role and (role in ADMINS or other in ADMINS):
            return other
    return None


def overlaps(start: date, end: date | None, other_start: date, other_end: date | None) -> bool:
    """Whether two spans of days share a day; an open end never ends."""
    return (end is None or other_start <= end) and (other_end is None or start <= other_end)


def ends_too_late(role: str, starts_on: date, ends_on: date | None) -> bool:
    """Whether a role that must end has no end, or one too far away."""
    if role != Role.EVALUATOR:
        return False
    return ends_on is None or ends_on - starts_on > EVALUATOR_LONGEST
