"""``yimi published``: enter the figures of a pack, so that they are shown beside the computed ones."""

from __future__ import annotations

import click

from yimi.access.queries.actors import system_actor
from yimi.engine.figures import read_figures
from yimi.engine.packs import load_pack
from yimi.reported.loading import load_figures


@click.group()
def published() -> None:
    """公布的数字：把一个数字包登记进来。 / Figures published elsewhere.

    Example: yimi published load national/source-figures
    """


@published.command()
@click.argument("pack", default="national/source-figures")
def load(pack: str) -> None:
    """登记一个数字包里的数字；再登记一次不会重复。 / Enter a pack's figures; a second time changes nothing.

    Example: yimi published load
    """
    actor = system_actor("登记公布的数字", "reported")
    done = load_figures(read_figures(load_pack(pack)), actor=actor)
    click.echo(
        f"新登记 {done.new} 个，更正 {done.replaced} 个，已有 {done.standing} 个；"
        f"没有数的 {done.wordy} 个、地方不在区划库里的 {done.elsewhere} 个没有登记。"
    )
