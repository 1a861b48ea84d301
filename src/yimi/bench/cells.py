"""``yimi bench cells``: ten thousand random cells, roles, dates and known-at over random facts; zero may fail.

Of each cell that opens, the rows are counted and must be the cell; children and own must equal the parent where they
may be added; below the township no small count may show to offices; a figure known on a past day must not change.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from random import Random
from typing import Any

import click

from yimi.bench.under_test import UnderTest

#: Questions asked of one world before the next is made.
PER_WORLD = 400


def main(arguments: Sequence[str]) -> None:
    """Try the cells in a fresh database; exits 1 with the first question that fails."""
    parser = argparse.ArgumentParser(prog="yimi bench cells")
    parser.add_argument("--cells", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args(list(arguments))
    with tempfile.TemporaryDirectory(prefix="yimi-bench-") as folder:
        under = UnderTest(Path(folder))
        under.run("yimi", "migrate", "--quiet")
        found = json.loads(
            under.run("yimi.bench.cells", str(options.cells), str(options.seed)).splitlines()[-1]
        )
    click.echo(
        f"{found['cells']} cells of {found['tables']} tables, {found['past']} past figures,"
        f" {found['seconds']:.0f} s: {'none failed' if not found['failed'] else found['failed']}"
    )
    raise SystemExit(1 if found["failed"] else 0)


def try_cells(cells: int, seed: int) -> dict[str, Any]:
    """What was tried, and the first failure in words; in the database of the environment."""
    from yimi.insight.figures.tests import worlds  # noqa: PLC0415 - needs Django, which only the inner run starts

    chance, started = Random(seed), time.perf_counter()
    found: dict[str, Any] = {"cells": 0, "tables": 0, "past": 0, "failed": ""}

    def next_world() -> worlds.World:
        return worlds.World(chance.randrange(10**6), size=chance.choice([40, 150, 500]))

    world = next_world()
    people = worlds.make_people(world)
    while found["cells"] < cells:
        if found["tables"] and found["tables"] % PER_WORLD == 0:
            world = next_world()
        actor = chance.choice([people.drolma, people.town, people.li, people.province, people.wang])
        question = worlds.random_question(chance, actor, people)
        if question is None:
            continue
        try:
            found["cells"] += worlds.check_table(world, actor, question, chance, cells=10)
            found["tables"] += 1
            if found["tables"] % 100 == 0:
                assert worlds.same_as_ever(world, actor, question), question
                found["past"] += 1
        except Exception as error:
            found["failed"] = f"{type(error).__name__} {error}: {question}"
            break
    return found | {"seconds": time.perf_counter() - started}


if __name__ == "__main__":
    import django

    django.setup()
    print(json.dumps(try_cells(int(sys.argv[1]), int(sys.argv[2]))))
