"""``yimi test``, ``yimi lint``, ``yimi bench``: what developers and CI run."""

from __future__ import annotations

import importlib
import os
import subprocess
import sys
import time
from pathlib import Path

import click

ROOT = Path(os.environ.get("YIMI_ROOT", Path(__file__).resolve().parents[3]))
BENCHES = {
    "record": "yimi.bench.record",
    "people": "yimi.bench.people_search",
    "import": "yimi.bench.importing",
    "search": "yimi.bench.search",
    "pages": "yimi.bench.pages",
    "rules": "yimi.bench.rules",
    "lighthouse": "yimi.bench.lighthouse",
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
@click.argument("pytest_args", nargs=-1, type=click.UNPROCESSED)
def test(db: str, fast: bool, pytest_args: tuple[str, ...]) -> None:
    """整套测试：先检查，再在 SQLite 和 PostgreSQL 上各跑一遍。 / Lint, then the whole suite on both databases.

    Example: yimi test --db sqlite --fast -k regions
    """
    from yimi.bench.postgres import throwaway_postgres  # noqa: PLC0415 - needs no server for `--db sqlite`

    selection = ["-m", "not browser and not slow"] if fast else []
    codes = [] if pytest_args else [lint_all()]
    pytest = [
        sys.executable,
        "-m",
        "pytest",
        "-n",
        "2",
        "--dist",
        "loadgroup",
        *selection,
        *pytest_args,
    ]
    if db in {"both", "sqlite"}:
        codes.append(_run("SQLite", pytest, YIMI_DATABASE_URL=""))
    if db in {"both", "postgres"}:
        with throwaway_postgres() as url:
            codes.append(_run("PostgreSQL", pytest, YIMI_DATABASE_URL=url))
    raise SystemExit(max(codes))


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
