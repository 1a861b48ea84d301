"""What is known of each person: yes, no, or never asked; since when, and from whom we know.

Rates are of the demo, not of any place; they are set so that lists, figures and tiers look like a station's.
"""

from __future__ import annotations

from datetime import date, timedelta
from random import Random
from typing import Any

from yimi.demo.households import Home, Person, Shape, Status, Tier
from yimi.demo.identities import MALE
from yimi.demo.seeds import weighted

#: Share of households of a shape on the dibao list.
DIBAO = {
    Shape.ELDER_ALONE: 0.2, Shape.ELDER_COUPLE: 0.08, Shape.GRANDPARENTS: 0.09, Shape.THREE_GENERATIONS: 0.03,
    Shape.NUCLEAR: 0.025, Shape.SINGLE_PARENT: 0.22, Shape.DISABLED_CARE: 0.36, Shape.SINGLE_MAN: 0.2,
    Shape.ELDER_WITH_CHILD: 0.13,
}  # fmt: skip
#: Chinese disability kinds: 1 visual … 4 physical … 7 multiple; levels 1 (heaviest) to 4.
DISABILITY_KINDS = {"4": 55, "1": 13, "2": 12, "5": 8, "6": 7, "7": 4, "3": 1}
DISABILITY_LEVELS = {"1": 14, "2": 27, "3": 31, "4": 28}
SPECIAL_ELDER = (
    "elder_alone", "elder_empty_nest", "elder_left_behind", "elder_disabled_care", "elder_severe_disability",
    "elder_special_family",
)  # fmt: skip
LIST, PAPER, SEEN, SAID = "official_list", "certificate", "visit", "self_report"


