"""From "what someone is to someone" (GB/T 4761) to parents, couples and children."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from yimi.cases.rules.picture import Person, Picture, Union

SPOUSES = {"10", "11", "12"}
SONS = {"20", "21", "22", "23", "24", "25", "26", "27", "29"}
DAUGHTERS = {"30", "31", "32", "33", "34", "35", "36", "37", "39"}
SONS_IN_LAW, DAUGHTERS_IN_LAW = {"28"}, {"38"}
BY_SON, BY_DAUGHTER, GRANDCHILDREN = {"41", "42"}, {"43", "44"}, {"40", "49"}
PARENTS = {"50", "51", "52", "57", "58", "59"}
IN_LAWS = {"53", "54", "55", "56"}
SIBLINGS = {"70", "71", "73", "75", "77", "79"}
MEN = {
    "11",
    *SONS,
    *SONS_IN_LAW,
    "41",
    "43",
    "45",
    "51",
    "53",
    "55",
    "57",
    "61",
    "63",
    "71",
    "73",
    "76",
    "78",
}
WOMEN = {"12", *DAUGHTERS, *DAUGHTERS_IN_LAW, "42", "44", "52", "54", "56", "58", "62", "64", "72", "74", "75", "77"}  # fmt: skip


def sex_of(relation: str) -> str:
    """What the relation says about someone's sex.

    >>> sex_of("51"), sex_of("38"), sex_of("99")
    ('1', '2', '0')
    """
    return "1" if relation in MEN else "2" if relation in WOMEN else "0"


def draft_family(members: Sequence[tuple[Person, str]]) -> Picture:
    """The household's members as each is related to its head, who comes first. The rest stays open.

    >>> head, son = Person("p1", "甲", "1"), Person("p2", "乙", "1")
    >>> draft_family([(head, "02"), (son, "20")]).people[1].father
    'p1'
    """
    if not members:
        return Picture()
    people = [
        replace(person, sex=sex_of(relation)) if person.sex == "0" else person
        for person, relation in members
    ]
    picture = Picture(tuple(people))
    head = people[0].key
    # partners first, so that children find both parents; then by nearness
    order = [SPOUSES, PARENTS, IN_LAWS, SONS | DAUGHTERS, SONS_IN_LAW, DAUGHTERS_IN_LAW, SIBLINGS]
    for group in order:
        for person, relation in zip(people, (code for _p, code in members), strict=True):
            if relation in group:
                picture = _related(picture, head, person.key, relation)
    for person, (_given, relation) in zip(people, members, strict=True):
        if relation in BY_SON | BY_DAUGHTER | GRANDCHILDREN:
            picture = _grandchild(picture, head, person.key, relation)
    return picture


def _related(picture: Picture, head: str, key: str, relation: str) -> Picture:
    if relation in SPOUSES:
        return _couple(picture, head, key)
    if relation in SONS | DAUGHTERS:
        return _child(picture, head, key)
    if relation in PARENTS:
        return _child(picture, key, head)
    if relation in IN_LAWS:
        spouse = _partner(picture, head)
        return _child(picture, key, spouse) if spouse else picture
    if relation in SIBLINGS:
        person = picture.person(head)
        return _parents(picture, key, person.father, person.mother) if person else picture
    wanted = "2" if relation in SONS_IN_LAW else "1"
    loose = [
        one.key
        for one in _children_of(picture, head)
        if one.sex == wanted and not _partner(picture, one.key)
    ]
    return _couple(picture, loose[0], key) if len(loose) == 1 else picture


def _grandchild(picture: Picture, head: str, key: str, relation: str) -> Picture:
    """Under the only son, daughter or child it can belong to; otherwise nowhere yet."""
    wanted = "1" if relation in BY_SON else "2" if relation in BY_DAUGHTER else ""
    could = [one for one in _children_of(picture, head) if not wanted or one.sex == wanted]
    return _child(picture, could[0].key, key) if len(could) == 1 else picture


def _children_of(picture: Picture, key: str) -> list[Person]:
    return [one for one in picture.people if key in (one.father, one.mother)]


def _partner(picture: Picture, key: str) -> str:
    union = picture.union_of(key)
    if union is None:
        return ""
    return union.other if union.one == key else union.one


def _couple(picture: Picture, one: str, other: str) -> Picture:
    return replace(picture, unions=(*picture.unions, Union(one, other)))


def _child(picture: Picture, parent: str, child: str) -> Picture:
    """``child`` is a child of ``parent`` and of the partner of ``parent``, as far as nobody else is."""
    found, own = picture.person(parent), picture.person(child)
    if found is None or own is None:
        return picture
    partner = _partner(picture, parent)
    father, mother = (parent, partner) if found.sex != "2" else (partner, parent)
    picture = _parents(picture, child, own.father or father, own.mother or mother)
    own = picture.person(child)
    if own and own.father and own.mother and not _are_couple(picture, own.father, own.mother):
        picture = _couple(picture, own.father, own.mother)
    return picture


def _are_couple(picture: Picture, one: str, other: str) -> bool:
    return any({union.one, union.other} == {one, other} for union in picture.unions)


def _parents(picture: Picture, key: str, father: str, mother: str) -> Picture:
    """Set the parents; one whom the register makes younger than the child is left open for the worker to settle."""
    child = picture.person(key)
    if child is None:
        return picture
    fitting = [one if _could_be(picture.person(one), child) else "" for one in (father, mother)]
    people = tuple(
        replace(one, father=fitting[0], mother=fitting[1]) if one.key == key else one
        for one in picture.people
    )
    return replace(picture, people=people)


def _could_be(parent: Person | None, child: Person) -> bool:
    if parent is None or parent.key == child.key:
        return False
    return not (parent.born and child.born and parent.born >= child.born)


def _add(picture: Picture, person: Person) -> Picture:
    return replace(picture, people=(*picture.people, person))


def _add_parent(picture: Picture, of: str, person: Person) -> Picture:
    return _child(_add(picture, person), person.key, of)


def _add_child(picture: Picture, of: str, person: Person) -> Picture:
    return _child(_add(picture, person), of, person.key)


def _add_spouse(picture: Picture, of: str, person: Person) -> Picture:
    return _couple(_add(picture, person), of, person.key)


def _add_sibling(picture: Picture, of: str, person: Person) -> Picture:
    own = picture.person(of)
    picture = _add(picture, person)
    return _parents(picture, person.key, own.father, own.mother) if own else picture


def _add_grandparent(picture: Picture, of: str, person: Person, *, side: str) -> Picture:
    own = picture.person(of)
    parent = (own.father if side == "father" else own.mother) if own else ""
    return _add_parent(picture, parent, person) if parent else _add(picture, person)


#: What a relative is to the client → how they come into the picture.
KIN: dict[str, Callable[[Picture, str, Person], Picture]] = {
    **dict.fromkeys(SPOUSES, _add_spouse),
    **dict.fromkeys(SONS | DAUGHTERS, _add_child),
    **dict.fromkeys(PARENTS, _add_parent),
    **dict.fromkeys(SIBLINGS, _add_sibling),
    **dict.fromkeys(
        {"61", "62"},
        lambda picture, of, person: _add_grandparent(picture, of, person, side="father"),
    ),
    **dict.fromkeys(
        {"63", "64"},
        lambda picture, of, person: _add_grandparent(picture, of, person, side="mother"),
    ),
}
