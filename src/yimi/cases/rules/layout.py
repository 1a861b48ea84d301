"""Where each person of a genogram stands: generations in rows, couples side by side, children by age under their parents."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from yimi.cases.rules.picture import UNIONS, Person, Picture

#: Distance between two neighbours, and between two generations.
STEP, ROW = 92, 150
ROUNDS = 24
Parents = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Spot:
    """Where somebody stands: the middle of the symbol."""

    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Layout:
    """Everybody's spot, the rows in order, and the children of each pair of parents, the oldest first."""

    spots: Mapping[str, Spot]
    rows: tuple[tuple[str, ...], ...]
    families: Mapping[Parents, tuple[str, ...]]


def lay_out(picture: Picture) -> Layout:
    """Place everybody. The same picture is always placed the same way."""
    people = {person.key: person for person in picture.people}
    families = _families(people)
    partners = _partners(picture, families)
    rows = _rows(people, families, partners)
    xs = _columns(rows, families, partners)
    spots = {key: Spot(xs[key], y * ROW) for y, row in enumerate(rows) for key in row}
    return Layout(spots, tuple(map(tuple, rows)), families)


def _families(people: Mapping[str, Person]) -> dict[Parents, tuple[str, ...]]:
    found: dict[Parents, list[Person]] = defaultdict(list)
    for person in people.values():
        if person.father or person.mother:
            found[person.father, person.mother].append(person)
    return {
        parents: tuple(one.key for one in sorted(children, key=lambda one: one.born or 9999))
        for parents, children in found.items()
    }


def _partners(picture: Picture, families: Iterable[Parents]) -> dict[str, list[str]]:
    """Everybody's partners, former ones first; parents of a child together are partners."""
    found: dict[str, list[str]] = defaultdict(list)
    unions = sorted(picture.unions, key=lambda union: -UNIONS.index(union.kind))
    pairs = [(union.one, union.other) for union in unions]
    pairs += [parents for parents in families if all(parents)]
    for one, other in pairs:
        if other not in found[one]:
            found[one].append(other)
            found[other].append(one)
    return found


def _generations(
    people: Mapping[str, Person],
    families: Mapping[Parents, tuple[str, ...]],
    partners: Mapping[str, list[str]],
) -> dict[str, int]:
    """Walk from the client over parents, partners and children; who is not connected stands in the client's row."""
    client = next((key for key, person in people.items() if person.is_client), None)
    order = [client, *people] if client else list(people)
    level: dict[str, int] = {}
    for start in order:
        if start is None or start in level:
            continue
        level[start] = 0
        waiting = [start]
        while waiting:
            key = waiting.pop(0)
            person = people[key]
            near = [(parent, -1) for parent in (person.father, person.mother) if parent]
            near += [(partner, 0) for partner in partners.get(key, ())]
            near += [
                (child, 1) for parents, kids in families.items() if key in parents for child in kids
            ]
            for other, step in near:
                if other not in level:
                    level[other] = level[key] + step
                    waiting.append(other)
    top = min(level.values(), default=0)
    return {key: depth - top for key, depth in level.items()}


def _rows(
    people: Mapping[str, Person],
    families: Mapping[Parents, tuple[str, ...]],
    partners: Mapping[str, list[str]],
) -> list[list[str]]:
    level = _generations(people, families, partners)
    rows: list[list[str]] = [[] for _depth in range(max(level.values(), default=-1) + 1)]
    place = _Placing(people, families, partners, level)
    for depth, row in enumerate(rows):
        if depth:
            above = rows[depth - 1]
            for parents in sorted(families, key=lambda pair: _first(above, pair)):
                if _first(above, parents) < len(above):
                    place.children(parents, row, above)
        place.newcomers(depth, row)
    return rows


def _first(row: list[str], parents: Parents) -> int:
    return min((row.index(key) for key in parents if key in row), default=len(row))


