"""What a household file of the demo holds before it is written: plain values, no database."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from uuid import UUID

from yimi.core.clock import age_on

#: Relations to the head (GB/T 4761).
HEAD, HUSBAND, WIFE = "02", "11", "12"
SON, DAUGHTER, DAUGHTER_IN_LAW = "20", "30", "38"
GRANDSON, GRANDDAUGHTER = "41", "42"
FATHER, MOTHER = "51", "52"


class Shape(StrEnum):
    """Who lives under the roof."""

    ELDER_ALONE = "elder_alone"
    ELDER_COUPLE = "elder_couple"
    GRANDPARENTS = "grandparents"
    THREE_GENERATIONS = "three_generations"
    NUCLEAR = "nuclear"
    SINGLE_PARENT = "single_parent"
    DISABLED_CARE = "disabled_care"
    SINGLE_MAN = "single_man"
    ELDER_WITH_CHILD = "elder_with_child"


class Tier(StrEnum):
    """How often the station means to come by."""

    WEEKLY = "weekly"
    FORTNIGHTLY = "fortnightly"
    MONTHLY = "monthly"
    QUARTERLY = "quarterly"
    YEARLY = "yearly"


#: Days between two visits.
EVERY = {
    Tier.WEEKLY: 7,
    Tier.FORTNIGHTLY: 14,
    Tier.MONTHLY: 30,
    Tier.QUARTERLY: 120,
    Tier.YEARLY: 365,
}


@dataclass(slots=True)
class Status:
    """One answer about a person: yes or no, since when, how we know."""

    kind: str
    value: bool
    since: date
    source: str
    until: date | None = None
    level: str = ""
    variety: str = ""
    document: str = ""


@dataclass(slots=True)
class Person:
    """A member of a household. ``living_code`` is set for someone who works away."""

    uid: UUID
    name: str
    sex: str
    born_on: date
    relation: str
    ethnic: str = "01"
    id_number: str = ""
    phone: str = ""
    phone_label: str = ""
    hukou_code: str = ""
    living_code: str = ""
    precision: str = "day"
    statuses: list[Status] = field(default_factory=list)

    @property
    def is_away(self) -> bool:
        """Works in another county: not met on visits."""
        return bool(self.living_code)

    def age(self, on: date) -> int:
        """Full years."""
        return age_on(self.born_on, on)

    def has(self, *kinds: str) -> bool:
        """Whether one of the statuses is confirmed and still holds."""
        return any(s.value and s.until is None and s.kind in kinds for s in self.statuses)


@dataclass(slots=True)
class Home:
    """A household file: where, since when, who, and how often it is visited."""

    uid: UUID
    village_code: str
    village: str
    address: str
    opened_on: date
    shape: Shape
    members: list[Person]
    tier: Tier = Tier.YEARLY

    @property
    def head(self) -> Person:
        """The head of the household."""
        return self.members[0]

    @property
    def present(self) -> list[Person]:
        """Members who can be met at home."""
        return [person for person in self.members if not person.is_away]

    def has(self, *kinds: str) -> bool:
        """Whether a member at home has one of the statuses."""
        return any(person.has(*kinds) for person in self.present)
