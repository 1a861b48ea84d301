"""Opening the facts for the engine: one manifest, read once, as tables that nothing can change any more."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import duckdb

from yimi.engine.backends.duckdb import DuckBackend
from yimi.engine.catalogue import Fact
from yimi.engine.indicators.kept import table_of
from yimi.insight.errors import FactsDamaged, NoFactsYet
from yimi.insight.facts.files import list_of, quoted, readable, shape_of
from yimi.insight.facts.keeping import WEEKS, kept_columns, weeks_of
from yimi.insight.facts.shapes import columns_of, empty_table
from yimi.insight.facts.store import Manifest, Part, Table, folder, read_manifest
from yimi.insight.facts.sums import keys_of

#: Snapshots kept open: the newest, and a few days of the past that somebody looks at.
KEPT = 4
MEMORY = "1GB"

#: How long a township has been served week by week is read off the contacts when somebody asks, so that one more
#: record does not publish every township anew. Weeks in a row have the same distance to their number in the list.
TOWNSHIPS = """
CREATE VIEW township AS
WITH weeks AS (
    SELECT DISTINCT u.township_code AS town, c.week
    FROM served_weeks c JOIN service_unit u ON u.uid = c.unit_uid
    WHERE u.kind = 'station'
),
runs AS (
    SELECT town, week, week - CAST(7 * row_number() OVER (PARTITION BY town ORDER BY week) AS INTEGER) AS run FROM weeks
),
lasting AS (
    SELECT town, max(week) AS week, count(*) AS weeks FROM runs GROUP BY town, run
    QUALIFY row_number() OVER (PARTITION BY town ORDER BY max(week) DESC) = 1
)
SELECT t.* REPLACE (l.week AS last_served_week_on, l.weeks AS serving_weeks)
FROM township__stored t LEFT JOIN lasting l ON l.town = t.region_code
"""
#: The fact whose weeks those are.
CONTACT = "service_contact"
_kept: OrderedDict[tuple[Path, int, datetime, datetime | None], Snapshot] = OrderedDict()
_opening = threading.Lock()


class SnapshotBackend(DuckBackend):
    """A backend that many threads may ask at once: each statement runs on a cursor of its own."""

    def _run(self, sql: str) -> duckdb.DuckDBPyConnection:
        return self.connection.cursor().execute(sql)


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The facts of one manifest, as held at ``known_at`` (now: all that was recorded up to ``through_at``).

    ``backend`` is locked: no statement reaches a file or the network. Columns of kind uid hold ``UUID``s. A figure and
    its drill-down take the same snapshot.
    """

    number: int
    through_at: datetime
    known_at: datetime | None
    backend: SnapshotBackend


def open_snapshot(known_at: datetime | None = None) -> Snapshot:
    """The newest facts, or those held at ``known_at`` (aware). Opened once per manifest and process; ask for each request.

    Nothing can be known after ``through_at``: a later ``known_at`` is taken as now. Raises :class:`NoFactsYet`.
    """
    manifest = read_manifest()
    if manifest is None:
        raise NoFactsYet
    if known_at is not None and known_at >= manifest.through_at:
        known_at = None
    key = (folder(), manifest.number, manifest.made_at, known_at)
    with _opening:
        if key not in _kept:
            for old in [kept for kept in _kept if kept[:3] != key[:3]]:
                del _kept[old]
            _kept[key] = _open(manifest, known_at)
            while len(_kept) > KEPT:
                _kept.popitem(last=False)
        _kept.move_to_end(key)
        return _kept[key]


def forget_snapshots() -> None:
    """Close what is open in this process."""
    with _opening:
        _kept.clear()


def _open(manifest: Manifest, known_at: datetime | None) -> Snapshot:
    backend = SnapshotBackend(memory=MEMORY)
    try:
        for name, fact in backend.catalogue.facts.items():
            opening = _Opening(backend, fact, manifest.tables.get(name, Table()))
            opening.open(known_at)
            if name == CONTACT:
                opening.open_weeks(known_at)
        backend.connection.execute(TOWNSHIPS)
    except (duckdb.IOException, duckdb.InvalidInputException) as error:
        raise FactsDamaged from error
    backend.lock()
    return Snapshot(manifest.number, manifest.through_at, known_at, backend)


