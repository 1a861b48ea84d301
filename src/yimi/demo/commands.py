"""``yimi demo``: from an empty machine to a living county."""

from __future__ import annotations

import os
import sys
import time
from functools import partial
from typing import Any

import click

from yimi.core import commands as core_commands
from yimi.demo import build as building
from yimi.demo import stamps, users
from yimi.demo.policies import write_leads
from yimi.demo.reporting import write_reports
from yimi.demo.reset import reset_demo
from yimi.demo.volume import build_volume
from yimi.insight.facts.feed import follow, publish_all
from yimi.regions.actions import load_divisions

WORDS = {
    "units": "个站点", "authorities": "个主管单位", "centres": "个指导中心", "operators": "家承接机构",
    "workers": "名社工", "users": "个账号", "sign_ins": "个登录账号", "households": "户", "residents": "人",
    "records": "条服务记录", "mended": "条更正或作废", "cases": "个个案", "groups": "个小组", "activities": "场活动",
    "supervisions": "次督导", "complaints": "件投诉", "reports": "件强制报告", "figures": "个公布的数字",
    "monthly_reports": "份报表", "packs": "个规则包", "claims": "件激励申请",
    "leads": "条政策建议", "lead_steps": "次办理登记",
}  # fmt: skip


@click.command()
@click.option("--serve/--no-serve", default=True, help="Serve when built, or build and exit.")
@click.option(
    "--size",
    type=click.Choice(["county", "city", "province"]),
    help="One county (the default); all of 周口; or as large as Henan, for benches on PostgreSQL.",
)
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", default=8000, show_default=True, help="Port to listen on.")
@click.option("--seed", type=int, help="Another seed, other people.")
@click.option(
    "--reset", is_flag=True, help="Throw the standing demo away and build it anew, up to today."
)
def demo(
    *, serve: bool, size: str | None, host: str, port: int, seed: int | None, reset: bool
) -> None:
    """建一个示例县（商水县）并启动。 / Build the demo county and serve it; a second call changes nothing.

    Example: yimi demo --port 8080
    """
    started = time.monotonic()
    click.echo("一米：正在准备数据库……")
    click.get_current_context().invoke(core_commands.migrate, quiet=True)
    if reset:
        reset_demo()
    building.refuse_real_data()
    load_divisions(actor=building.demo_actor(), progress=_percent("正在装入全国行政区划"))
    found = stamps.begun()
    # without options, whatever was begun here is taken up
    size = size or (found.size if found else "county")
    seed = seed if seed is not None else (found.seed if found else building.DEFAULT_SEED)
    construct = building.build if size == "county" else build_volume
    is_new = construct(seed=seed, size=size, tell=_tell)
    # figures stand when the first page opens; the worker only follows from here
    if is_new:
        publish_all(from_scratch=True)
    else:
        follow()
    if size == "county" and (start := stamps.begun()):
        county = building.demo_county(start)
        # both rest on the published facts
        stages = [
            building.Stage("月报", partial(write_reports, county)),
            building.Stage("政策找人", partial(write_leads, county)),
        ]
        is_new |= building.run_stages(stages, _tell)
    seconds = time.monotonic() - started
    click.echo(f"示例已建好，用时 {seconds:.0f} 秒。" if is_new else "示例早已建好，没有改动。")
    _show()
    if serve:
        # the same process becomes the server: nothing of the building stays in memory
        arguments = [sys.executable, "-m", "yimi", "serve", "--host", host, "--port", str(port)]
        sys.stdout.flush()
        os.execv(sys.executable, arguments)  # noqa: S606 - our own interpreter and module


def _percent(what: str) -> Any:
    """A progress line that stays on its line."""

    def report(done: int, total: int) -> None:
        click.echo(f"\r{what} {done * 100 // total}%", nl=done >= total, err=True)

    return report


def _tell(stage: str, counts: dict[str, Any]) -> None:
    figures = "，".join(
        f"{count:,} {WORDS.get(name, name)}" for name, count in counts.items() if count
    )
    click.echo(f"  ✓ {stage}  {figures}")


def _show() -> None:
    """The counts, and how to get in."""
    totals: dict[str, int] = {}
    for counts in stamps.stages_built().values():
        for name, count in counts.items():
            totals[name] = totals.get(name, 0) + count
    start = stamps.begun()
    click.echo("合计：" + "，".join(f"{totals[n]:,} {WORDS[n]}" for n in WORDS if totals.get(n)))
    if start:
        click.echo(f"记录写到 {start.on:%Y-%m-%d} 前一天。要更新到今天：yimi demo --reset")
    building.ensure_sign_ins()
    click.echo("\n登录账号（都是示例人物；密码在 var/demo-sign-ins.json）：")
    for line in users.read_lines():
        click.echo(
            f"  {line['username']:<12}{line['password']:<16}{line['name']}（{line['what']}）"
        )
    click.echo("")
