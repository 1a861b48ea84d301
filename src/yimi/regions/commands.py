"""``yimi regions``: load the division tree, find and show places."""

from __future__ import annotations

import json
import time

import click

from yimi.core.actor import Actor
from yimi.core.ids import SYSTEM_UID
from yimi.regions.actions import load_divisions
from yimi.regions.models import Level, Region
from yimi.regions.queries import (
    children_of,
    count_townships,
    current_regions,
    find_regions,
    get_region,
    path_name,
)
from yimi.regions.rules import pad_code

FORMAT = click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json"]),
    default="text",
    help="Output for people or programs.",
)


@click.group()
def regions() -> None:
    """行政区划：装入、查找、查看。 / The division tree.

    Example: yimi regions find 商水 东城
    """


@regions.command()
def load() -> None:
    """装入全部 665,276 条区划；再装一次不会改变什么。 / Load all divisions; safe to repeat.

    Example: yimi regions load
    """
    started = time.monotonic()

    def report(done: int, total: int) -> None:
        click.echo(f"\r正在装入区划 {done * 100 // total}%", nl=False, err=True)

    loaded = load_divisions(actor=Actor(uid=SYSTEM_UID, name="系统"), progress=report)
    if not loaded.rows:
        click.echo("区划已经装好，没有改动。")
        return
    seconds = time.monotonic() - started
    click.echo("\r", nl=False, err=True)
    click.echo(
        f"已装入 {loaded.entries:,} 条区划（{loaded.rows:,} 个代码），用时 {seconds:.0f} 秒。"
    )


@regions.command()
@click.argument("text", nargs=-1, required=True)
@click.option("--within", default="", metavar="CODE", help="Only below this code.")
@click.option("--level", type=click.IntRange(1, 5), help="1 province … 5 village.")
@click.option("--limit", type=click.IntRange(1, 200), default=20, show_default=True)
@FORMAT
def find(text: tuple[str, ...], within: str, level: int | None, limit: int, form: str) -> None:
    """按名称、拼音、首字母或代码查找。找不到时退出码为 1。 / Find places.

    Example: yimi regions find 城关 --within 41 --level 4
    """
    levels = (level,) if level else None
    place = get_region(pad_code(within)).code if within else ""
    found = find_regions(" ".join(text), within=place, levels=levels, limit=limit)
    if form == "json":
        click.echo(json.dumps([row._asdict() for row in found], ensure_ascii=False))
    else:
        for row in found:
            click.echo(f"{row.code}  {row.path}")
        if not found:
            click.echo("没有找到。换个写法，或先运行 yimi regions load。", err=True)
    if not found:
        raise SystemExit(1)


@regions.command()
@click.argument("code")
@FORMAT
def show(code: str, form: str) -> None:
    """查看一个区划：全名、级别、下级和乡镇街道数。 / Show one division.

    Example: yimi regions show 411623
    """
    region = get_region(pad_code(code))
    if form == "json":
        click.echo(json.dumps(_facts(region), ensure_ascii=False))
        return
    facts = _facts(region)
    click.echo(f"{region.code}  {facts['path']}")
    click.echo(f"{Level(region.level).label} · {region.edition} 版 · {region.pinyin}")
    click.echo(f"下级 {len(facts['children'])} 个，乡镇街道 {facts['townships']} 个")
    for child in facts["children"]:
        click.echo(f"  {child['code']}  {child['name']}")
    for successor in facts["now"]:
        click.echo(f"现为 {successor['code']}  {successor['path']}")


def _facts(region: Region) -> dict:
    now = [place for place in current_regions(region.code) if place.code != region.code]
    return {
        "code": region.code,
        "name": region.name,
        "path": path_name(region.code),
        "level": region.level,
        "pinyin": region.pinyin,
        "edition": region.edition,
        "townships": count_townships(region.code),
        "children": [{"code": row.code, "name": row.name} for row in children_of(region.code)],
        "now": [{"code": row.code, "path": path_name(row.code)} for row in now],
    }
