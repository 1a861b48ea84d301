"""``yimi leads``: decide on everybody, or on one station's people; how the runs went."""

from __future__ import annotations

import json
import time
from collections import Counter

import click

from yimi.audit.sealer import seal_pending
from yimi.insight.facts.feed import follow as publish_new
from yimi.matching.actions import recompute_people, run_everybody
from yimi.matching.models import OPEN, Lead, RecomputeRun, RunKind, TrailMark
from yimi.people.models import Resident
from yimi.regions.rules import pad_code, prefix_of
from yimi.stations.models import ServiceUnit

WORDS = {
    "people": "看过",
    "made": "新增",
    "again": "再次出现",
    "changed": "更新",
    "received": "已享受",
    "ended": "失效",
    "waiting": "有人正在改，留到下次",
}


@click.group()
def leads() -> None:
    """政策找人：重算政策建议、看运行情况。 / Policies find people.

    Example: yimi leads recompute --all
    """


@leads.command()
@click.option("--all", "everybody", is_flag=True, help="所有人。 / Everybody.")
@click.option(
    "--region", default="", help="一个区划及以下（代码）。 / A division and all below it."
)
@click.option("--unit", default="", help="一个站点（编号）。 / One station, by its number.")
def recompute(*, everybody: bool, region: str, unit: str) -> None:
    """重算政策建议；中途停下的接着算。 / Decide anew; what was stopped goes on.

    Example: yimi leads recompute --region 411623
    """
    if sum(map(bool, (everybody, region, unit))) != 1:
        raise click.UsageError("请选 --all、--region 或 --unit 中的一个。")
    started = time.monotonic()
    if unit:
        counts = _of_unit(unit)
    else:
        seal_pending()
        publish_new()
        prefix = prefix_of(pad_code(region)) if region else ""
        run = run_everybody(RunKind.BY_HAND, prefix, told=lambda found: click.echo(_told(found)))
        for name, sentence in run.told:
            click.echo(f"  ✗ {name}：{sentence}", err=True)
        counts = Counter(run.counts)
    click.echo(f"{_told(counts)}，用时 {time.monotonic() - started:.1f} 秒。")


def _of_unit(number: str) -> Counter[str]:
    unit = ServiceUnit.objects.filter(number=number).first()
    if unit is None:
        raise click.UsageError(f"没有编号为“{number}”的站点。")
    return recompute_people(set(Resident.objects.filter(unit=unit).values_list("pk", flat=True)))


def _told(counts: Counter[str]) -> str:
    parts = [f"{word} {counts[name]:,}" for name, word in WORDS.items() if counts[name]]
    return "，".join(parts) or "没有变化"


@leads.command()
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json"]),
    default="text",
    help="Output for people or programs.",
)
def status(form: str) -> None:
    """最近几次重算，和现有多少条建议。 / The last runs, and how many leads are open.

    Example: yimi leads status --format json
    """
    mark = TrailMark.objects.first()
    runs = list(RecomputeRun.objects.order_by("-started_at")[:10])
    count = Lead.objects.filter(OPEN).count()
    if form == "json":
        rows = [
            {"kind": run.kind, "prefix": run.prefix, "as_of": run.as_of.isoformat(),
             "ended_at": run.ended_at and run.ended_at.isoformat(), "counts": run.counts,
             "told": run.told}
            for run in runs
        ]  # fmt: skip
        seal = mark.seal if mark else None
        click.echo(json.dumps({"open": count, "seal": seal, "runs": rows}, ensure_ascii=False))
        return
    click.echo(f"待办的建议 {count:,} 条，跟进到封印 {mark.seal if mark else '—'}。")
    for run in runs:
        ended = f"{run.ended_at:%H:%M:%S} UTC 完成" if run.ended_at else "没有做完"
        click.echo(f"  {run.as_of} {run.get_kind_display()} {ended}：{_told(Counter(run.counts))}")
