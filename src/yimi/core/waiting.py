"""Waiting for a database that another process still holds: after a crash SQLite replays its log before it answers."""

from __future__ import annotations

import time

from django.db import OperationalError, connection, transaction

PATIENCE_SECONDS = 60
PAUSE_SECONDS = 0.25


def wait_until_writable(*, patience: float = PATIENCE_SECONDS) -> None:
    """Return once a write transaction can begin; raises OperationalError when it cannot within ``patience`` seconds.

    The busy timeout does not cover everything: switching to the write-ahead log and replaying it after ``kill -9``
    answer "database is locked" at once. PostgreSQL waits by itself.
    """
    if connection.vendor != "sqlite":
        return
    deadline = time.monotonic() + patience
    while True:
        try:
            with transaction.atomic():
                return
        except OperationalError as error:
            if "locked" not in str(error) or time.monotonic() > deadline:
                raise
            connection.close()
            time.sleep(PAUSE_SECONDS)
