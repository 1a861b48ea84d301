"""Whose turn it is to write. SQLite has one writer at a time; threads that poll for its lock sleep longer than they wait.

Within one process a plain lock queues them instead. PostgreSQL needs none of this.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction

_TURN = threading.RLock()


@contextmanager
def writing() -> Iterator[None]:
    """A transaction for the hot path: on SQLite the process's threads take turns, in the order they came.

    Whoever is in a transaction already holds the file's write lock (IMMEDIATE) and must not wait for a turn: the one
    whose turn it is may be waiting for that lock.
    """
    if connection.vendor != "sqlite" or connection.in_atomic_block:
        with transaction.atomic():
            yield
        return
    with _TURN, transaction.atomic():
        yield
