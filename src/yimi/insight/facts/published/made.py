"""How a published fact is described."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.resources import files

#: Narrowed to the keys in question.
KEYS = "keys"


@dataclass(frozen=True, slots=True)
class Need:
    """A source the statement reads. ``by`` narrows it: only rows whose ``by`` is among ``among``.

    ``among`` is ``keys``, or a query over the sources read before (and ``kept``: which file stands for a merged one).
    Without ``by`` it is small and read whole.
    """

    source: str
    by: str = ""
    among: str = KEYS


@dataclass(frozen=True, slots=True)
class Hop:
    """From uids to others: of the rows of ``source`` whose ``where`` is among them, ``give``."""

    source: str
    where: str
    give: str


@dataclass(frozen=True, slots=True)
class Published:
    """A fact: what it reads, in order; which keys an event's uids reach; the day that puts a row into a month.

    ``keyed_by``: the column whose values are the keys that change together (a record's contacts). ``reached``: ways
    from any uid that an event names to keys. ``day_is_fixed``: the rows of a key never change their day, so old rows
    are looked for in the months of the new ones only. ``is_small``: always published whole.
    """

    fact: str
    needs: tuple[Need, ...]
    reached: tuple[tuple[Hop, ...], ...] = ()
    keyed_by: str = "uid"
    on: str = ""
    day_is_fixed: bool = False
    is_small: bool = False

    @property
    def statement(self) -> str:
        """The SQL of the fact."""
        return sql_file(self.fact)


@cache
def sql_file(name: str) -> str:
    """A statement kept beside this module."""
    return files(__package__).joinpath(f"{name}.sql").read_text("utf-8")
