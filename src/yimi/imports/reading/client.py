"""Asking the reading process."""

from __future__ import annotations

import marshal
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, Any

from yimi.imports.reading.detect import UnreadableFile, detect
from yimi.imports.reading.tables import Row, Sheet

SOURCE_ROOT = Path(__file__).resolve().parents[3]
LIMIT_SECONDS = 300


def survey(content: bytes) -> list[Sheet]:
    """The sheets of a file with their first rows; raises :class:`UnreadableFile`."""
    detect(content)
    with _frames(content, "survey") as frames:
        return [Sheet(*frame[1:]) for frame in frames]


def read_rows(content: bytes, sheet: str) -> Iterator[list[Row]]:
    """Every row of a sheet, in blocks, while the process reads on; raises :class:`UnreadableFile`."""
    with _frames(content, "rows", sheet) as frames:
        for frame in frames:
            if frame[0] == "end":
                return
            yield frame[1]
    raise UnreadableFile("too_large_inside")


@contextmanager
def _frames(content: bytes, *arguments: str) -> Iterator[Iterator[tuple[Any, ...]]]:
    """Start the process, feed it, and give back its frames; it ends with the block."""
    process = subprocess.Popen(  # noqa: S603 - our own module, no shell
        [sys.executable, "-m", "yimi.imports.reading.child", *arguments],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={**os.environ, "PYTHONPATH": str(SOURCE_ROOT)},
    )
    if process.stdin is None or process.stdout is None:
        raise AssertionError("pipes were asked for")
    feeding = threading.Thread(target=_feed, args=(process.stdin, content), daemon=True)
    feeding.start()
    timer = threading.Timer(LIMIT_SECONDS, process.kill)
    timer.start()
    try:
        yield _received(process, process.stdout)
    finally:
        timer.cancel()
        process.kill()
        process.stdout.close()
        process.wait()
        feeding.join()


def _feed(pipe: IO[bytes], content: bytes) -> None:
    with suppress(BrokenPipeError), pipe:
        pipe.write(content)


def _received(process: subprocess.Popen[bytes], pipe: IO[bytes]) -> Iterator[tuple[Any, ...]]:
    while True:
        try:
            frame = marshal.load(pipe)  # noqa: S302 - from our own process
        except (EOFError, ValueError, TypeError):
            break
        if frame[0] == "problem":
            raise UnreadableFile(frame[1])
        yield frame
    if process.wait() != 0:
        raise UnreadableFile("too_large_inside")