class _Placing:
    """Fills the rows from the left; keeps who has been placed."""

    def __init__(
        self,
        people: Mapping[str, Person],
        families: Mapping[Parents, tuple[str, ...]],
        partners: Mapping[str, list[str]],
        level: Mapping[str, int],
    ) -> None:
        self.people, self.families, self.partners, self.level = people, families, partners, level
        self.placed: set[str] = set()
        #: Who married into another family, and on which side that family stands.
        self.edge: dict[str, str] = {}

    def has_parents(self, key: str) -> bool:
        """Whether somebody stands under parents of their own."""
        return bool(self.people[key].father or self.people[key].mother)

    def children(self, parents: Parents, row: list[str], above: list[str]) -> None:
        """The children of one pair, by age; one married into another family stands at that family's side."""
        kids = list(self.families[parents])
        here = _first(above, parents)
        for kid in self.families[parents]:
            for partner in self.partners.get(kid, ()):
                theirs = self.people[partner].father, self.people[partner].mother
                there = _first(above, theirs)
                if self.has_parents(partner) and there < len(above) and there != here:
                    kids.remove(kid)
                    kids.insert(len(kids) if there > here else 0, kid)
                    self.edge[kid] = "right" if there > here else "left"
                    break
        for kid in kids:
            # a tangled family: somebody's child may have come to stand in another row
            if self.level[kid] == self.level[above[here]] + 1:
                self.with_partners(kid, row)

    def with_partners(self, key: str, row: list[str]) -> None:
        """Somebody and the partners who have no parents in the picture: a man to the left of his wife."""
        if key in self.placed:
            return
        loose = [
            one
            for one in self.partners.get(key, ())
            if one not in self.placed
            and not self.has_parents(one)
            and self.level[one] == self.level[key]
        ]
        if key in self.edge:
            # a further partner stands on the other side
            group = [*loose, key] if self.edge[key] == "right" else [key, *loose]
        elif len(loose) > 1:
            group = [*loose[:-1], key, loose[-1]]
        else:
            group = [key, *loose] if self.people[key].sex != "2" else [*loose, key]
        row.extend(group)
        self.placed.update(group)

    def newcomers(self, depth: int, row: list[str]) -> None:
        """Those of a row who came in with nobody, mostly without parents in the picture; the father's side to the left."""
        rest = [key for key in self.people if self.level[key] == depth and key not in self.placed]
        for key in sorted(rest, key=self._side):
            self.with_partners(key, row)

    def _side(self, key: str) -> int:
        """0 for parents of a married son, 2 for parents of a married daughter, 1 for the rest."""
        for parents, kids in self.families.items():
            if key in parents:
                for kid in kids:
                    if any(self.has_parents(one) for one in self.partners.get(kid, ())):
                        return 2 if self.people[kid].sex == "2" else 0
        return 1


def _columns(
    rows: list[list[str]],
    families: Mapping[Parents, tuple[str, ...]],
    partners: Mapping[str, list[str]],
) -> dict[str, float]:
    """Pull parents over their children and children under their parents, keeping order and distance."""
    xs = {key: float(at * STEP) for row in rows for at, key in enumerate(row)}
    for turn in range(ROUNDS):
        shifts: dict[str, list[float]] = defaultdict(list)
        for parents, kids in families.items():
            known = [key for key in parents if key in xs]
            gap = _middle(xs, kids) - _middle(xs, known)
            for key in known if turn % 2 else kids:
                shifts[key].append(gap if turn % 2 else -gap)
        for row in rows:
            wanted = [xs[key] + _shift(key, shifts, partners) for key in row]
            xs.update(zip(row, _apart(wanted), strict=True))
    left = min(xs.values(), default=0.0)
    return {key: round(x - left, 1) for key, x in xs.items()}


def _shift(key: str, shifts: Mapping[str, list[float]], partners: Mapping[str, list[str]]) -> float:
    """Someone who is pulled nowhere goes along with a partner."""
    own = shifts.get(key) or [gap for one in partners.get(key, ()) for gap in shifts.get(one, ())]
    return sum(own) / len(own) if own else 0.0


def _middle(xs: Mapping[str, float], keys: Iterable[str]) -> float:
    known = [xs[key] for key in keys]
    return (min(known) + max(known)) / 2 if known else 0.0


def _apart(wanted: list[float]) -> list[float]:
    """The places nearest to what is wanted, in order and at least STEP apart (pool adjacent violators).

    >>> _apart([0.0, 0.0, 500.0])
    [-46.0, 46.0, 500.0]
    """
    pools: list[tuple[float, int]] = []
    for at, x in enumerate(wanted):
        pools.append((x - at * STEP, 1))
        while len(pools) > 1 and pools[-2][0] > pools[-1][0]:
            (right, many), (left, few) = pools.pop(), pools.pop()
            pools.append(((left * few + right * many) / (few + many), few + many))
    slots = [value for value, count in pools for _one in range(count)]
    return [slot + at * STEP for at, slot in enumerate(slots)]
