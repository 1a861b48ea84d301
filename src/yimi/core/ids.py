"""Identifiers. A uid is a UUID of version 7: time-ordered, so an index on it grows at one end; clients may make them too."""

from __future__ import annotations

from uuid import UUID

from uuid_utils.compat import uuid7


def new_uid() -> UUID:
    """A fresh time-ordered uid."""
    return uuid7()


#: The system itself, as an actor, where no person acts (sealer, nightly work, demo).
SYSTEM_UID = UUID(int=0)
