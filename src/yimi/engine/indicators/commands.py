"""``yimi indicators``: what is counted and how. Needs no database."""

from __future__ import annotations

import json

import click

from yimi.engine.catalogue import load_catalogue
from yimi.engine.indicators.listing import CORE, page
from yimi.engine.indicators.reading import read_indicators
from yimi.engine.packs import load_pack


@click.group()
def indicators() -> None:
    """统计指标的口径。 / What the indicators count.

    Example: yimi indicators list
    """


@indicators.command("list")
@click.argument("pack", default=CORE)
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "markdown"]),
    default="text",
    help="Output for people, programs, or docs/indicators.md.",
)
def list_indicators(pack: str, form: str) -> None:
    """一个指标包里的指标；markdown 是 docs/indicators.md 全页。 / The indicators of a pack.

    Example: yimi indicators list 210100/station-indicators
    """
    catalogue = load_catalogue()
    if form == "markdown":
        click.echo(page(catalogue), nl=False)
        return
    found = read_indicators(load_pack(pack), catalogue).indicators.values()
    if form == "json":
        names = ("key", "title", "title_en", "unit", "definition", "definition_en", "dedup", "dedup_en", "source", "source_en", "local_code", "pack")  # fmt: skip
        rows = [{name: getattr(one, name) for name in names} for one in found]
        click.echo(json.dumps(rows, ensure_ascii=False, indent=2))
        return
    for one in found:
        click.echo(f"{one.key}  {one.title}（{one.unit}）\n    {one.definition}；{one.dedup}")
