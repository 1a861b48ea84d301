"""The files of an import, sealed under the import's own key: names and ID numbers never lie open on the disk."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings

from yimi.core.models import DataKey
from yimi.imports.errors import FilesGone
from yimi.imports.models import ImportJob

SOURCE = "source"


def folder_of(uid: UUID) -> Path:
    """Where an import's files lie; only the service's own user may look inside."""
    return Path(settings.MEDIA_ROOT) / "imports" / str(uid)


def save_source(uid: UUID, key: DataKey, content: bytes) -> None:
    """Seal and keep the uploaded file."""
    _write(folder_of(uid) / SOURCE, key.seal_bytes(content, field=SOURCE, row=uid))


def open_source(job: ImportJob) -> bytes:
    """The uploaded file as it was; raises :class:`FilesGone` after two weeks."""
    return job.key.open_bytes(_read(folder_of(job.uid) / SOURCE), field=SOURCE, row=job.uid)


def save_blocks(job: ImportJob, blocks: Iterator[Sequence[dict[str, Any]]]) -> int:
    """Seal what the check found fit to be written, one file per block; returns the number of blocks."""
    count = 0
    for number, block in enumerate(blocks):
        name = f"block-{number}"
        content = json.dumps(block, ensure_ascii=False).encode("utf-8")
        _write(folder_of(job.uid) / name, job.key.seal_bytes(content, field=name, row=job.uid))
        count = number + 1
    return count


def open_block(job: ImportJob, number: int) -> list[dict[str, Any]]:
    """One block of rows to be written."""
    name = f"block-{number}"
    sealed = _read(folder_of(job.uid) / name)
    rows: list[dict[str, Any]] = json.loads(job.key.open_bytes(sealed, field=name, row=job.uid))
    return rows


def drop_files(uid: UUID) -> None:
    """Delete everything that was kept of an import's contents."""
    shutil.rmtree(folder_of(uid), ignore_errors=True)


def _write(path: Path, sealed: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(sealed)


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        raise FilesGone() from None
