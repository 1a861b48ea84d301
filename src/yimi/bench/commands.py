"""``yimi test``, ``yimi lint``, ``yimi bench``: what developers and CI run."""

from __future__ import annotations

import importlib
import os
import subprocess
import sys
import time
from contextlib import nullcontext
from pathlib import Path

import click

from yimi.bench.postgres import throwaway_postgres
from yimi.bench.suite import AT_ONCE, Job, pytest_job, run_jobs, suite_jobs, surroundings

ROOT = Path(os.environ.get("YIMI_ROOT", Path(__file__).resolve().parents[3]))
BENCHES = {
    "agreement": "yimi.bench.agreement",
    "record": "yimi.bench.record",
    "people": "yimi.bench.people_search",
    "import": "yimi.bench.importing",
    "search": "yimi.bench.search",
    "pages": "yimi.bench.pages",
    "idle": "yimi.bench.idle",
    "household": "yimi.bench.household",
    "rules": "yimi.bench.rules",
    "claims": "yimi.bench.claims",
    "leads": "yimi.bench.leads",
    "cells": "yimi.bench.cells",
    "insight": "yimi.bench.insight",
    "rebuild": "yimi.bench.rebuild",
    "reports": "yimi.bench.reports",
    "lighthouse": "yimi.bench.lighthouse",
    "screenshots": "yimi.bench.screenshots",
    "printing": "yimi.bench.printing",
}


def _run(title: str, command: list[str], **environment: str) -> int:
    started = time.monotonic()
    click.secho(f"── {title}", bold=True)
    code = subprocess.run(
        command, cwd=ROOT, env={**os.environ, **environment}, check=False
    ).returncode
    click.secho(
        f"── {title}: {'ok' if code == 0 else 'FAILED'} ({time.monotonic() - started:.0f} s)\n",
        bold=True,
    )
    return code


@click.command(context_settings={"ignore_unknown_options": True})
@click.option(
    "--db",
    type=click.Choice(["both", "sqlite", "postgres"]),
    default="both",
    help="Which database(s).",
)
@click.option("--fast", is_flag=True, help="Leave out the browser and the slow tests.")
@click.option(
    "--at-once",
    type=click.IntRange(min=1),
    default=AT_ONCE,
    help="Jobs side by side (whole suite).",
)
@click.argument("pytest_args", nargs=-1, type=click.UNPROCESSED)
def test(db: str, fast: bool, at_once: int, pytest_args: tuple[str, ...]) -> None:
    """整套测试：检查，并在 SQLite 和 PostgreSQL 上各跑一遍。 / Lint and the whole suite: whatever touches a database, on both.

    Example: yimi test --db sqlite --fast -k regions
    """
    with throwaway_postgres() if db != "sqlite" else nullcontext() as url:
        if pytest_args:
            raise SystemExit(_selected(url, sqlite=db != "postgres", arguments=pytest_args))
        jobs = suite_jobs(url, sqlite=db != "postgres", fast=fast)
        jobs.append(Job("lint", [sys.executable, "-m", "yimi", "lint"]))
        outcomes = run_jobs(jobs, ROOT, at_once=at_once)
    raise SystemExit(max(outcome.code for outcome in outcomes))


def _selected(postgres_url: str | None, *, sqlite: bool, arguments: tuple[str, ...]) -> int:
    """The tests that the arguments choose, straight to the terminal, first on SQLite; returns the worst exit code."""
    urls = {"SQLite": ""} if sqlite else {}
    if postgres_url is not None:
        urls["PostgreSQL"] = postgres_url
    codes = []
    for title, url in urls.items():
        job = pytest_job(title, *arguments, database_url=url)
        codes.append(_run(title, list(job.command), **surroundings(job)))
    return max(codes)


@click.command()
def lint() -> None:
    """ruff、mypy、import-linter。 / Style, types and the floors of the house.

    Example: yimi lint
    """
    raise SystemExit(lint_all())


def lint_all() -> int:
    """Run every static check; returns the worst exit code."""
    bin_dir = Path(sys.executable).parent
    return max(
        _run("ruff", [str(bin_dir / "ruff"), "check", "src", "tests"]),
        _run("ruff format", [str(bin_dir / "ruff"), "format", "--check", "src", "tests"]),
        _run("mypy", [sys.executable, "-m", "mypy"], PYTHONPATH="src"),
        _run("import-linter", [str(bin_dir / "lint-imports")], PYTHONPATH="src"),
    )


@click.command(context_settings={"ignore_unknown_options": True})
@click.argument("name", type=click.Choice(sorted(BENCHES)))
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
def bench(name: str, arguments: tuple[str, ...]) -> None:
    """在同一次运行里与基准比较，给出倍数。 / Measure against a named baseline in one run.

    Example: yimi bench record --db sqlite
    """
    importlib.import_module(BENCHES[name]).main(arguments)
