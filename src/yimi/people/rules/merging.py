"""Merged files: following links to the one that is kept."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID


def canonical(uid: UUID, links: Mapping[UUID, UUID]) -> UUID:
    """The file that ``uid`` is read as: follow duplicate → kept to the end. A cycle, which no action makes, stops."""
    seen = {uid}
    while (kept := links.get(uid)) is not None and kept not in seen:
        seen.add(kept)
        uid = kept
    return uid


def would_cycle(duplicate: UUID, kept: UUID, links: Mapping[UUID, UUID]) -> bool:
    """Whether reading ``duplicate`` as ``kept`` would lead back to ``duplicate``."""
    return canonical(kept, links) == duplicate
