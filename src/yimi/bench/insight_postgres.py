"""The PostgreSQL side of ``yimi bench insight``: the same contacts in one table with the indexes such tables would have."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import NamedTemporaryFile

import duckdb
import psycopg

from yimi.bench.postgres import throwaway_postgres

COLUMNS = {
    "resident_uid": "uuid", "household_uid": "uuid", "unit_uid": "uuid", "region_code": "text", "served_on": "date",
    "domain": "text", "item": "text", "method": "text", "outcome": "text", "person_times": "integer",
    "is_first_row": "boolean", "minutes": "integer", "age_band": "text", "sex": "text", "in_hardship": "boolean",
    "by_certified": "boolean",
}  # fmt: skip
#: By day and place with what the tables read (index-only scans), by place and day, by person, household and unit.
INDEXES = (
    "(served_on, region_code) INCLUDE (outcome, person_times, resident_uid)",
    "(region_code, served_on) INCLUDE (outcome, person_times, domain)",
    "(resident_uid, served_on)",
    "(household_uid, served_on)",
    "(unit_uid, served_on)",
)


@contextmanager
def loaded(files: str, scratch: Path) -> Iterator[tuple[psycopg.Connection, float]]:
    """A server of our own with the rows of ``files`` (a DuckDB table expression) in ``contact``, and the seconds it took."""
    started = time.perf_counter()
    with throwaway_postgres() as url, psycopg.connect(url, autocommit=True) as connection:
        listed = ", ".join(f"{name} {kind}" for name, kind in COLUMNS.items())
        connection.execute(f"CREATE UNLOGGED TABLE contact ({listed})")
        with NamedTemporaryFile(suffix=".csv", dir=scratch) as lines:
            duckdb.execute(
                f"COPY (SELECT {', '.join(COLUMNS)} FROM {files}) TO '{lines.name}' (HEADER false)"
            )
            with (
                connection.cursor().copy("COPY contact FROM STDIN (FORMAT csv)") as copy,
                open(lines.name, "rb") as rows,
            ):
                while block := rows.read(1 << 20):
                    copy.write(block)
        connection.execute("SET maintenance_work_mem = '512MB'")
        for index in INDEXES:
            connection.execute(f"CREATE INDEX ON contact {index}")
        connection.execute("VACUUM (ANALYZE) contact")
        connection.execute("SET work_mem = '256MB'")
        yield connection, time.perf_counter() - started
