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

    ``history``: the file that gives every version of every row, one after another, for a first publication; it reads
    ``past_needs`` besides. Where it is the fact's own file, the latest versions are the rows of today. ``package``:
    where the files lie. ``more``: what rooms above add to the rows of this one.
    """

    fact: str
    needs: tuple[Need, ...]
    reached: tuple[tuple[Hop, ...], ...] = ()
    keyed_by: str = "uid"
    on: str = ""
    day_is_fixed: bool = False
    is_small: bool = False
    history: str = ""
    past_needs: tuple[Need, ...] = ()
    package: str = __package__
    more: tuple[Addition, ...] = ()

    @property
    def statement(self) -> str:
        """The SQL of the fact: what is held to be true now, and rows that no longer are and came once only."""
        own = sql_file(self.fact, self.package)
        if self.history == self.fact:
            own = f"SELECT * FROM ({own}) WHERE known_to IS NULL"
        return self._with_more(own)

    @property
    def versions(self) -> str:
        """The SQL of all versions of all rows."""
        return self._with_more(sql_file(self.history or self.fact, self.package))

    def _with_more(self, statement: str) -> str:
        for addition in self.more:
            statement = f"WITH base AS ({statement})\n{addition.statement}"
        return statement


@dataclass(frozen=True, slots=True)
class Addition:
    """Columns or rows that a room above adds to a small fact of a room below: a statement over ``base``, its rows."""

    fact: str
    needs: tuple[Need, ...]
    package: str

    @property
    def statement(self) -> str:
        """The SQL."""
        return sql_file(f"{self.fact}_more", self.package)


@cache
def sql_file(name: str, package: str = __package__) -> str:
    """A statement kept in ``package``, without the semicolon."""
    return files(package).joinpath(f"{name}.sql").read_text("utf-8")
