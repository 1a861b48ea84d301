"""Making blocks ready ahead of their writing, in a process of its own: while one block is written, the next is made.

Without it everything goes as well, only slower: a block that is not ready is made where it is written.
"""

from __future__ import annotations

import logging
import marshal
import os
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from yimi.core import clock, crypto
from yimi.imports.kinds import kind_of
from yimi.imports.models import ImportJob
from yimi.imports.storage import open_block

logger = logging.getLogger(__name__)

SOURCE_ROOT = Path(__file__).resolve().parents[2]
#: Fewer rows are written before the process has started.
WORTH_IT = 5_000
#: A block takes about a second; a process that says nothing for so long is given up.
LONGEST_SECONDS = 60


def fingerprint() -> str:
    """Tells whether two processes have the same keys."""
    return crypto.digest_value("ahead", "", place="")


class Ahead:
    """Asks the process, when there is one, for one block after the other."""

    def __init__(self, job: ImportJob, process: subprocess.Popen[bytes] | None) -> None:
        self.job, self.process = job, process
        self._asking = ThreadPoolExecutor(max_workers=1)
        self._asked: dict[int, Future[tuple[list[dict[str, Any]], Any]]] = {}

    def ask(self, number: int) -> None:
        """Begin with a block."""
        if self.process and number < self.job.counts["blocks"]:
            self._asked[number] = self._asking.submit(
                _answer, self.process, self.job, number, clock.now().timestamp()
            )

    def take(self, number: int) -> tuple[list[dict[str, Any]], Any]:
        """The block, and what was made of it; None when nothing was."""
        future = self._asked.pop(number, None)
        try:
            if future:
                return future.result(timeout=LONGEST_SECONDS)
        except (OSError, EOFError, ValueError, TypeError):  # a TimeoutError is an OSError
            logger.warning("import %s: no blocks are made ahead from %s on", self.job.pk, number)
            self.end()
            self.process = None
        return open_block(self.job, number), None

    def end(self) -> None:
        """Stop the process."""
        if self.process:
            self.process.kill()
        self._asking.shutdown(cancel_futures=True)
        if self.process:
            self.process.communicate()


def _answer(
    process: subprocess.Popen[bytes], job: ImportJob, number: int, instant: float
) -> tuple[list[dict[str, Any]], Any]:
    if process.stdin is None or process.stdout is None:
        raise AssertionError("pipes were asked for")
    block = open_block(job, number)
    marshal.dump((block, instant), process.stdin)
    process.stdin.flush()
    return block, marshal.load(process.stdout)  # noqa: S302 - from our own process


@contextmanager
def making_ahead(job: ImportJob) -> Iterator[Ahead]:
    """Blocks of this import made ready as long as the block runs, where that is worth a process."""
    is_worth_it = kind_of(job.kind).ahead and job.counts["fresh"] - job.rows_done >= WORTH_IT
    ahead = Ahead(job, _start(job) if is_worth_it else None)
    try:
        yield ahead
    finally:
        ahead.end()


def _start(job: ImportJob) -> subprocess.Popen[bytes] | None:
    """The process; None where the machine has no room for one more."""
    try:
        return _process(job)
    except OSError:
        logger.warning("import %s: no blocks are made ahead", job.pk, exc_info=True)
        return None


def _process(job: ImportJob) -> subprocess.Popen[bytes]:
    return subprocess.Popen(  # noqa: S603 - our own module, no shell
        [
            sys.executable, "-m", "yimi.imports.ahead_child", job.kind, job.unit_id.hex, job.recorded_by.hex,
            fingerprint(),
        ],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={**os.environ, "PYTHONPATH": str(SOURCE_ROOT)},
    )  # fmt: skip
