"""The whole suite as a few jobs, two at a time; what each says comes line by line, with its name.

One process per database: a second one would collect the same tests and migrate the same database once more.
"""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

import click

AT_ONCE = 2


@dataclass(frozen=True)
class Job:
    """A command, what its environment holds besides, and the title that its lines begin with."""

    title: str
    command: Sequence[str]
    environment: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Outcome:
    """How a job ended, after how many seconds, and the last line it wrote (pytest counts there)."""

    title: str
    code: int
    seconds: float
    last_line: str

    def __str__(self) -> str:
        verdict = "ok" if self.code == 0 else f"FAILED ({self.code})"
        return f"{self.title}: {verdict} ({self.seconds:.0f} s) {self.last_line.strip('= ')}"


def surroundings(job: Job) -> dict[str, str]:
    """The job's environment. Compiled modules are kept even where a machine forbids it: each process would compile Django."""
    return os.environ | {"PYTHONDONTWRITEBYTECODE": "", "PYTHONUNBUFFERED": "1"} | job.environment


def pytest_job(title: str, *arguments: str, database_url: str = "") -> Job:
    """pytest in one process, on the database named."""
    command = [sys.executable, "-m", "pytest", *arguments]
    return Job(title, command, {"YIMI_DATABASE_URL": database_url})


def suite_jobs(postgres_url: str | None, *, sqlite: bool, fast: bool = False) -> list[Job]:
    """The suite's jobs, longest first. Browser and plain tests run once: no database changes what they find.

    ``fast`` leaves out the browser and what is marked slow.
    """
    selection = ["-m", "not slow"] if fast else []
    jobs = []
    if postgres_url is not None:
        jobs.append(
            pytest_job("PostgreSQL", "--part=database", *selection, database_url=postgres_url)
        )
    if sqlite:
        jobs.append(pytest_job("SQLite", "--part=database", *selection))
    if not fast:
        # they all live in one folder: no need to collect the thousands of others
        jobs.append(pytest_job("browser", "tests/browser", "--part=browser"))
    jobs.append(pytest_job("plain", "--part=plain", *selection))
    return jobs


def run_jobs(jobs: Sequence[Job], folder: Path, *, at_once: int = AT_ONCE) -> list[Outcome]:
    """Run them in their order, ``at_once`` of them side by side; the outcomes in the same order."""
    lock = threading.Lock()

    def say(line: str, *, bold: bool = False) -> None:
        with lock:
            click.secho(line, bold=bold)

    with ThreadPoolExecutor(at_once) as pool:
        outcomes = list(pool.map(lambda job: _run_one(job, folder, say), jobs))
    for outcome in outcomes:
        say(f"── {outcome}", bold=True)
    return outcomes


def _run_one(job: Job, folder: Path, say: Callable[..., None]) -> Outcome:
    started, last = time.monotonic(), ""
    say(f"── {job.title} …", bold=True)
    with subprocess.Popen(
        job.command,
        cwd=folder,
        env=surroundings(job),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
    ) as process:
        for line in process.stdout or ():
            last = line.strip() or last
            say(f"{job.title:>13} │ {line.rstrip()}")
    outcome = Outcome(job.title, process.returncode, time.monotonic() - started, last)
    say(f"── {outcome}", bold=True)
    return outcome
