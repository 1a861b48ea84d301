"""What may be collected from whom: missing guardian consent delays the optional, never contact or protection.

个人信息保护法 arts. 13, 29–31: under 14, a guardian agrees; each purpose for itself.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from yimi.core.clock import age_on

#: Below this age a guardian agrees (个人信息保护法 art. 31).
GUARDIAN_AGREES_BELOW = 14
#: A missing agreement is asked for within this time. Not from a source: a default.
DUE_AFTER = timedelta(days=30)


class Collecting(StrEnum):
    """What someone is about to do with a resident's data."""

    FIRST_CONTACT = "first_contact"
    BASIC_FILE = "basic_file"
    PROTECTION = "protection"
    OPTIONAL_DATA = "optional_data"
    PHOTO = "photo"
    SHARING = "sharing"
    NOTES_TRANSFER = "notes_transfer"


#: Never waits for consent: statutory duty and emergency carry it.
ALWAYS = frozenset({Collecting.FIRST_CONTACT, Collecting.BASIC_FILE, Collecting.PROTECTION})


class Answer(StrEnum):
    """Yes, or why not yet."""

    YES = "yes"
    NOT_ASKED = "not_asked"
    PENDING = "pending"
    GUARDIAN_MISSING = "guardian_missing"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class ConsentFact:
    """One consent row, as far as the rule needs it."""

    purpose: str
    basis: str
    given_by: str
    given_on: date | None
    withdrawn_on: date | None


def needs_guardian(birth_on: date | None, *, on: date, lacks_capacity: bool = False) -> bool:
    """Whether a guardian must agree. Unknown age alone asks nobody for a guardian.

    >>> needs_guardian(date(2012, 9, 1), on=date(2026, 8, 31)), needs_guardian(date(2012, 9, 1), on=date(2026, 9, 1))
    (True, False)
    """
    return lacks_capacity or (birth_on is not None and age_on(birth_on, on) < GUARDIAN_AGREES_BELOW)


def may_collect(
    kind: Collecting, *, by_guardian: bool, consents: Sequence[ConsentFact], on: date
) -> Answer:
    """Whether ``kind`` may be collected on this day; ``by_guardian`` comes from :func:`needs_guardian`."""
    if kind in ALWAYS:
        return Answer.YES
    about = [fact for fact in consents if fact.purpose == kind]
    in_force = [fact for fact in about if fact.withdrawn_on is None or fact.withdrawn_on > on]
    given = [fact for fact in in_force if fact.given_on is not None and fact.given_on <= on]
    for fact in given:
        if fact.basis != "consent" or not by_guardian or fact.given_by == "guardian":
            return Answer.YES
    if given:
        return Answer.GUARDIAN_MISSING
    if in_force:
        return Answer.PENDING
    return Answer.WITHDRAWN if about else Answer.NOT_ASKED
