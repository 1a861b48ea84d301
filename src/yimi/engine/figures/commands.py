"""``yimi figures``: what does not go together among published figures. Needs no database."""

from __future__ import annotations

import json
import sys

import click

from yimi.engine.errors import EngineError
from yimi.engine.figures.checks import CHECKS, findings
from yimi.engine.figures.definitions import FigureSet, Finding, Weight
from yimi.engine.figures.reading import read_figures
from yimi.engine.packs import load_pack

SHIPPED = "national/source-figures"
WEIGHTS = {
    Weight.CONFLICT: "矛盾 / conflict",
    Weight.CAUTION: "当心 / caution",
    Weight.NOTE: "算出 / note",
}


@click.group()
def figures() -> None:
    """公布的数字：照原文登记，查前后有没有矛盾。 / Figures published elsewhere.

    Example: yimi figures check
    """


@figures.command()
@click.argument("pack", default=SHIPPED)
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json"]),
    default="text",
    help="Output for people or programs.",
)
def check(pack: str, form: str) -> None:
    """查一个数字包：写得对不对，数字之间合不合。有发现不算失败，包写错了才算。 / Check a pack of figures.

    Example: yimi figures check national/source-figures --format json
    """
    try:
        found = read_figures(load_pack(pack))
    except EngineError as error:
        click.echo(str(error), err=True)
        sys.exit(1)
    told = findings(found)
    if form == "json":
        click.echo(json.dumps(_as_json(found, told), ensure_ascii=False, indent=2))
        return
    for weight, name in WEIGHTS.items():
        mine = [one for one in told if one.weight == weight]
        click.echo(f"{name}（{len(mine)}）")
        for one in mine:
            click.echo(f"  {CHECKS[one.check].zh} · {'、'.join(one.figures)}\n    {one.text}")
    click.echo(f"{found.pack.name}：{len(found.figures)} 个数字，{len(told)} 条发现。")


def _as_json(figures: FigureSet, told: list[Finding]) -> dict[str, object]:
    return {
        "pack": figures.pack.name,
        "sha256": figures.pack.sha256,
        "figures": len(figures.figures),
        "findings": [
            {
                "check": one.check,
                "weight": one.weight.value,
                "place": one.place,
                "figures": list(one.figures),
                "text": one.text,
                "text_en": one.text_en,
            }
            for one in told
        ],
    }
