"""The worker process: the sealer, the facts' feed and the leads in threads of their own, long tasks in the main thread.

A thread that ends is not started again, so each of them tells of whatever goes wrong and tries again.
"""

from __future__ import annotations

import logging
import threading

from django.core.management import call_command
from django.db import close_old_connections

from yimi.audit.sealer import seal_pending
from yimi.imports.actions import resume_stalled
from yimi.insight.facts.feed import follow
from yimi.matching.actions import keep_leads

SEAL_EVERY_SECONDS = 2.0
FOLLOW_EVERY_SECONDS = 2.0
LEADS_EVERY_SECONDS = 2.0
logger = logging.getLogger(__name__)


def run_worker() -> None:
    """Run until a signal; a task under way is finished first."""
    stopping = threading.Event()
    threads = [
        threading.Thread(target=keep_sealing, args=(stopping,), name="sealer", daemon=True),
        threading.Thread(target=keep_following, args=(stopping,), name="feed", daemon=True),
        threading.Thread(target=keep_matching, args=(stopping,), name="leads", daemon=True),
    ]
    for thread in threads:
        thread.start()
    try:
        call_command("db_worker", interval=1.0, verbosity=0)
    finally:
        stopping.set()
        for thread in threads:
            thread.join(timeout=10)


def keep_sealing(stopping: threading.Event) -> None:
    """Seal what was committed, every two seconds; a busy or restarting database is tried again."""
    while not stopping.wait(SEAL_EVERY_SECONDS):
        try:
            close_old_connections()
            seal_pending()
            # an import whose process was killed goes on where it stopped; one indexed query
            resume_stalled()
        except Exception:
            logger.warning("sealing has to wait", exc_info=True)


def keep_following(stopping: threading.Event) -> None:
    """Take what was recorded into the facts, every two seconds; what fails is told and tried again from where it stood."""
    while not stopping.wait(FOLLOW_EVERY_SECONDS):
        try:
            close_old_connections()
            follow()
        except Exception:
            logger.warning("the facts have to wait", exc_info=True)


class Stopping(Exception):
    """The process is to end: a run over everybody stands still where it is, and goes on after the next start."""


def keep_matching(stopping: threading.Event) -> None:
    """Find people for policies: after every change, and everybody once a day; what fails is tried again."""

    def go_on(_counts: object) -> None:
        if stopping.is_set():
            raise Stopping

    while not stopping.wait(LEADS_EVERY_SECONDS):
        try:
            close_old_connections()
            keep_leads(go_on)
        except Stopping:
            return
        except Exception:
            logger.warning("leads have to wait", exc_info=True)
