"""Spark: the same statements on many machines. An extra (``pip install pyspark``, Java 17); the files are the same.

The session is local unless ``master`` names a cluster. ANSI mode is on, so that a number too large fails as in DuckDB.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import duckdb
from pyspark.sql import Column, SparkSession, functions
from pyspark.sql import types as spark_types
from sqlglot import exp

from yimi.engine.catalogue import Catalogue, load_catalogue
from yimi.engine.kinds import NUMBERS, Kind

TEXT, SIXTEEN_BYTES = spark_types.StringType(), spark_types.BinaryType()
TYPES: Mapping[Kind, spark_types.DataType] = {
    Kind.DATE: spark_types.DateType(),
    Kind.BOOL: spark_types.BooleanType(),
    **dict.fromkeys(NUMBERS, spark_types.LongType()),
}

SETTINGS = {
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
    "spark.sql.ansi.enabled": "true",
    "spark.sql.session.timeZone": "Asia/Shanghai",
}


class SparkDialect:
    """How Spark spells dates."""

    name = "spark"

    def add_months(self, day: exp.Expr, months: exp.Expr) -> exp.Expr:
        """ADD_MONTHS keeps to the month's end since Spark 3."""
        return exp.Anonymous(this="ADD_MONTHS", expressions=[day, exp.cast(months, "INT")])

    def add_days(self, day: exp.Expr, days: exp.Expr) -> exp.Expr:
        """DATE_ADD."""
        return exp.Anonymous(this="DATE_ADD", expressions=[day, exp.cast(days, "INT")])

    def days_between(self, start: exp.Expr, end: exp.Expr) -> exp.Expr:
        """DATEDIFF takes the end first."""
        return exp.Anonymous(this="DATEDIFF", expressions=[end, start])

    def last_day(self, day: exp.Expr) -> exp.Expr:
        """LAST_DAY."""
        return exp.Anonymous(this="LAST_DAY", expressions=[day])


class SparkBackend:
    """One session with one temporary view per fact. Facts that nobody gave are empty."""

    def __init__(
        self,
        catalogue: Catalogue | None = None,
        *,
        master: str = "local[2]",
        settings: Mapping[str, str] | None = None,
    ) -> None:
        self.catalogue = catalogue or load_catalogue()
        self.dialect = SparkDialect()
        self.kept: dict[str, frozenset[str]] = {}
        builder = SparkSession.builder.master(master).appName("yimi")  # type: ignore[attr-defined]
        for name, value in {**SETTINGS, **(settings or {})}.items():
            builder = builder.config(name, value)
        self.session: SparkSession = builder.getOrCreate()
        for fact in self.catalogue.facts:
            self.add_rows(fact, [])

    def add_rows(self, fact: str, rows: Iterable[Mapping[str, Any]]) -> None:
        """Put rows from memory in; columns they leave out are unknown."""
        columns = self.catalogue.fact(fact).columns
        values = [tuple(row.get(name) for name in columns) for row in rows]
        self.session.createDataFrame(values, self._schema(fact)).createOrReplaceTempView(fact)

    def open_parquet(self, folder: Path) -> None:
        """Read the same files as DuckDB does; columns not there are unknown."""
        for fact in self.catalogue.facts:
            single, many = folder / f"{fact}.parquet", folder / fact
            files = [single] if single.exists() else sorted(many.rglob("*.parquet"))
            if files:
                self.open_files(fact, files)

    def open_files(self, fact: str, files: Sequence[Path]) -> None:
        """These files are the rows of ``fact``. Uids may be text, or 16 bytes as in the fact store."""
        schema = self._schema(fact, SIXTEEN_BYTES if _has_uuids(files[0]) else TEXT)
        paths = [str(path.resolve()) for path in files]
        rows = self.session.read.schema(schema).parquet(*paths)
        rows.select(
            *[
                _as_uid(rows[name]).alias(name) if kind == SIXTEEN_BYTES else rows[name]
                for name, kind in ((field.name, field.dataType) for field in schema.fields)
            ]
        ).createOrReplaceTempView(fact)

    def fetch(self, statement: exp.Expr) -> list[tuple[Any, ...]]:
        """The rows of ``statement``."""
        return [tuple(row) for row in self.session.sql(self.sql(statement)).collect()]

    def sql(self, statement: exp.Expr) -> str:
        """``statement`` as Spark reads it."""
        return statement.sql(dialect="spark")

    def _schema(self, fact: str, uids: spark_types.DataType = TEXT) -> spark_types.StructType:
        return spark_types.StructType(
            [
                spark_types.StructField(
                    column.name,
                    uids if column.kind == Kind.UID else TYPES.get(column.kind, TEXT),
                    True,
                )
                for column in self.catalogue.fact(fact).columns.values()
            ]
        )


def _as_uid(column: Column) -> Column:
    """Sixteen bytes as the letters that DuckDB writes for them."""
    letters = functions.lower(functions.hex(column))
    parts = [
        functions.substring(letters, start, length)
        for start, length in ((1, 8), (9, 4), (13, 4), (17, 4), (21, 12))
    ]
    return functions.when(column.isNotNull(), functions.concat_ws("-", *parts))


def _has_uuids(path: Path) -> bool:
    """Whether a file holds Parquet's UUIDs. Spark has no type for them and refuses to say; DuckDB reads the file's footer."""
    with duckdb.connect() as reader:
        described = reader.execute("DESCRIBE SELECT * FROM read_parquet(?)", [str(path)]).fetchall()
    return any(kind == "UUID" for _name, kind, *_rest in described)
