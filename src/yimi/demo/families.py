"""Households as they are found in the villages: old people alone, grandparents with grandchildren, three generations.

The files of a station are not a census: it keeps them for the people it looks after, so the old, the children left
behind and the disabled are more numerous than in the county as a whole.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from random import Random

from yimi.demo import identities, names
from yimi.demo.households import (
    DAUGHTER,
    DAUGHTER_IN_LAW,
    FATHER,
    HEAD,
    MOTHER,
    SON,
    Home,
    Person,
    Shape,
)
from yimi.demo.identities import FEMALE, MALE
from yimi.demo.roof import Roof
from yimi.demo.seeds import uid_at, weighted

SHAPES = {
    Shape.ELDER_ALONE: 9, Shape.ELDER_COUPLE: 14, Shape.GRANDPARENTS: 13, Shape.THREE_GENERATIONS: 14,
    Shape.NUCLEAR: 25, Shape.SINGLE_PARENT: 4, Shape.DISABLED_CARE: 8, Shape.SINGLE_MAN: 5,
    Shape.ELDER_WITH_CHILD: 8,
}  # fmt: skip

#: One file in so many lacks the registered residence: nobody found the booklet.
NO_HUKOU_IN = 18
WEEK = timedelta(days=7)
GROUPS = "一二三四五六七八九"


def _elder_age(rng: Random, youngest: int = 62) -> int:
    """Many in their late sixties and seventies, few past ninety."""
    return min(youngest + int(rng.gammavariate(2.3, 5.2)), 99)


def _elder_alone(roof: Roof) -> None:
    sex = FEMALE if roof.rng.random() < 0.66 else MALE
    roof.add(HEAD, sex, _elder_age(roof.rng, 64), own_name=sex == FEMALE)


def _elder_couple(roof: Roof) -> None:
    roof.couple(_elder_age(roof.rng, 60))


def _grandparents(roof: Roof) -> None:
    rng = roof.rng
    age = rng.randrange(54, 73)
    if rng.random() < 0.72:
        roof.couple(age)
    else:
        sex = FEMALE if rng.random() < 0.8 else MALE
        roof.add(HEAD, sex, age, own_name=sex == FEMALE)
    if rng.random() < 0.32:
        roof.add(SON, MALE, age - 24, away=True)
        roof.add(DAUGHTER_IN_LAW, FEMALE, age - 26, own_name=True, away=True)
    roof.children(weighted(rng, {1: 55, 2: 38, 3: 7}), rng.randrange(3, 15), grand=True)


def _three_generations(roof: Roof) -> None:
    rng = roof.rng
    age = rng.randrange(34, 54)
    roof.couple(age, away=0.3, both=True)
    roof.children(weighted(rng, {1: 50, 2: 45, 3: 5}), min(age - 23, rng.randrange(4, 19)))
    parents = weighted(rng, {"mother": 45, "father": 20, "both": 35})
    if parents != "mother":
        roof.add(FATHER, MALE, age + rng.randrange(22, 29))
    if parents != "father":
        roof.add(MOTHER, FEMALE, age + rng.randrange(21, 28), own_name=True)


def _nuclear(roof: Roof) -> None:
    rng = roof.rng
    age = rng.randrange(28, 56)
    roof.couple(age, away=0.28)
    if age < 52:
        roof.children(weighted(rng, {1: 46, 2: 48, 3: 6}), min(age - 22, rng.randrange(2, 18)))


def _single_parent(roof: Roof) -> None:
    rng = roof.rng
    sex = FEMALE if rng.random() < 0.6 else MALE
    age = rng.randrange(30, 49)
    roof.add(HEAD, sex, age, own_name=sex == FEMALE)
    roof.children(weighted(rng, {1: 62, 2: 38}), min(age - 22, rng.randrange(4, 16)))


def _disabled_care(roof: Roof) -> None:
    rng = roof.rng
    age = rng.randrange(42, 74)
    if rng.random() < 0.55:
        roof.couple(age)
    else:
        roof.add(HEAD, FEMALE if rng.random() < 0.6 else MALE, age + 6)
    if rng.random() < 0.55:
        sex = MALE if rng.random() < 0.6 else FEMALE
        roof.add(SON if sex == MALE else DAUGHTER, sex, max(6, age - 25))


def _single_man(roof: Roof) -> None:
    roof.add(HEAD, MALE, roof.rng.randrange(53, 84))


def _elder_with_child(roof: Roof) -> None:
    rng = roof.rng
    sex = FEMALE if rng.random() < 0.6 else MALE
    age = _elder_age(rng, 66)
    roof.add(HEAD, sex, age, own_name=sex == FEMALE)
    child = MALE if rng.random() < 0.8 else FEMALE
    roof.add(SON if child == MALE else DAUGHTER, child, age - rng.randrange(23, 32))


BUILDERS: dict[Shape, Callable[[Roof], None]] = {
    Shape.ELDER_ALONE: _elder_alone,
    Shape.ELDER_COUPLE: _elder_couple,
    Shape.GRANDPARENTS: _grandparents,
    Shape.THREE_GENERATIONS: _three_generations,
    Shape.NUCLEAR: _nuclear,
    Shape.SINGLE_PARENT: _single_parent,
    Shape.DISABLED_CARE: _disabled_care,
    Shape.SINGLE_MAN: _single_man,
    Shape.ELDER_WITH_CHILD: _elder_with_child,
}


def make_home(
    rng: Random, *, village_code: str, village: str, on: date, opened_on: date, series: int
) -> Home:
    """One household of a village as it stands on ``on``; ``series`` keeps ID numbers of two towns apart."""
    ethnic = names.HUI if rng.random() < 0.012 else names.HAN
    roof = Roof(
        rng, village, on, ethnic, series, names.village_surname(rng, village, ethnic=ethnic)
    )
    shape = weighted(rng, SHAPES)
    BUILDERS[shape](roof)
    for person in roof.members:
        person.hukou_code = village_code if rng.randrange(NO_HUKOU_IN) else ""
        if "·" in person.name:
            person.ethnic = names.UYGHUR
        _give_phone(rng, person, on)
    return Home(
        uid=uid_at(rng, roof.opened_at),
        village_code=village_code,
        village=village,
        address=_address(rng, village),
        # nobody is entered before their birth
        opened_on=max(opened_on, max(person.born_on for person in roof.members) + WEEK),
        shape=shape,
        members=roof.members,
    )


def _give_phone(rng: Random, person: Person, on: date) -> None:
    """Adults mostly have a phone; an old person's is often a daughter's or a neighbour's."""
    age = person.age(on)
    if age < 16 or rng.random() < (0.12 if age < 60 else 0.3):
        return
    person.phone = identities.phone_number(rng)
    person.phone_label = "本人"
    if age > 70 and rng.random() < 0.4:
        person.phone_label = rng.choice(["女儿", "儿子", "邻居", "侄子", "儿媳"])


def _address(rng: Random, village: str) -> str:
    """The way to the door: group and number in a village, building and flat in a community."""
    if village.endswith("社区") and rng.random() < 0.55:
        return f"{rng.randrange(1, 19)} 号楼 {rng.randrange(1, 5)} 单元 {rng.randrange(1, 7)}0{rng.randrange(1, 4)}"
    mark = rng.choice(
        ["", "", "", "，村西头", "，村东头", "，大坑北边", "，村室后面", "，老学校旁", "，小庙路南"]
    )
    return f"{rng.choice(GROUPS)}组 {rng.randrange(1, 90)} 号{mark}"
