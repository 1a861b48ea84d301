"""Keyed digests of numbers, bound to a county: equal numbers in two counties look different."""

from __future__ import annotations

from yimi.core import crypto

LAST_FOUR = 4


def county_of(region_code: str) -> str:
    """The six digits that a digest is bound to."""
    return region_code[:6]


def full_id_digest(number: str, county: str) -> str:
    """For finding exactly this ID number in a county."""
    return crypto.digest_value("id", number, place=county)


def last_four_digest(number: str, county: str) -> str:
    """For finding an ID number or a phone by its last four signs, a phone's extension aside."""
    return crypto.digest_value("last4", number.partition("-")[0][-LAST_FOUR:], place=county)
