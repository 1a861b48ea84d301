"""The worker process: the sealer in a thread of its own, long tasks in the main thread."""

from __future__ import annotations

import logging
import threading

from django.core.management import call_command
from django.db import close_old_connections
from django.db.utils import DatabaseError

from yimi.audit.sealer import seal_pending
from yimi.imports.actions import resume_stalled

SEAL_EVERY_SECONDS = 2.0
logger = logging.getLogger(__name__)


def run_worker() -> None:
    """Run until a signal; a task under way is finished first."""
    stopping = threading.Event()
    sealer = threading.Thread(target=keep_sealing, args=(stopping,), name="sealer", daemon=True)
    sealer.start()
    try:
        call_command("db_worker", interval=1.0, verbosity=0)
    finally:
        stopping.set()
        sealer.join(timeout=10)


def keep_sealing(stopping: threading.Event) -> None:
    """Seal what was committed, every two seconds; a busy or restarting database is tried again."""
    while not stopping.wait(SEAL_EVERY_SECONDS):
        try:
            close_old_connections()
            seal_pending()
            # an import whose process was killed goes on where it stopped; one indexed query
            resume_stalled()
        except DatabaseError:
            logger.warning("sealing has to wait", exc_info=True)
