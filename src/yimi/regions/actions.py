"""Bringing the division data into the database."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, nullcontext
from typing import NamedTuple

from django.db import connection, transaction

from yimi.audit.actions import record_event
from yimi.core.actor import Actor
from yimi.core.bulk import insert_rows
from yimi.regions.divisions import Place, edition_checksum, edition_header, read_places, spell
from yimi.regions.errors import AnotherEditionLoaded
from yimi.regions.models import Region, RegionEdition
from yimi.regions.searching import CREATE_GIN, DROP_GIN, TABLE, index_places

#: Rows between two reports of progress.
STEP = 50_000
COLUMNS = (
    "code", "name", "level", "parent_id", "township_class", "is_placeholder", "has_no_counties", "pinyin", "initials",
    "edition",
)  # fmt: skip
#: Told (rows done, rows in all); the rows pass twice, once for the table and once for the search index.
Progress = Callable[[int, int], None]


class Loaded(NamedTuple):
    """What a load did. ``entries``: in the edition; ``rows``: written now, none when the edition stood there already."""

    entries: int
    rows: int


def load_divisions(
    *, actor: Actor, within: tuple[str, ...] = (), progress: Progress | None = None
) -> Loaded:
    """Write the shipped edition, or only what lies below the short codes ``within``, with the ancestors.

    A second full load changes nothing; a full load after a partial one adds the rest. Raises
    :class:`AnotherEditionLoaded`.
    """
    header = edition_header()
    entries = sum(header["counts"])
    stamp = RegionEdition.objects.first()
    if stamp is not None:
        if stamp.checksum != edition_checksum():
            raise AnotherEditionLoaded(loaded=stamp.edition, shipped=header["edition"])
        return Loaded(entries, 0)
    with transaction.atomic():
        known = frozenset(Region.objects.values_list("code", flat=True))
        with nullcontext() if known or within else _without_indexes():
            rows = _write(lambda: _wanted(within, known), header["edition"], progress)
        if not within:
            RegionEdition.objects.create(
                edition=header["edition"],
                checksum=edition_checksum(),
                entries=entries,
                rows=len(known) + rows,
            )
        record_event(
            actor,
            "regions.load_divisions",
            subject_kind="region_edition",
            subject_uid=header["edition"],
            details={"checksum": edition_checksum(), "rows": rows, "within": list(within)},
        )
    return Loaded(entries, rows)


def _wanted(within: tuple[str, ...], known: frozenset[str]) -> Iterator[Place]:
    return (place for place in read_places(within) if place.code not in known)


def _write(source: Callable[[], Iterator[Place]], edition: str, progress: Progress | None) -> int:
    """Both passes over the data; returns how many divisions were written."""
    counter = _Counter(progress)
    insert_rows(
        Region._meta.db_table,
        COLUMNS,
        (
            (*place[:-1], *spell(place.name, place.reading), edition)
            for place in counter.watch(source())
        ),
    )
    rows = counter.seen
    index_places(
        (place.level, place.code, place.name)
        for place in counter.watch(source())
        if not place.is_placeholder
    )
    return rows


class _Counter:
    """Counts what passes and reports it every 50,000 rows."""

    def __init__(self, progress: Progress | None) -> None:
        self.seen = 0
        self.total = 2 * sum(edition_header()["counts"])
        self.progress = progress

    def watch(self, places: Iterable[Place]) -> Iterator[Place]:
        """Pass everything on."""
        for place in places:
            self.seen += 1
            if self.progress and self.seen % STEP == 0:
                self.progress(self.seen, self.total)
            yield place


@contextmanager
def _without_indexes() -> Iterator[None]:
    """Drop the table's indexes for a full load and make them again: sorted once instead of grown row by row."""
    is_postgres = connection.vendor == "postgresql"
    _run(f"DROP INDEX {index.name}" for index in Region._meta.indexes)
    if is_postgres:
        _run([DROP_GIN, "SET LOCAL maintenance_work_mem = '128MB'"])
    yield
    if is_postgres:
        # Indexes cannot be made while the foreign key's checks are still waiting.
        _run(["SET CONSTRAINTS ALL IMMEDIATE"])
    editor = connection.schema_editor()
    _run(str(index.create_sql(Region, editor)) for index in Region._meta.indexes)
    if is_postgres:
        _run([CREATE_GIN, f"ANALYZE {Region._meta.db_table}", f"ANALYZE {TABLE}"])


def _run(statements: Iterable[str]) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
