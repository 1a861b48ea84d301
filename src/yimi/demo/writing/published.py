"""What stands in print: the figures of five newspaper pages, and the flood team of 2021 as it was reported."""

from __future__ import annotations

from yimi.access.queries.actors import system_actor
from yimi.engine.figures import read_figures
from yimi.engine.packs import load_pack
from yimi.reported.loading import load_figures
from yimi.teams.flood2021 import ROOMS as FLOOD_ROOMS
from yimi.teams.flood2021 import write_flood_2021

PACK = "national/source-figures"


def write_flood_team() -> dict[str, int]:
    """The flood team of 2021, entered afterwards as it was."""
    write_flood_2021(actor=system_actor("示例数据", *FLOOD_ROOMS))
    return {"units": 1}


def write_published() -> dict[str, int]:
    """What was published of places all over the country, word by word, beside what the records will say."""
    actor = system_actor("示例数据", "reported")
    return {"figures": load_figures(read_figures(load_pack(PACK)), actor=actor).new}
