"""The feed: from the trail to the files, a step at a time, by one process at a time.

Every change of the rooms' rows writes an event in its own transaction, and seals number committed events in an order
that no later commit can slip before. One step looks at one moment of the database: all events sealed since the last
manifest, and those not sealed yet; what they name is published anew from that same moment. The next step reads the
then sealed ones again, finds nothing changed, and moves on: nothing is missed, and nothing counted twice.
"""

from __future__ import annotations

import fcntl
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from tempfile import TemporaryDirectory

import duckdb

from yimi.audit.models import AuditEvent, Seal
from yimi.core import clock
from yimi.insight.errors import FactsDamaged
from yimi.insight.facts import compacting
from yimi.insight.facts.changing import Changes, Comparison, Moment
from yimi.insight.facts.keeping import is_current
from yimi.insight.facts.making import Maker, all_facts, reach, with_doubles
from yimi.insight.facts.marks import marked_by, uids_in
from yimi.insight.facts.registering import published_facts
from yimi.insight.facts.sources import one_moment
from yimi.insight.facts.store import (
    Manifest,
    Table,
    clean_up,
    folder,
    read_manifest,
    write_manifest,
)

#: What the publishing process may take; beyond it DuckDB goes to its scratch file.
MEMORY = "2GB"
#: With nothing to tell, the manifest's time is moved on this often, so that a figure's "as known at" can be later.
QUIET = timedelta(minutes=10)


@dataclass(slots=True)
class Step:
    """What one step did: rows that came and went by fact; ``manifest`` is None when there was nothing to say."""

    manifest: Manifest | None = None
    changes: dict[str, Changes] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Point:
    """The moment a step stands at."""

    seal: int
    chain: str
    at: datetime
    marks: dict[str, set[str]]


def publish_all(*, from_scratch: bool = False) -> Manifest:
    """Publish every fact whole. What was known when is kept, unless ``from_scratch`` or there is no store to keep."""
    with alone(), workbench() as work:
        manifest = None if from_scratch else read_manifest(of_older_layout=True)
        return _publish_whole(work, manifest)


def follow() -> Step:
    """Take in what was recorded since the last manifest; publish everything when there is none, or a fact is new."""
    with alone():
        manifest = read_manifest()
        if manifest is None or not _continues(manifest):
            older = read_manifest(of_older_layout=True)
            with workbench() as work:
                return Step(_publish_whole(work, older if older and _continues(older) else None))
        with workbench() as work:
            if published_facts().keys() - manifest.tables.keys():
                # a fact that is published since an upgrade: it has no rows yet, and no event will say so
                return Step(_publish_whole(work, manifest))
            try:
                return take_step(work, manifest)
            except (duckdb.IOException, duckdb.InvalidInputException) as error:
                raise FactsDamaged from error


def _publish_whole(work: duckdb.DuckDBPyConnection, manifest: Manifest | None) -> Manifest:
    with one_moment():
        point = _look(manifest)
        maker = Maker(work)
        # where nothing is kept, what was known when is read off the rooms, as far as they tell
        kept = manifest.tables if manifest else {}
        made = {
            one.fact: maker.make(one, None, with_past=not kept.get(one.fact, Table()).parts)
            for one in all_facts()
        }
    number, tables = _next_number(), {}
    for one in all_facts():
        new = made[one.fact]
        old = manifest.tables.get(one.fact, Table()) if manifest else Table()
        if manifest is None or not old.parts:
            tables[one.fact] = compacting.begin(work, one, f'"{new}"', number)
            continue
        comparison = Comparison(work, one, old, None)
        changes = comparison.find(new, Moment(manifest.through_at, point.at))
        table = comparison.store(number, changes)
        is_new = changes or not is_current(work, one.fact, table)
        tables[one.fact] = compacting.compact(work, one, table, number) if is_new else table
    return _finish(number, point, tables)


def take_step(
    work: duckdb.DuckDBPyConnection, manifest: Manifest, also: Callable[[], None] | None = None
) -> Step:
    """One step; ``also`` is done at the very moment of the database that the step stands at. Call it :func:`alone`."""
    with one_moment():
        point = _look(manifest)
        number, tables, changes = _next_number(), dict(manifest.tables), {}
        maker = Maker(work)
        for one in all_facts():
            keys = reach(one, point.marks[one.fact]) if one.fact in point.marks else set()
            if keys == set():
                continue
            new = maker.make(one, keys)
            comparison = Comparison(work, one, tables.get(one.fact, Table()), keys)
            found = comparison.find(new, Moment(manifest.through_at, point.at))
            if found:
                changes[one.fact] = found
                tables[one.fact] = comparison.store(number, found)
        if also:
            also()
    for name in changes:
        before = manifest.tables.get(name, Table())
        tables[name] = compacting.tidy(work, published_facts()[name], tables[name], before, number)
    if not changes and point.seal == manifest.seal and point.at - manifest.through_at < QUIET:
        return Step()
    return Step(_finish(number, point, tables), changes)


def _look(manifest: Manifest | None) -> _Point:
    """Where the trail stands, and which facts what came since may have changed."""
    last = Seal.objects.order_by("-number").values_list("number", "chain").first() or (0, "")
    at = clock.now()
    if manifest is None:
        return _Point(*last, at, {})
    sealed = AuditEvent.objects.filter(seal_id__gt=manifest.seal)
    waiting = AuditEvent.objects.filter(seal=None)
    marks: dict[str, set[str]] = {}
    for events in (sealed, waiting):
        for action, subject, details in events.values_list(
            "action", "subject_uid", "details"
        ).iterator():
            for fact in marked_by(action):
                marks.setdefault(fact, set()).update((*uids_in(subject), *uids_in(details)))
    uids = with_doubles(set().union(*marks.values())) if marks else set()
    doubles = uids.difference(*marks.values()) if marks else set()
    for named in marks.values():
        named.update(doubles)
    # the next step must not begin before this one ended, whatever the clock does
    at = max(at, manifest.through_at + timedelta(microseconds=1))
    return _Point(*last, at, marks)


def _continues(manifest: Manifest) -> bool:
    """Whether the trail still holds the seal that the manifest came to; not so after a backup was put back."""
    if not manifest.seal:
        return True
    return Seal.objects.filter(number=manifest.seal, chain=manifest.chain).exists()


def _finish(number: int, point: _Point, tables: dict[str, Table]) -> Manifest:
    manifest = Manifest(number, clock.now(), point.at, point.seal, point.chain, tables)
    write_manifest(manifest)
    clean_up(manifest)
    return manifest


def _next_number() -> int:
    """One more than any manifest there was; never given twice, so that no file is ever written over."""
    names = [path.stem.removeprefix("manifest-") for path in folder().glob("manifest-*.json")]
    return max(map(int, names), default=0) + 1


@contextmanager
def alone() -> Iterator[None]:
    """One publisher at a time on this machine; a second waits."""
    folder().mkdir(parents=True, exist_ok=True, mode=0o700)
    with (folder() / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


@contextmanager
def workbench() -> Iterator[duckdb.DuckDBPyConnection]:
    """A DuckDB of our own; what is larger than its memory goes to a scratch folder that goes with it."""
    scratch = folder() / "scratch"
    scratch.mkdir(parents=True, exist_ok=True, mode=0o700)
    with TemporaryDirectory(prefix="yimi-bench-", dir=scratch) as own:
        work = duckdb.connect(":memory:")
        try:
            work.execute(f"SET memory_limit = '{MEMORY}'")
            work.execute(f"SET temp_directory = '{own.replace(chr(39), chr(39) * 2)}'")
            yield work
        finally:
            work.close()
