"""A Yimi of our own for one measurement or one kill: its own folder, its own database, the real web and worker processes."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from yimi.bench.postgres import free_port

SRC = Path(__file__).resolve().parents[2]
START_SECONDS = 60


@dataclass
class UnderTest:
    """``folder`` holds keys, the SQLite file and attachments; ``database_url`` empty means SQLite."""

    folder: Path
    database_url: str = ""
    web_processes: int = 1
    threads: int = 8
    port: int = field(default_factory=free_port)
    processes: list[subprocess.Popen[bytes]] = field(default_factory=list)

    @property
    def environment(self) -> dict[str, str]:
        """What the processes see; nothing of an installation outside ``folder``."""
        kept = {key: value for key, value in os.environ.items() if not key.startswith("YIMI_")}
        return kept | {
            "YIMI_VAR": str(self.folder),
            "YIMI_DATABASE_URL": self.database_url,
            "PYTHONPATH": str(SRC),
            "DJANGO_SETTINGS_MODULE": "yimi.settings",
        }

    def run(self, *command: str) -> str:
        """Run a Python module with its arguments; returns what it printed, raises when it failed."""
        done = subprocess.run(
            [sys.executable, "-m", *command],
            env=self.environment,
            check=True,
            capture_output=True,
            text=True,
        )
        return done.stdout

    def build(self, stations: int, households: int) -> list[dict[str, Any]]:
        """The small world of ``bench.world`` in this database."""
        return list(json.loads(self.run("yimi.bench.world", str(stations), str(households))))

    def start(self, *, with_worker: bool = True) -> None:
        """Start web (and worker), each in a process group of its own, and wait until the web answers."""
        from yimi.portal.commands import web_command  # noqa: PLC0415 - bench without a server needs no click

        self.run("yimi", "migrate", "--quiet")
        commands = [web_command("127.0.0.1", self.port, self.web_processes, self.threads)]
        if with_worker:
            commands.append([sys.executable, "-m", "yimi", "worker"])
        self.processes = [
            subprocess.Popen(
                command, env=self.environment, start_new_session=True,
                stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
            )
            for command in commands
        ]  # fmt: skip
        deadline = time.monotonic() + START_SECONDS
        while not self.answers():
            if time.monotonic() > deadline or self.processes[0].poll() is not None:
                raise RuntimeError("the web process does not answer")
            time.sleep(0.05)

    def answers(self) -> bool:
        """Whether somebody listens on the port."""
        with socket.socket() as probe:
            probe.settimeout(1)
            return probe.connect_ex(("127.0.0.1", self.port)) == 0

    def kill(self) -> None:
        """SIGKILL to every process at once: no chance to say good-bye."""
        for process in self.processes:
            os.killpg(process.pid, signal.SIGKILL)
        for process in self.processes:
            process.wait()
        self.processes = []

    def stop(self) -> None:
        """SIGTERM, then wait; SIGKILL for who does not go."""
        for process in self.processes:
            if process.poll() is None:
                process.terminate()
        for process in self.processes:
            try:
                process.wait(15)
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()
        self.processes = []