class Asker:
    """Fills in the answers of one household."""

    def __init__(self, rng: Random, home: Home, on: date) -> None:
        self.rng = rng
        self.home = home
        self.on = on

    def chance(self, share: float) -> bool:
        """Yes in ``share`` of the cases."""
        return self.rng.random() < share

    def day(self, years: float = 4.0) -> date:
        """A day after the file was opened, or in the ``years`` before for what officials knew already."""
        earliest = max(self.home.opened_on, self.on - timedelta(days=round(years * 365)))
        return earliest + timedelta(days=self.rng.randrange(max((self.on - earliest).days, 1)))

    def say(self, person: Person, kind: str, value: bool, source: str, **details: Any) -> None:
        """Note an answer."""
        since = self.day()
        if source == LIST:
            since = since.replace(day=1)
            details.setdefault("document", f"{since.year} 年 {since.month} 月名册")
        person.statuses.append(Status(kind, value, max(since, person.born_on), source, **details))

    def ask(self, person: Person, kind: str, *, yes: float, no: float) -> bool:
        """Yes in ``yes`` of the cases, confirmed no in ``no``, otherwise nobody asked."""
        draw = self.rng.random()
        if draw < yes:
            self.say(person, kind, True, weighted(self.rng, {SEEN: 80, SAID: 20}))
            return True
        if draw < yes + no:
            self.say(person, kind, False, SEEN)
        return False

    def fill(self) -> None:
        """Everything about everybody."""
        self.assistance()
        for person in self.home.members:
            self.disability(person)
            if person.is_away:
                continue
            age = person.age(self.on)
            if age >= 60:
                self.elder(person, age)
            elif age < 16:
                self.child(person)
            self.other(person, age)

    def assistance(self) -> None:
        """低保 is given to a household, 特困 to a person without anybody."""
        home, head = self.home, self.home.head
        if home.shape == Shape.SINGLE_MAN and self.chance(0.62):
            level = weighted(self.rng, {"able": 60, "partial": 28, "unable": 12})
            variety = "scattered" if self.chance(0.9) else "institution"
            self.say(head, "tekun", True, LIST, level=level, variety=variety)
            return
        if self.chance(DIBAO[home.shape]):
            since = self.day().replace(day=1)
            for person in home.members:
                document = f"{since.year} 年 {since.month} 月低保名册"
                held = Status("dibao", True, max(since, person.born_on), LIST, document=document)
                person.statuses.append(held)
        elif self.chance(0.035):
            for person in home.members:
                self.say(person, "near_dibao", True, LIST)
        elif self.chance(0.3):
            self.say(head, "dibao", False, SEEN)
        if self.chance(0.03):
            self.temporary(head)
        if self.chance(0.025):
            variety = weighted(self.rng, {"unstable": 40, "borderline": 40, "sudden": 20})
            self.say(head, "poverty_return_watch", True, LIST, variety=variety)

    def temporary(self, person: Person) -> None:
        """Temporary assistance is paid once and over after some months."""
        since = self.day(1.2)
        until = since + timedelta(days=90)
        variety = "urgent" if self.chance(0.3) else "spending"
        ended = until if until < self.on else None
        person.statuses.append(
            Status("temporary_assistance", True, since, LIST, until=ended, variety=variety)
        )

    def disability(self, person: Person) -> None:
        """Somebody in a caring household has a card; elsewhere it depends on age. Subsidies follow for most."""
        age = person.age(self.on)
        cares = self.home.shape == Shape.DISABLED_CARE and person is self.home.members[-1]
        share = 1.0 if cares else 0.09 if age >= 60 else 0.022 if age >= 18 else 0.008
        if not self.chance(share):
            if age >= 60 and self.chance(0.2):
                self.say(person, "disabled", False, SEEN)
            return
        level = weighted(self.rng, DISABILITY_LEVELS)
        variety = weighted(self.rng, DISABILITY_KINDS)
        self.say(person, "disabled", True, PAPER, level=level, variety=variety, document="残疾人证")
        if level in "12" and self.chance(0.8):
            self.say(person, "disability_nursing_subsidy", True, LIST)
        if person.has("dibao") and self.chance(0.85):
            self.say(person, "disability_living_subsidy", True, LIST)
        if level in "12" and age >= 60 and self.chance(0.7):
            self.say(person, "elder_severe_disability", True, SEEN)

    def elder(self, person: Person, age: int) -> None:
        """The six kinds of elderly people who are to be visited, and the old-age allowance."""
        shape = self.home.shape
        if shape in (Shape.ELDER_ALONE, Shape.SINGLE_MAN):
            self.ask(person, "elder_alone", yes=0.62, no=0.14)
        elif shape == Shape.ELDER_COUPLE:
            self.ask(person, "elder_empty_nest", yes=0.26, no=0.2)
        elif shape == Shape.GRANDPARENTS:
            self.ask(person, "elder_left_behind", yes=0.24, no=0.12)
        else:
            self.ask(person, "elder_alone", yes=0, no=0.25)
        share = 0.02 if age < 70 else 0.06 if age < 80 else 0.19
        if self.chance(share):
            level = weighted(self.rng, {"light": 45, "moderate": 35, "severe": 20})
            self.say(person, "elder_disabled_care", True, SEEN, level=level)
        elif self.chance(0.3):
            self.say(person, "elder_disabled_care", False, SEEN)
        if shape == Shape.ELDER_COUPLE and self.chance(0.008):
            self.say(person, "elder_special_family", True, LIST)
        if age >= 80:
            if self.chance(0.82):
                self.say(person, "old_age_allowance", True, LIST)
            elif self.chance(0.3):
                self.say(person, "old_age_allowance", False, SAID)

    def child(self, person: Person) -> None:
        """Children with their grandparents are mostly left behind; few are without anybody."""
        shape = self.home.shape
        if shape == Shape.GRANDPARENTS:
            self.ask(person, "left_behind_child", yes=0.8, no=0.08)
            if self.chance(0.015):
                self.say(person, "de_facto_unsupported_child", True, LIST)
            elif self.chance(0.005):
                self.say(person, "orphan", True, LIST, variety="family")
        elif shape == Shape.SINGLE_PARENT:
            if self.ask(person, "child_in_difficulty", yes=0.2, no=0.15):
                person.statuses[-1].variety = "poverty"
        elif shape in (Shape.NUCLEAR, Shape.THREE_GENERATIONS):
            self.ask(person, "left_behind_child", yes=0.05, no=0.25)

    def other(self, person: Person, age: int) -> None:
        """Illness, service in the army, women alone at home."""
        if age >= 45 and self.chance(0.035):
            self.say(person, "severe_illness", True, PAPER)
        if person.sex == MALE and 55 <= age <= 88 and self.chance(0.025):
            self.say(person, "veteran", True, PAPER)


def tier_of(home: Home, on: date) -> Tier:
    """How often a household is visited: by the frailest member at home.

    After the frequencies of the visits to elderly people in special difficulty (十部门 2022): high risk weekly, key
    monthly, general quarterly; the fortnight is this demo's step between.
    """
    tiers = [_tier_for(person, home, on) for person in home.present]
    order = list(Tier)
    return min(tiers, key=order.index, default=Tier.YEARLY)


def _tier_for(person: Person, home: Home, on: date) -> Tier:
    is_alone = person.has("elder_alone")
    is_frail = person.has("elder_disabled_care", "elder_severe_disability", "severe_illness")
    if is_alone and is_frail and person.age(on) >= 75:
        return Tier.WEEKLY
    if (is_alone and person.age(on) >= 82) or person.has("orphan", "de_facto_unsupported_child"):
        return Tier.FORTNIGHTLY
    if person.has(*SPECIAL_ELDER) or person.has("tekun"):
        return Tier.MONTHLY
    if person.has("dibao", "left_behind_child", "child_in_difficulty", "severe_illness"):
        return Tier.QUARTERLY
    if home.shape == Shape.DISABLED_CARE and person.has("disabled"):
        return Tier.QUARTERLY
    return Tier.YEARLY
