"""A household in the making: who is under the roof, one by one."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from random import Random

from yimi.demo import identities, names
from yimi.demo.households import (
    DAUGHTER,
    GRANDDAUGHTER,
    GRANDSON,
    HEAD,
    HUSBAND,
    SON,
    WIFE,
    Person,
)
from yimi.demo.identities import FEMALE, MALE
from yimi.demo.seeds import uid_at, weighted

#: Where people of the county go to work: 东莞, 深圳, 昆山, 义乌, 上海松江, 郑州, 杭州, 北京朝阳, 周口川汇.
FAR_PLACES = {
    "441900000000": 20, "440306000000": 14, "320583000000": 12, "330782000000": 10, "310117000000": 9,
    "410105000000": 14, "330110000000": 8, "110105000000": 6, "411602000000": 12,
}  # fmt: skip
#: One file in so many lacks the ID number; of those, some know only the year of birth.
NO_ID_IN, YEAR_ONLY = 22, 0.13


@dataclass(slots=True)
class Roof:
    """A household in the making."""

    rng: Random
    village: str
    on: date
    ethnic: str
    series: int
    surname: str
    members: list[Person] = field(default_factory=list)

    def add(
        self, relation: str, sex: str, age: int, *, own_name: bool = False, away: bool = False
    ) -> Person:
        """One more member; ``own_name``: somebody who married in and kept the surname."""
        rng = self.rng
        born = self.on - timedelta(days=round(age * 365.25) + rng.randrange(1, 365))
        person = Person(
            uid=uid_at(rng, self.opened_at),
            name=self._name(sex, born.year, own_name=own_name),
            sex=sex,
            born_on=born,
            relation=relation,
            ethnic=self.ethnic,
        )
        if rng.randrange(NO_ID_IN):
            person.id_number = identities.id_number(rng, born, sex, series=self.series)
        elif rng.random() < YEAR_ONLY:
            person.born_on, person.precision = date(born.year, 1, 1), "year"
        if away:
            person.living_code = weighted(rng, FAR_PLACES)
        self.members.append(person)
        return person

    @property
    def opened_at(self) -> datetime:
        """Any instant before all records: orders the uids."""
        return datetime.combine(self.on, time(4), UTC) - timedelta(days=400)

    def _name(self, sex: str, born: int, *, own_name: bool) -> str:
        rng = self.rng
        if own_name and rng.random() < 0.002:
            return names.far_name(rng, sex=sex)
        taken = {person.name for person in self.members}
        while True:
            family = names.surname(rng, ethnic=self.ethnic) if own_name else self.surname
            name = family + names.given_name(rng, sex=sex, born=born)
            if name not in taken:
                return name

    def couple(self, age: int, *, away: float = 0.0, both: bool = False) -> None:
        """Head and wife; sometimes the wife is head, as her husband is rarely home. ``both`` may work away."""
        rng = self.rng
        his = rng.random() < away
        hers = rng.random() < away * 0.6 and (both or not his)
        younger = max(18, age - rng.randrange(-1, 4))
        if rng.random() < 0.88:
            self.add(HEAD, MALE, age, away=his)
            self.add(WIFE, FEMALE, younger, own_name=True, away=hers)
        else:
            self.add(HEAD, FEMALE, younger, own_name=True, away=hers)
            self.add(HUSBAND, MALE, age, away=his)

    def children(self, count: int, oldest: int, *, grand: bool = False) -> None:
        """Children or grandchildren, two to four years apart, none younger than one."""
        rng, age = self.rng, oldest
        for _number in range(count):
            if age < 1:
                return
            sex = MALE if rng.random() < 0.52 else FEMALE
            relation = (GRANDSON if sex == MALE else GRANDDAUGHTER) if grand else (
                SON if sex == MALE else DAUGHTER
            )  # fmt: skip
            self.add(relation, sex, age)
            age -= rng.randrange(2, 5)
