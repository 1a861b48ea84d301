"""The family and its support as data: people with their parents, couples, and the systems around the family."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any

MAX_PEOPLE = 40
MAX_SYSTEMS = 12
MAX_NAME = 20

SEXES = ("1", "2", "0")
UNIONS = ("married", "cohabiting", "separated", "divorced")
TIES = ("strong", "ordinary", "weak", "stressful")


@dataclass(frozen=True, slots=True)
class Person:
    """Someone of the family. ``father`` and ``mother`` are keys of others in the picture; ``born`` is a year."""

    key: str
    name: str
    sex: str = "0"
    born: int | None = None
    is_dead: bool = False
    is_client: bool = False
    is_at_home: bool = False
    mark: str = ""
    father: str = ""
    mother: str = ""


@dataclass(frozen=True, slots=True)
class Union:
    """Two people who are or were a couple."""

    one: str
    other: str
    kind: str = "married"


@dataclass(frozen=True, slots=True)
class System:
    """Someone or something outside that supports or burdens the family, and how the tie is."""

    key: str
    name: str
    tie: str = "ordinary"


@dataclass(frozen=True, slots=True)
class Picture:
    """Everything that genogram and eco-map are drawn from."""

    people: tuple[Person, ...] = ()
    unions: tuple[Union, ...] = ()
    systems: tuple[System, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Nothing drawn yet."""
        return not self.people and not self.systems

    def person(self, key: str) -> Person | None:
        """The one with this key."""
        return next((person for person in self.people if person.key == key), None)

    def system(self, key: str) -> System | None:
        """The one with this key."""
        return next((system for system in self.systems if system.key == key), None)

    def union_of(self, key: str) -> Union | None:
        """The couple in which someone lives, or the last one they lived in."""
        own = [union for union in self.unions if key in (union.one, union.other)]
        return min(own, key=lambda union: UNIONS.index(union.kind), default=None)

    def with_person(self, person: Person, *, partner: str = "", kind: str = "married") -> Picture:
        """With this person added or changed, and their present couple set; earlier partners stay."""
        others = tuple(one for one in self.people if one.key != person.key)
        at = next((i for i, one in enumerate(self.people) if one.key == person.key), len(others))
        people = (*others[:at], person, *others[at:])
        if person.is_client:
            people = tuple(
                replace(one, is_client=one.key == person.key) if one.is_client else one
                for one in people
            )
        before = self.union_of(person.key)
        unions = tuple(
            union
            for union in self.unions
            if {union.one, union.other} != {person.key, partner}
            and not (union == before and before.kind in UNIONS[:2] and kind in UNIONS[:2])
        )
        if partner:
            unions = (*unions, Union(person.key, partner, kind))
        return replace(self, people=people, unions=unions)

    def without_person(self, key: str) -> Picture:
        """Without this person: whoever named them as a parent or partner no longer does."""
        people = tuple(
            replace(
                one,
                father="" if one.father == key else one.father,
                mother="" if one.mother == key else one.mother,
            )
            for one in self.people
            if one.key != key
        )
        unions = tuple(union for union in self.unions if key not in (union.one, union.other))
        return replace(self, people=people, unions=unions)

    def with_system(self, system: System) -> Picture:
        """With this system added or changed."""
        if self.system(system.key) is None:
            return replace(self, systems=(*self.systems, system))
        return replace(
            self, systems=tuple(system if one.key == system.key else one for one in self.systems)
        )

    def without_system(self, key: str) -> Picture:
        """Without this system."""
        return replace(self, systems=tuple(one for one in self.systems if one.key != key))


def fresh_key(taken: Iterable[str], letter: str) -> str:
    """A key that is not taken.

    >>> fresh_key(["p1", "p3"], "p")
    'p4'
    """
    numbers = [int(key[1:]) for key in taken if key[:1] == letter and key[1:].isdecimal()]
    return f"{letter}{max(numbers, default=0) + 1}"


def check_picture(picture: Picture) -> list[str]:
    """What cannot be, as message keys; empty when the family can be drawn."""
    people = {person.key: person for person in picture.people}
    faults = [*_amounts(picture)]
    if len(people) != len(picture.people):
        faults.append("key_twice")
    if sum(person.is_client for person in picture.people) > 1:
        faults.append("two_clients")
    for person in picture.people:
        faults += _person_faults(person, people)
    for union in picture.unions:
        if union.one not in people or union.other not in people or union.one == union.other:
            faults.append("unknown_person")
        if union.kind not in UNIONS:
            faults.append("unknown_choice")
    if any(system.tie not in TIES for system in picture.systems):
        faults.append("unknown_choice")
    if not faults and _has_cycle(people):
        faults.append("own_ancestor")
    return list(dict.fromkeys(faults))


def _amounts(picture: Picture) -> Iterable[str]:
    if len(picture.people) > MAX_PEOPLE:
        yield "too_many_people"
    if len(picture.systems) > MAX_SYSTEMS:
        yield "too_many_systems"
    names = [one.name for one in picture.people] + [one.name for one in picture.systems]
    if any(not name.strip() for name in names):
        yield "name_needed"
    if any(len(name) > MAX_NAME for name in names):
        yield "name_too_long"


def _person_faults(person: Person, people: Mapping[str, Person]) -> Iterable[str]:
    if person.sex not in SEXES:
        yield "unknown_choice"
    if person.father and person.father == person.mother:
        yield "one_parent_twice"
    for key in (person.father, person.mother):
        parent = people.get(key)
        if key and parent is None:
            yield "unknown_person"
        elif key == person.key:
            yield "own_ancestor"
        elif parent and parent.born and person.born and parent.born >= person.born:
            yield "born_before_parent"


def _has_cycle(people: Mapping[str, Person]) -> bool:
    def ancestors(key: str, seen: frozenset[str]) -> bool:
        person = people[key]
        return any(
            parent in seen or ancestors(parent, seen | {parent})
            for parent in (person.father, person.mother)
            if parent
        )

    return any(ancestors(key, frozenset({key})) for key in people)


def picture_json(picture: Picture) -> str:
    """As it is kept, sealed."""
    return json.dumps(asdict(picture), ensure_ascii=False, separators=(",", ":"))


def read_json(text: str) -> Picture:
    """What :func:`picture_json` wrote; an empty picture when the key was destroyed.

    >>> read_json(picture_json(Picture((Person("p1", "甲"),)))).people[0].name
    '甲'
    """
    if not text:
        return Picture()
    content: dict[str, list[dict[str, Any]]] = json.loads(text)
    return Picture(
        tuple(Person(**row) for row in content["people"]),
        tuple(Union(**row) for row in content["unions"]),
        tuple(System(**row) for row in content["systems"]),
    )
