"""What the rows of a fact expose, and the numbers of the suppression rule: read from ``data/exposure.toml``. Pure."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib.resources import files


class Exposes(StrEnum):
    """About whom the rows are."""

    PERSONAL = "personal"
    STAFF = "staff"
    OPEN = "open"


@dataclass(frozen=True, slots=True)
class Rows:
    """A fact's rows: whom they are about, which columns a masked row keeps, which column leads to the record."""

    exposes: Exposes = Exposes.PERSONAL
    shows: tuple[str, ...] = ()
    opens: str = "uid"


@dataclass(frozen=True)
class Exposure:
    """The whole rule."""

    threshold: int
    settles_after_days: int
    below_township: tuple[str, ...]
    counts_people: str
    facts: Mapping[str, Rows]

    def rows(self, fact: str) -> Rows:
        """Of a fact; an unlisted one is personal and shows nothing."""
        return self.facts.get(fact, Rows())

    def is_personal(self, fact: str) -> bool:
        """Whether small counts of it are about residents."""
        return self.rows(fact).exposes == Exposes.PERSONAL


@cache
def load_exposure() -> Exposure:
    """The shipped rule."""
    text = (files("yimi.insight.figures") / "data" / "exposure.toml").read_text("utf-8")
    content = tomllib.loads(text)
    facts = {
        name: Rows(Exposes(entry["exposes"]), tuple(entry["shows"]), entry.get("opens", "uid"))
        for name, entry in content["facts"].items()
    }
    return Exposure(
        threshold=content["threshold"],
        settles_after_days=content["settles_after_days"],
        below_township=tuple(content["below_township"]),
        counts_people=content["counts_people"],
        facts=facts,
    )
