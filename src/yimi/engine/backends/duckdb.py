"""DuckDB: the engine in the house. It reads Parquet, CSV or rows from memory, and nothing else once the facts are in."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import duckdb
from sqlglot import exp

from yimi.engine.catalogue import Catalogue, Column, Fact, load_catalogue
from yimi.engine.errors import EngineError
from yimi.engine.facts_csv import read_folder
from yimi.engine.kinds import NUMBERS, Kind


class DuckDialect:
    """How DuckDB spells dates."""

    name = "duckdb"

    def add_months(self, day: exp.Expr, months: exp.Expr) -> exp.Expr:
        """Adding an interval gives a timestamp; the date is taken back."""
        step = exp.Anonymous(this="TO_MONTHS", expressions=[exp.cast(months, "INT")])
        return exp.cast(exp.Add(this=day, expression=step), "DATE")

    def add_days(self, day: exp.Expr, days: exp.Expr) -> exp.Expr:
        """A date plus a whole number is a date."""
        return exp.paren(exp.Add(this=day, expression=exp.cast(days, "INT")))

    def days_between(self, start: exp.Expr, end: exp.Expr) -> exp.Expr:
        """A date minus a date is a number of days."""
        return exp.paren(exp.Sub(this=end, expression=start))

    def last_day(self, day: exp.Expr) -> exp.Expr:
        """LAST_DAY."""
        return exp.Anonymous(this="LAST_DAY", expressions=[day])


#: Rows in one INSERT from memory.
CHUNK = 100
TYPES = {Kind.DATE: "DATE", Kind.BOOL: "BOOLEAN", **dict.fromkeys(NUMBERS, "BIGINT")}


def column_type(column: Column) -> str:
    """The DuckDB type of a column."""
    return TYPES.get(column.kind, "VARCHAR")


class DuckBackend:
    """One connection with one table or view per fact. Facts that nobody gave are empty tables.

    ``memory`` limits what it may use, e.g. "2GB". After :meth:`lock` no statement reaches a file or the network,
    except Parquet files in the folder that was opened.
    """

    def __init__(
        self,
        catalogue: Catalogue | None = None,
        *,
        memory: str = "",
        threads: int = 0,
    ) -> None:
        self.catalogue = catalogue or load_catalogue()
        self.dialect = DuckDialect()
        self.connection = duckdb.connect(":memory:")
        for setting, value in (("memory_limit", memory), ("threads", threads)):
            if value:
                self.connection.execute(f"SET {setting} = '{value}'")
        self.connection.execute("SET autoinstall_known_extensions = false")
        self.connection.execute("SET autoload_known_extensions = false")
        self._given: set[str] = set()
        self.kept: dict[str, frozenset[str]] = {}

    def add_rows(self, fact: str, rows: Iterable[Mapping[str, Any]]) -> None:
        """Put rows from memory in; columns they leave out are unknown. For thousands, not millions."""
        columns = self.catalogue.fact(fact).columns
        self._make_empty(fact)
        one = f"({', '.join('?' * len(columns))})"
        values = [[row.get(name) for name in columns] for row in rows]
        for start in range(0, len(values), CHUNK):
            chunk = values[start : start + CHUNK]
            marks = ", ".join([one] * len(chunk))
            flat = [value for row in chunk for value in row]
            self.connection.execute(f'INSERT INTO "{fact}" VALUES {marks}', flat)  # noqa: S608 - a catalogue name

    def open_csv(self, folder: Path) -> None:
        """Read ``folder/<fact>.csv``. DuckDB reads and checks; what it does not accept, :mod:`facts_csv` explains or mends."""
        if not folder.is_dir() or not any(folder.glob("*.csv")):
            read_folder(folder, self.catalogue)
        for path in sorted(folder.glob("*.csv")):
            fact = self.catalogue.facts.get(path.stem)
            if fact is None or not self._copy_csv(path, fact):
                rows = read_folder(folder, self.catalogue)
                self.add_rows(path.stem, rows[path.stem])

    def _copy_csv(self, path: Path, fact: Fact) -> bool:
        """Whether the file could be read as it is; nothing is kept of it otherwise."""
        with path.open(encoding="utf-8-sig", errors="replace") as lines:
            names = [name.strip() for name in lines.readline().strip().split(",")]
        if not set(names) <= set(fact.columns) or len(set(names)) < len(names):
            return False
        self._make_empty(fact.name)
        columns = {name: column_type(fact.columns[name]) for name in names}
        quoted = ", ".join(f'"{name}"' for name in names)
        try:
            self.connection.execute(
                f'INSERT INTO "{fact.name}" ({quoted}) SELECT {quoted} FROM read_csv(?, header = true, '  # noqa: S608 - names of the catalogue
                "auto_detect = false, delim = ',', quote = '\"', escape = '\"', nullstr = '', columns = ?)",
                [str(path), columns],
            )
        except duckdb.Error:
            return False
        return not self._faults(fact)

    def _faults(self, fact: Fact) -> int:
        """Rows that lack what they must have, or hold a code or division code that is none."""
        tests: list[exp.Expr] = []
        for column in fact.columns.values():
            name = exp.column(column.name, quoted=True)
            if not column.nullable:
                tests.append(exp.Is(this=name, expression=exp.Null()))
            if column.codes:
                tests.append(exp.Not(this=exp.paren(name.isin(*column.codes))))
            elif column.kind == Kind.REGION:
                twelve = exp.Anonymous(
                    this="REGEXP_FULL_MATCH", expressions=[name, exp.Literal.string("[0-9]{12}")]
                )
                tests.append(exp.Not(this=twelve))
        statement = exp.select(exp.Count(this=exp.Star())).from_(exp.to_table(fact.name))
        return int(self.fetch(statement.where(exp.or_(*tests)))[0][0])

    def open_parquet(self, folder: Path) -> None:
        """Read each fact from ``folder/<fact>.parquet`` or ``folder/<fact>/*.parquet``; columns not there are unknown."""
        resolved = folder.resolve()
        for fact in self.catalogue.facts:
            single, many = resolved / f"{fact}.parquet", resolved / fact
            if single.exists():
                self._open(fact, str(single))
            elif many.is_dir():
                self._open(fact, f"{many}/**/*.parquet")
        self.connection.execute("SET allowed_directories = [?]", [f"{resolved}/"])

    def fill(self) -> None:
        """Facts that nobody gave become empty tables."""
        for fact in self.catalogue.facts:
            if fact not in self._given:
                self._make_empty(fact)

    def lock(self) -> None:
        """Fill what is missing with empty tables, then close the doors to files, network and settings."""
        self.fill()
        self.connection.execute("SET enable_external_access = false")
        self.connection.execute("SET lock_configuration = true")

    def fetch(self, statement: exp.Expr) -> list[tuple[Any, ...]]:
        """The rows of ``statement``."""
        return self._run(self.sql(statement)).fetchall()

    def sql(self, statement: exp.Expr) -> str:
        """``statement`` as DuckDB reads it."""
        return statement.sql(dialect="duckdb")

    def keep(self, name: str, statement: exp.Expr) -> None:
        """Store the rows of ``statement`` as table ``name``."""
        self._run(f'CREATE OR REPLACE TABLE "{name}" AS {self.sql(statement)}')

    def _run(self, sql: str) -> duckdb.DuckDBPyConnection:
        try:
            return self.connection.execute(sql)
        except duckdb.OutOfRangeException as error:
            raise EngineError(
                "too_large", "计算中出现了过大的数（超过 64 位）。请检查金额是否以分为单位。"
            ) from error

    def _make_empty(self, fact: str) -> None:
        columns = self.catalogue.fact(fact).columns.values()
        listed = ", ".join(f'"{column.name}" {column_type(column)}' for column in columns)
        self.connection.execute(f'CREATE OR REPLACE TABLE "{fact}" ({listed})')
        self._given.add(fact)

    def _open(self, fact: str, pattern: str) -> None:
        path = pattern.replace("'", "''")
        read = f"read_parquet('{path}', union_by_name = true, hive_partitioning = false)"
        found = {
            str(row[0])
            for row in self.connection.execute(f"DESCRIBE SELECT * FROM {read}").fetchall()  # noqa: S608 - our own path
        }
        columns = self.catalogue.fact(fact).columns.values()
        listed = ", ".join(
            f'"{column.name}"'
            if column.name in found
            else f'CAST(NULL AS {column_type(column)}) AS "{column.name}"'
            for column in columns
        )
        self.connection.execute(f'CREATE OR REPLACE VIEW "{fact}" AS SELECT {listed} FROM {read}')  # noqa: S608 - names of the catalogue
        self._given.add(fact)
