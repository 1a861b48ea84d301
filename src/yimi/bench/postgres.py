"""A PostgreSQL server of our own for one run: made in a temporary folder, stopped and removed at the end."""

from __future__ import annotations

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

SETTINGS = {
    "listen_addresses": "127.0.0.1",
    "max_connections": "60",
    "shared_buffers": "512MB",
    "jit": "off",
}

#: What a database that is thrown away can do without: safety from a power cut, replicas.
CARELESS = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "wal_level": "minimal",
    "max_wal_senders": "0",
}


def _binary(name: str) -> str:
    found = shutil.which(name)
    if found:
        return found
    for folder in sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True):
        if (folder / name).exists():
            return str(folder / name)
    raise SystemExit(
        f"没有找到 PostgreSQL 的 {name}。请安装：apt install postgresql（或用 --db sqlite）。"
    )


def free_port() -> int:
    """A TCP port that nobody uses right now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def throwaway_postgres(*, durable: bool = False) -> Iterator[str]:
    """Start a server and yield its URL. ``durable=False`` turns fsync off: for tests, not for benches or kill tests."""
    base = Path(tempfile.mkdtemp(prefix="yimi-pg-"))
    data, log = base / "data", base / "log"
    as_user: list[str] = []
    if os.geteuid() == 0:
        # PostgreSQL refuses to run as root: use Debian's own postgres user.
        shutil.chown(base, pwd.getpwnam("postgres").pw_uid)
        as_user = ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups", "--"]
    port = free_port()
    options = SETTINGS | ({} if durable else CARELESS)
    flags = " ".join(f"-c {name}={value}" for name, value in options.items())
    environment = {**os.environ, "LC_ALL": "C.UTF-8", "HOME": str(base)}

    def run(*command: str) -> None:
        subprocess.run(
            [*as_user, *command], check=True, env=environment, cwd=base, stdout=subprocess.DEVNULL
        )

    try:
        run(
            _binary("initdb"),
            "-D",
            str(data),
            "-U",
            "yimi",
            "-A",
            "trust",
            "-E",
            "UTF8",
            "--no-locale",
            "-N",
        )
        run(
            _binary("pg_ctl"),
            "-D",
            str(data),
            "-l",
            str(log),
            "-w",
            "-o",
            f"-p {port} -k {base} {flags}",
            "start",
        )
        try:
            run(_binary("createdb"), "-h", "127.0.0.1", "-p", str(port), "-U", "yimi", "yimi")
            yield f"postgres://yimi@127.0.0.1:{port}/yimi"
        finally:
            run(_binary("pg_ctl"), "-D", str(data), "-m", "immediate", "stop")
    finally:
        shutil.rmtree(base, ignore_errors=True)
