"""Names as they are heard in the county: surname by its share, given name by the year of birth."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from random import Random
from typing import Any

from yimi.demo.identities import MALE

#: One name in so many is written with a rare character.
RARE_IN = 400
HAN, HUI, UYGHUR = "01", "03", "05"


@dataclass(frozen=True, slots=True)
class Generation:
    """The given names of a stretch of years that ends with ``born``."""

    born: int
    male: tuple[str, ...]
    female: tuple[str, ...]


@lru_cache(maxsize=1)
def _data() -> dict[str, Any]:
    return tomllib.loads((files("yimi.demo") / "data" / "names.toml").read_text("utf-8"))


@lru_cache(maxsize=1)
def generations() -> tuple[Generation, ...]:
    """Oldest first."""
    return tuple(
        Generation(entry["born"], tuple(entry["male"].split()), tuple(entry["female"].split()))
        for entry in _data()["generation"]
    )


@lru_cache(maxsize=2)
def _surnames(table: str) -> tuple[tuple[str, ...], tuple[int, ...]]:
    entries = [re.fullmatch(r"(\D+)(\d+)", entry) for entry in _data()[table].split()]
    return tuple(e[1] for e in entries if e), tuple(int(e[2]) for e in entries if e)


def surname(rng: Random, *, ethnic: str = HAN) -> str:
    """A family's surname."""
    names, shares = _surnames("hui_surnames" if ethnic == HUI else "surnames")
    return rng.choices(names, shares)[0]


def given_name(rng: Random, *, sex: str, born: int) -> str:
    """A given name of somebody born in ``born``."""
    if rng.randrange(RARE_IN) == 0:
        return rng.choice(_data()["rare"]["male" if sex == MALE else "female"].split())
    generation = next(each for each in generations() if born <= each.born)
    return rng.choice(generation.male if sex == MALE else generation.female)


def far_name(rng: Random, *, sex: str) -> str:
    """The whole name of somebody who married in from far away, usually with a dot."""
    return rng.choice(_data()["rare"]["far_male" if sex == MALE else "far_female"].split())


def village_surname(rng: Random, village: str, *, ethnic: str = HAN) -> str:
    """A surname for a family of ``village``: in 刘楼 every third family is called 刘."""
    names, _shares = _surnames("surnames")
    own = [sign for sign in village[:2] if sign in names]
    if own and ethnic == HAN and rng.random() < 0.35:
        return own[0]
    return surname(rng, ethnic=ethnic)
