"""``yimi migrate`` and ``yimi doctor``."""

from __future__ import annotations

import json
import shutil
import sqlite3
import sys
from collections.abc import Iterator
from pathlib import Path

import click
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from yimi.core.reference_data import load_all_reference
from yimi.core.waiting import wait_until_writable

MIN_FREE_BYTES = 2 * 2**30
MIN_SQLITE = (3, 37, 0)


@click.command()
@click.option("--quiet", is_flag=True, help="Say nothing when there is nothing to do.")
def migrate(quiet: bool) -> None:
    """建立或更新数据库表、参考数据和网页文件。 / Bring tables, reference data and static files up to date.

    Example: yimi migrate
    """
    wait_until_writable()
    call_command("migrate", interactive=False, verbosity=0 if quiet else 1)
    load_all_reference()
    call_command("collectstatic", interactive=False, verbosity=0)


@click.command()
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json"]),
    default="text",
    help="For people or programs.",
)
def doctor(form: str) -> None:
    """检查这台机器能否好好运行一米。 / Check this machine; exits 1 when something is wrong.

    Example: yimi doctor --format json
    """
    findings = list(_findings())
    if form == "json":
        click.echo(
            json.dumps(
                [{"check": name, "ok": ok, "note": note} for name, ok, note in findings],
                ensure_ascii=False,
            )
        )
    else:
        for name, ok, note in findings:
            click.echo(f"{'✓' if ok else '✗'} {name}：{note}")
    raise SystemExit(0 if all(ok for _, ok, _ in findings) else 1)


def _findings() -> Iterator[tuple[str, bool, str]]:
    yield "Python", sys.version_info >= (3, 11), sys.version.split()[0]
    if connection.vendor == "sqlite":
        yield "SQLite", sqlite3.sqlite_version_info >= MIN_SQLITE, sqlite3.sqlite_version
    else:
        connection.ensure_connection()
        yield "PostgreSQL", True, str(connection.cursor().connection.info.server_version)
    executor = MigrationExecutor(connection)
    waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    yield (
        "数据库表",
        not waiting,
        "已是最新" if not waiting else f"有 {len(waiting)} 步未执行，请运行 ./yimi migrate",
    )
    free = shutil.disk_usage(settings.VAR_DIR).free
    yield "磁盘", free >= MIN_FREE_BYTES, f"可用 {free / 2**30:.1f} GB"
    keys = Path(settings.VAR_DIR) / "keys.json"
    private = not keys.exists() or keys.stat().st_mode & 0o077 == 0
    yield (
        "密钥文件",
        private,
        "只有本人可读" if private else f"{keys.name} 别人也能读，请 chmod 600",
    )
