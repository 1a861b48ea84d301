"""What an importer of one kind of workbook brings: its columns, its check, its writing."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Protocol
from uuid import UUID

from django.db.models import Model

from yimi.core import crypto
from yimi.core.actor import Actor
from yimi.core.forms import ActionForm
from yimi.imports.cells import Parser
from yimi.imports.faults import Fault
from yimi.stations.models import ServiceUnit

#: Rows written in one transaction: about a fifth of a second, for which others who save wait on SQLite.
BLOCK_ROWS = 2_000
#: The first column of every template; a row marked 示例 in it is skipped.
MARK = "mark"
EXAMPLE = "示例"
EPOCH = date(1970, 1, 1).toordinal()
DAY_MS = 86_400_000


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the template, the names it goes by elsewhere, and how a cell of it is read.

    ``parse`` None means that the importer reads it itself, knowing the station. ``choices`` names a list of the
    template's second sheet. ``is_text`` columns are formatted as text, so that Excel keeps every digit.
    """

    field: str
    title: str
    names: tuple[str, ...] = ()
    parse: Parser | None = None
    is_required: bool = False
    choices: str = ""
    is_text: bool = False
    width: int = 12
    example: str = ""
    note: str = ""


@dataclass(slots=True)
class Table:
    """The rows of a file, column by column. ``lines`` are the rows' numbers as Excel shows them.

    A value is None where the cell is empty or faulty; ``faults`` is keyed by position.
    """

    lines: list[int] = field(default_factory=list)
    columns: dict[str, list[Any]] = field(default_factory=dict)
    faults: dict[int, list[Fault]] = field(default_factory=dict)

    def column(self, name: str) -> list[Any]:
        """A column's values; all None when the file has no such column."""
        if name not in self.columns:
            self.columns[name] = [None] * len(self.lines)
        return self.columns[name]

    def refuse(self, at: int, name: str, problem: str, detail: str = "") -> None:
        """Note a fault of the row at this position."""
        self.faults.setdefault(at, []).append(Fault(name, problem, detail[:120]))


@dataclass(slots=True)
class Checked:
    """What a check found: rows to be written, in groups that stay together, and how many need nothing.

    ``encode`` turns a row of a group into plain values, block by block: a hundred thousand of them at once would fill
    the memory.
    """

    groups: list[list[Any]] = field(default_factory=list)
    encode: Callable[[Any], dict[str, Any]] = dict
    unchanged: int = 0
    duplicates: int = 0
    #: What a kind counts beside these; its ``figures`` put them into words.
    more: dict[str, int] = field(default_factory=dict)

    @property
    def fresh(self) -> int:
        """Rows that would be written."""
        return sum(len(group) for group in self.groups)

    def blocks(self, size: int = BLOCK_ROWS) -> Iterator[list[dict[str, Any]]]:
        """Groups packed into blocks of about ``size`` rows."""
        block: list[dict[str, Any]] = []
        for group in self.groups:
            block += map(self.encode, group)
            if len(block) >= size:
                yield block
                block = []
        if block:
            yield block


class Importer(Protocol):
    """Checks and writes one file of one kind for one station on behalf of one person."""

    def parsers(self) -> Mapping[str, Parser]:
        """How the columns are read that need to know the station."""

    def check(self, table: Table) -> Checked:
        """Find what is wrong (into ``table.faults``) and what is to be written."""

    def write(self, block: Sequence[dict[str, Any]], ready: Any = None) -> dict[int, list[Fault]]:
        """Write a block inside the caller's transaction; returns the faults of rows left out, by line.

        ``ready``: what the kind's ``ahead`` made of it, where that was done.
        """


class OptionsForm(ActionForm):
    """What a kind asks beside the file, before the rows are checked. Kept with the import as plain values."""

    def __init__(self, *args: Any, unit: ServiceUnit, **kwargs: Any) -> None:
        self.unit = unit
        kwargs["prefix"] = "option"
        super().__init__(*args, **kwargs)

    def stored(self) -> dict[str, Any]:
        """The answers as they are kept: days as text, rows as their keys."""
        return {name: _plain(value) for name, value in self.cleaned_data.items()}


def _plain(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    return str(value.pk) if isinstance(value, Model) else value


@dataclass(frozen=True, slots=True)
class Figure:
    """A number of the kind's own on the import's page: its key in ``counts``, what it says, what is counted."""

    key: str
    label: Any
    noun: Any
    definition: Any = ""


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of workbook."""

    slug: str
    label: Any
    hint: Any
    permission: str
    columns: tuple[Column, ...]
    importer: type[Any]
    #: Words for what is counted: rows are people, records …
    noun: Any
    options: type[OptionsForm] | None = None
    figures: tuple[Figure, ...] = ()
    #: Makes of a block, a unit and who imports what ``write`` takes as ``ready``, without asking the database: plain
    #: values, for another process may do it (see ``imports.ahead``).
    ahead: Callable[[Sequence[dict[str, Any]], UUID, UUID], Any] | None = None

    def names(self) -> dict[str, tuple[str, ...]]:
        """Field → every name its column goes by."""
        marks = {MARK: ("标记", "示例标记")}
        return marks | {column.field: (column.title, *column.names) for column in self.columns}

    def column(self, name: str) -> Column | None:
        """The column for a field."""
        return next((column for column in self.columns if column.field == name), None)

    def begin(
        self,
        unit: ServiceUnit,
        actor: Actor,
        *,
        today: date,
        options: Mapping[str, Any] | None = None,
    ) -> Importer:
        """An importer for this station and person, with the answers to the kind's own questions."""
        importer: Importer = self.importer(unit, actor, today, options or {})
        return importer

    def ask(self, unit: ServiceUnit, **form: Any) -> OptionsForm | None:
        """The kind's own questions as a form; None when it has none."""
        return self.options(unit=unit, **form) if self.options else None


def made_uid(kind: str, place: str, *parts: object, on: date | None = None) -> UUID:
    """A uid that the same content always gets, and from which nobody without the key can guess the content.

    ``on`` puts a day in front, like the instant of a uid of version 7 (this one is of version 8): rows of one time lie together in every index, and a large
    ledger is written at one end of it instead of all over.
    """
    digest = crypto.digest_value(f"import:{kind}", "\x1f".join(map(str, parts)), place=place)
    if on is None:
        return UUID(hex=digest, version=5)
    instant = max(on.toordinal() - EPOCH, 0) * DAY_MS
    return UUID(hex=f"{instant:012x}8{digest[:3]}8{digest[3:18]}")