class _Opening:
    """One fact's way into the connection: what was compacted is read where it lies, what came since is put beside it."""

    def __init__(self, backend: SnapshotBackend, fact: Fact, table: Table) -> None:
        self.backend, self.fact, self.table = backend, fact, table
        self.connection = backend.connection
        self.key = f'"{fact.key}"'
        served = table.serving.endswith(f"{shape_of(fact)}.duckdb")
        self.is_served = served and (folder() / table.serving).exists()

    def open(self, known_at: datetime | None) -> None:
        """Make the view named after the fact."""
        name = self.fact.name
        self.backend._given.add(name)
        if not self.table.parts:
            self.connection.execute(empty_table(self.fact, self._shown_as))
            return
        self._lay_out(with_past=known_at is not None)
        listed = ", ".join(columns_of(self.fact))
        moment = known_at and known_at.astimezone(UTC).replace(tzinfo=None)
        selects = [
            f"SELECT {listed} FROM {source} WHERE {test}" for source, test in self._sources(moment)
        ]
        self.connection.execute(f'CREATE VIEW "{self._shown_as}" AS {" UNION ALL ".join(selects)}')
        if self.fact.kept and self.is_served and known_at is None:
            self._open_kept()

    def open_weeks(self, known_at: datetime | None) -> None:
        """The weeks in which units met somebody: those kept with the rows, with what came and went since."""
        name, weeks = self.fact.name, f'"{self.fact.name}__served"."weeks"'
        kept = known_at is None and self.is_served and self._is_there("weeks")
        found = [f"SELECT * FROM {weeks}" if kept else weeks_of(name)]
        if kept and self.table.added:
            rows = f'"{name}__added"'
            found.append(WEEKS.format(times="1", rows=rows, test="known_to IS NULL"))
        if kept and self.table.closed:
            test = f'rowid IN (SELECT place FROM "{name}__gone")'
            found.append(WEEKS.format(times="-1", rows=self._open_rows, test=test))
        self.connection.execute(
            f"CREATE VIEW served_weeks AS SELECT unit_uid, week FROM ({' UNION ALL '.join(found)}) "
            "GROUP BY ALL HAVING sum(times) > 0"
        )

    def _is_there(self, table: str) -> bool:
        found = self.connection.execute(
            "SELECT 1 FROM duckdb_tables() WHERE database_name = ? AND table_name = ?",
            [f"{self.fact.name}__served", table],
        ).fetchone()
        return found is not None

    def _open_kept(self) -> None:
        """The sums that are kept, with what came since, as a view beside the fact's."""
        name, parts = table_of(self.fact.name), self.table.kept
        columns = kept_columns(self.connection, f"{self.fact.name}__served", parts)
        if not columns:
            return
        listed = ", ".join(f'"{column}"' for column in (*keys_of(self.fact), *columns))
        selects = [f'SELECT {listed} FROM "{self.fact.name}__served"."kept"']
        if parts:
            rows = f"read_parquet({list_of(parts)}, union_by_name = true)"
            self.connection.execute(f'CREATE TABLE "{name}__since" AS SELECT {listed} FROM {rows}')
            selects.append(f'SELECT {listed} FROM "{name}__since"')
        self.connection.execute(f'CREATE VIEW "{name}" AS {" UNION ALL ".join(selects)}')
        self.backend.kept[self.fact.name] = frozenset(columns)

    def _lay_out(self, *, with_past: bool) -> None:
        """Tables ``<fact>__open``, ``__past``, ``__added`` and ``__gone``, where there is something to hold."""
        name, table = self.fact.name, self.table
        if self.is_served:
            path = quoted(str(folder() / table.serving))
            self.connection.execute(f'ATTACH {path} AS "{name}__served" (READ_ONLY)')
        else:
            self._load("open", table.open)
            if with_past:
                self._load("past", table.past)
        self._load("added", table.added)
        self.connection.execute(f'CREATE TABLE "{name}__gone" (place BIGINT, known_to TIMESTAMP)')
        if not table.closed:
            return
        closed = f"read_parquet({list_of(table.closed)}) c"
        same = f"o.{self.key} = c.key AND o.known_from = c.known_from"
        # a compacted row is known by where it lies, so that leaving it out costs no look at its key
        self.connection.execute(
            f'INSERT INTO "{name}__gone" SELECT o.rowid, c.known_to FROM {self._open_rows} o JOIN {closed} ON {same}'
        )
        if table.added:
            self.connection.execute(
                f'UPDATE "{name}__added" o SET known_to = c.known_to FROM {closed} WHERE {same}'
            )

    @property
    def _shown_as(self) -> str:
        return "township__stored" if self.fact.name == "township" else self.fact.name

    @property
    def _open_rows(self) -> str:
        name = self.fact.name
        return f'"{name}__served"."open"' if self.is_served else f'"{name}__open"'

    def _sources(self, moment: datetime | None) -> list[tuple[str, str]]:
        """Where rows come from, and which of them count."""
        name = self.fact.name
        gone = f'"{name}__gone"'
        added = f'"{name}__added"'
        some_gone = self.connection.execute(f"SELECT count(*) FROM {gone}").fetchone()
        left_out = (
            f"rowid NOT IN (SELECT place FROM {gone})" if some_gone and some_gone[0] else "true"
        )
        if moment is None:
            found = [(self._open_rows, left_out)]
            return found + ([(added, "known_to IS NULL")] if self.table.added else [])
        at = f"TIMESTAMP '{moment.isoformat(sep=' ')}'"
        held = f"known_from <= {at} AND (known_to IS NULL OR known_to > {at})"
        if left_out != "true":
            left_out = f"rowid NOT IN (SELECT place FROM {gone} WHERE known_to <= {at})"
        past = f'"{name}__served"."past"' if self.is_served else f'"{name}__past"'
        found = [(self._open_rows, f"known_from <= {at} AND {left_out}"), (past, held)]
        return found + ([(added, held)] if self.table.added else [])

    def _load(self, kind: str, parts: Sequence[Part]) -> None:
        rows = readable(self.connection, self.fact, parts)
        self.connection.execute(f'CREATE TABLE "{self.fact.name}__{kind}" AS SELECT * FROM {rows}')
