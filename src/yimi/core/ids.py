"""Identifiers. A uid is a UUID of version 7: time-ordered, so an index on it grows at one end; clients may make them too."""

from __future__ import annotations

from uuid import UUID

from uuid_utils import uuid7 as fast_uuid7
from uuid_utils.compat import uuid7


def new_uid() -> UUID:
    """A fresh time-ordered uid."""
    return uuid7()


def new_hex() -> str:
    """A fresh uid as 32 hex digits, which both databases read: for rows by the thousand."""
    return fast_uuid7().hex


def dashed(uid: str) -> str:
    """A uid of 32 hex digits as ``str(UUID)`` writes it.

    >>> dashed("0189c2f3a4b57c6d8e9fa0b1c2d3e4f5")
    '0189c2f3-a4b5-7c6d-8e9f-a0b1c2d3e4f5'
    """
    return f"{uid[:8]}-{uid[8:12]}-{uid[12:16]}-{uid[16:20]}-{uid[20:]}"


#: The system itself, as an actor, where no person acts (sealer, nightly work, demo).
SYSTEM_UID = UUID(int=0)
