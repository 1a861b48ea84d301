"""One writer of leads at a time on this machine; a second waits. Workers' notes do not wait: they take a row's version."""

from __future__ import annotations

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings


@contextmanager
def alone() -> Iterator[None]:
    """Held for one chunk, so that a change in a family never waits for a run over everybody."""
    folder = Path(settings.VAR_DIR)
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "leads.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
