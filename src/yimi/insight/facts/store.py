"""The store: Parquet files below ``VAR_DIR/facts``, and one manifest that names a consistent set of them.

A file is written beside its place, flushed to disk, and renamed; it never changes afterwards. The manifest comes last
and by the same way, so a process killed at any moment leaves the manifest that was there, and perhaps files that
nobody names, which the next clean-up takes away.
"""

from __future__ import annotations

import hashlib
import json
import os
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection

#: Files of an older manifest stay for those who still read them.
KEEP_SECONDS = 600
KEEP_MANIFESTS = 3
#: Said in the manifest; a store of another shape is written anew.
LAYOUT = 2
#: What was known when is taken over from stores of this shape on.
OLDEST = 1


@dataclass(frozen=True, slots=True)
class Part:
    """One file: where it lies below the store, how many rows, the SHA-256 of its bytes, and its month, if it is of one."""

    path: str
    rows: int
    digest: str
    month: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """A fact's files. ``open``: rows held to be true when it was last compacted; ``past``: rows no longer held then.

    ``added``: rows since; ``closed``: (key, known_from, known_to) of rows that are no longer held since. ``serving``:
    the same as ``open`` and ``past`` in DuckDB's own form, quicker to read, with the sums that are kept of ``open``; made
    from them and never needed. ``kept``: what ``added`` and ``closed`` add to those sums.
    """

    open: tuple[Part, ...] = ()
    past: tuple[Part, ...] = ()
    added: tuple[Part, ...] = ()
    closed: tuple[Part, ...] = ()
    kept: tuple[Part, ...] = ()
    serving: str = ""

    @property
    def parts(self) -> tuple[Part, ...]:
        """All its Parquet files."""
        return (*self.open, *self.past, *self.added, *self.closed, *self.kept)

    @property
    def waiting(self) -> int:
        """Rows that the next compaction will move."""
        return sum(part.rows for part in (*self.added, *self.closed))


@dataclass(frozen=True, slots=True)
class Manifest:
    """One consistent set of files: everything recorded up to ``through_at``, proven by the seal it came to."""

    number: int
    made_at: datetime
    through_at: datetime
    seal: int
    chain: str
    tables: Mapping[str, Table] = field(default_factory=dict)
    layout: int = LAYOUT


def folder() -> Path:
    """Where this database's facts lie."""
    return Path(settings.VAR_DIR) / "facts" / connection.vendor


def read_manifest(*, of_older_layout: bool = False) -> Manifest | None:
    """The newest manifest, or None when there is none or it is of another layout. One read: it names one set of files.

    ``of_older_layout``: also one that an upgrade found, for publishing everything anew without forgetting what was known when.
    """
    path = folder() / "current.json"
    try:
        found = json.loads(path.read_text("utf-8"))
    except FileNotFoundError:
        return None
    layout = found.get("layout", 0)
    is_readable = layout == LAYOUT or (of_older_layout and OLDEST <= layout < LAYOUT)
    return _manifest(found) if is_readable else None


def write_manifest(manifest: Manifest) -> None:
    """Make ``manifest`` the newest. Everything it names must be on disk."""
    text = json.dumps(asdict(manifest), default=_plain, ensure_ascii=False)
    for name in (f"manifest-{manifest.number:08d}.json", "current.json"):
        with place_file(folder() / name) as draft:
            draft.write_text(text, "utf-8")


@contextmanager
def place_file(path: Path) -> Iterator[Path]:
    """A draft to write to; at the end of the block it is on disk and stands at ``path``, or nothing does."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    draft = path.with_name(f"{path.name}.{os.getpid()}.draft")
    try:
        yield draft
        draft.chmod(0o600)
        with draft.open("rb") as file:
            os.fsync(file.fileno())
        draft.replace(path)
        flush_folder(path.parent)
    finally:
        draft.unlink(missing_ok=True)


def flush_folder(path: Path) -> None:
    """Make the names in a folder survive a power cut."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def digest_of(path: Path) -> str:
    """The SHA-256 of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def clean_up(current: Manifest) -> int:
    """Remove files that neither ``current`` nor a recent manifest names; returns how many."""
    root = folder()
    manifests = sorted(root.glob("manifest-*.json"), reverse=True)
    recent = time.time() - KEEP_SECONDS
    named = set(_names(current))
    removed = 0
    for index, path in enumerate(manifests):
        if index < KEEP_MANIFESTS or path.stat().st_mtime > recent:
            named.update(_names(_manifest(json.loads(path.read_text("utf-8")))))
        else:
            path.unlink()
            removed += 1
    for path in root.glob("data/*/*"):
        if path.is_file() and str(path.relative_to(root)) not in named:
            path.unlink()
            removed += 1
    return removed


def _names(manifest: Manifest) -> Iterator[str]:
    for table in manifest.tables.values():
        yield from (part.path for part in table.parts)
        if table.serving:
            yield table.serving


def _manifest(found: Mapping[str, Any]) -> Manifest:
    tables = {
        name: Table(
            **{
                kind: tuple(Part(**part) for part in parts)
                for kind, parts in table.items()
                if kind != "serving"
            },
            serving=table["serving"],
        )
        for name, table in found["tables"].items()
    }
    times = {name: datetime.fromisoformat(found[name]) for name in ("made_at", "through_at")}
    return Manifest(
        number=found["number"],
        seal=found["seal"],
        chain=found["chain"],
        layout=found["layout"],
        tables=tables,
        **times,
    )


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.isoformat()
    raise TypeError(type(value).__name__)
