"""The papers of claims, sealed under the payee's key, outside the database."""

from __future__ import annotations

import os
from pathlib import Path
from uuid import UUID

from django.conf import settings

FIELD = "evidence"


def path_of(file_uid: UUID) -> Path:
    """Where a paper lies."""
    return Path(settings.MEDIA_ROOT) / "claims" / file_uid.hex[-2:] / file_uid.hex


def write_sealed(file_uid: UUID, sealed: bytes) -> Path:
    """Write a sealed paper so that it is there whole or not at all."""
    path = path_of(file_uid)
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    draft = path.with_suffix(".new")
    with open(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
        file.write(sealed)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)
    return path


def read_sealed(file_uid: UUID) -> bytes:
    """A sealed paper; raises FileNotFoundError."""
    return path_of(file_uid).read_bytes()
