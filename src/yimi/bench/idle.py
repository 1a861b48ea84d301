"""``yimi bench idle``: memory that web and worker hold together after a round of pages, on the data that the environment names.

Starts ``yimi serve`` on a free port, lets the demo's people open their pages, waits, and sums PSS (a shared page counts once)
over the supervisor, the web server's parent and process, and the worker. The baseline is a bare interpreter of the same venv.
"""

from __future__ import annotations

import argparse
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from urllib.error import HTTPError, URLError
from urllib.request import Request, urlopen

import click

from yimi.core.boot import setup_django

GOAL_MB = 300
#: The worker's feed has gone round a few times by then.
QUIET_SECONDS = 20
SLOWEST_START = 120
PAGES = {
    "worker": ("/", "/households/", "/record/", "/records/", "/stations/", "/cases/", "/explore/", "/programmes/mine/"),
    "head": ("/", "/records/", "/explore/", "/reports/"),
    "county": ("/", "/stations/", "/workers/", "/explore/", "/reports/", "/programmes/"),
}  # fmt: skip


def main(arguments: Sequence[str]) -> None:
    """Print each process and the sum; exits 1 above the goal."""
    parser = argparse.ArgumentParser(prog="yimi bench idle")
    parser.add_argument("--seconds", type=int, default=QUIET_SECONDS, help="rest before weighing")
    options = parser.parse_args(list(arguments))
    cookies = _cookies(PAGES)
    with _serving() as (root, address, waited):
        begun = sum(_processor(pid) for pid in _family(root))
        opened = sum(_open(address, cookies[name], pages) for name, pages in PAGES.items())
        time.sleep(options.seconds)
        weights = {pid: _pss(pid) for pid in _family(root)}
        names = {pid: _name(pid) for pid in weights}
    bare = _bare()
    click.echo(f"first answer after {waited:.1f} s; processor until then {begun:.1f} s")
    for pid, weight in weights.items():
        click.echo(f"{weight:7.1f} MB  {names[pid]}")
    total = sum(weights.values())
    click.echo(
        f"{total:7.1f} MB  together, {options.seconds} s after {opened} pages"
        f"  ({total / bare:.0f} × a bare interpreter of {bare:.1f} MB; goal {GOAL_MB} MB)"
    )
    raise SystemExit(1 if total > GOAL_MB else 0)


def _cookies(names: Iterable[str]) -> dict[str, str]:
    """A session of each of the demo's people."""
    setup_django()
    from django.conf import settings  # noqa: PLC0415 - Django must be set up first
    from django.test import Client  # noqa: PLC0415

    from yimi.access.models import User  # noqa: PLC0415

    found = {}
    for name in names:
        client = Client()
        client.force_login(User.objects.get(username=name))
        key = settings.SESSION_COOKIE_NAME
        found[name] = f"{key}={client.cookies[key].value}"
    return found


@contextmanager
def _serving() -> Iterator[tuple[int, str, float]]:
    """``yimi serve`` as an installation runs it: its process, address, seconds to its first answer; stopped afterwards."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "yimi", "serve", "--port", str(port)]
    started = time.monotonic()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    address = f"http://127.0.0.1:{port}"
    try:
        _wait_for(address)
        yield process.pid, address, time.monotonic() - started
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(60)


def _wait_for(address: str) -> None:
    deadline = time.monotonic() + SLOWEST_START
    while time.monotonic() < deadline:
        try:
            urlopen(f"{address}/sign-in/", timeout=5)
        except (URLError, ConnectionError, TimeoutError):
            time.sleep(0.2)
        else:
            return
    raise SystemExit(f"no answer from {address} within {SLOWEST_START} seconds")


def _open(address: str, cookie: str, pages: Iterable[str]) -> int:
    """Open the pages as one person; how many answered."""
    count = 0
    for page in pages:
        try:
            urlopen(Request(address + page, headers={"Cookie": cookie}), timeout=60).read()
        except HTTPError as error:
            raise SystemExit(f"{page} answers {error.code}") from error
        count += 1
    return count


def _family(root: int) -> list[int]:
    """The process and all below it."""
    parents: dict[int, list[int]] = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text("utf-8").rpartition(")")[2].split()
        except (FileNotFoundError, ProcessLookupError):
            continue  # it has ended meanwhile
        parents.setdefault(int(fields[1]), []).append(int(stat.parent.name))
    found = [root]
    for pid in found:
        found += parents.get(pid, [])
    return found


def _pss(pid: int) -> float:
    text = Path(f"/proc/{pid}/smaps_rollup").read_text("utf-8")
    found = re.search(r"^Pss:\s+(\d+) kB", text, re.MULTILINE)
    return int(found[1]) / 1000 if found else 0.0


def _processor(pid: int) -> float:
    """Seconds of processor so far, its ended children's too."""
    fields = Path(f"/proc/{pid}/stat").read_text("utf-8").rpartition(")")[2].split()
    return sum(map(int, fields[11:15])) / os.sysconf("SC_CLK_TCK")


def _name(pid: int) -> str:
    words = Path(f"/proc/{pid}/cmdline").read_text("utf-8").split("\0")
    return " ".join(os.path.basename(word) for word in words[:4])


def _bare() -> float:
    """A Python that does nothing."""
    process = subprocess.Popen(
        [sys.executable, "-c", "import sys; sys.stdin.read()"], stdin=subprocess.PIPE
    )
    try:
        time.sleep(0.5)
        return _pss(process.pid)
    finally:
        process.communicate()
