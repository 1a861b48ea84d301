"""``yimi facts``: publish, prove and look at the facts."""

from __future__ import annotations

import json
import time

import click

from yimi.audit.models import AuditEvent, Seal
from yimi.audit.sealer import seal_pending
from yimi.insight.facts.feed import follow as take_step
from yimi.insight.facts.feed import publish_all
from yimi.insight.facts.store import folder, read_manifest
from yimi.insight.facts.verifying import verify as prove

EVERY_SECONDS = 2.0


@click.group()
def facts() -> None:
    """统计事实：重建、核对、查看、跟进。 / The facts behind every figure.

    Example: yimi facts status
    """


@facts.command()
@click.option(
    "--from-scratch",
    is_flag=True,
    help="Forget what was known when; only what the rooms still tell of it.",
)
def rebuild(*, from_scratch: bool) -> None:
    """全部重新生成；保留“当时已知”的历史。 / Publish every fact anew; past knowledge is kept.

    Example: yimi facts rebuild
    """
    started = time.monotonic()
    seal_pending()
    manifest = publish_all(from_scratch=from_scratch)
    rows = sum(part.rows for table in manifest.tables.values() for part in table.open)
    click.echo(
        f"已生成第 {manifest.number} 版，现有 {rows:,} 行，用时 {time.monotonic() - started:.1f} 秒。"
    )


@facts.command()
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json"]),
    default="text",
    help="Output for people or programs.",
)
def verify(form: str) -> None:
    """逐表核对统计事实与业务数据是否一致。 / Prove that the facts equal the operational data.

    Example: yimi facts verify --format json
    """
    proof = prove()
    if form == "json":
        differences = [
            {"fact": it.fact, "missing": it.missing, "surplus": it.surplus, "examples": it.examples}
            for it in proof.differences
        ]
        found = {
            "holds": proof.holds,
            "manifest": proof.number,
            "rows": proof.rows,
            "differences": differences,
            "faults": proof.faults,
        }
        click.echo(json.dumps(found, ensure_ascii=False))
        raise SystemExit(0 if proof.holds else 1)
    for fault in proof.faults:
        click.echo(f"  ✗ {fault}")
    for it in proof.differences:
        click.echo(
            f"  ✗ {it.fact}：缺 {it.missing:,} 行，多 {it.surplus:,} 行，例如 {'、'.join(it.examples)}"
        )
    if proof.holds:
        click.echo(f"第 {proof.number} 版与业务数据一致，共 {sum(proof.rows.values()):,} 行。")
    else:
        click.echo("不一致。运行 yimi facts rebuild 重新生成，并把以上内容告诉维护人员。")
        raise SystemExit(1)


@facts.command()
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json"]),
    default="text",
    help="Output for people or programs.",
)
def status(form: str) -> None:
    """统计事实的版本、截止时间和各表行数。 / The manifest, its time, and the rows of each table.

    Example: yimi facts status
    """
    manifest = read_manifest()
    if manifest is None:
        click.echo(json.dumps(None) if form == "json" else "还没有生成。运行 yimi facts rebuild。")
        raise SystemExit(1)
    behind = (
        AuditEvent.objects.filter(seal_id__gt=manifest.seal).count()
        + AuditEvent.objects.filter(seal=None).count()
    )
    tables = {
        name: {
            "rows": sum(part.rows for part in table.open), "past": sum(part.rows for part in table.past),
            "waiting": table.waiting, "files": len(table.parts),
        }
        for name, table in manifest.tables.items()
    }  # fmt: skip
    if form == "json":
        click.echo(json.dumps({"number": manifest.number, "through_at": manifest.through_at.isoformat(), "seal": manifest.seal,
                               "events_behind": behind, "tables": tables}))  # fmt: skip
        return
    newest = Seal.objects.order_by("-number").values_list("number", flat=True).first() or 0
    click.echo(
        f"第 {manifest.number} 版，截至 {manifest.through_at:%Y-%m-%d %H:%M:%S} UTC，封印 {manifest.seal}/{newest}，待跟进 {behind:,} 条。"
    )
    click.echo(f"文件夹 {folder()}")
    for name, it in tables.items():
        click.echo(
            f"  {name:22} {it['rows']:>12,} 行  历史 {it['past']:>9,}  待并入 {it['waiting']:>8,}  {it['files']:>4} 个文件"
        )


@facts.command()
@click.option("--once", is_flag=True, help="One step and exit.")
def follow(*, once: bool) -> None:
    """跟进新的记录；平时由后台进程自动做。 / Take in what is new; the worker process does this by itself.

    Example: yimi facts follow --once
    """
    while True:
        seal_pending()
        step = take_step()
        if step.manifest:
            told = "、".join(
                f"{name} +{it.added} −{it.closed}" for name, it in step.changes.items()
            )
            click.echo(f"第 {step.manifest.number} 版：{told or '没有变化'}")
        if once:
            return
        time.sleep(EVERY_SECONDS)
