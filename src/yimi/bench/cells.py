"""``yimi bench cells``: ten thousand random cells, roles, dates and known-at over random facts; zero may fail.

Of each cell that opens, the rows are counted and must be the cell; children and own must equal the parent where they
may be added; below the township no small count may show to offices; a figure known on a past day must not change. A
third of the tries are reports: stations, towns and roll-ups as handed in at some moment. The indicators are the national
ones or those of a place with a pack of its own; every fact of the catalogue has rows.
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
        f"{found['cells']} cells of {found['tables']} tables, {found['reported']} cells of {found['reports']} reports,"
        f" {found['past']} past figures, {found['seconds']:.0f} s:"
        f" {'none failed' if not found['failed'] else found['failed']}"
    )
    raise SystemExit(1 if found["failed"] else 0)


def try_cells(cells: int, seed: int) -> dict[str, Any]:
    """What was tried, and the first failure in words; in the database of the environment."""
    from yimi.insight.figures.tests import worlds  # noqa: PLC0415 - needs Django, which only the inner run starts
    from yimi.reports.tests import cells as reports  # noqa: PLC0415

    chance, started = Random(seed), time.perf_counter()
    found: dict[str, Any] = dict.fromkeys(("cells", "tables", "reported", "reports", "past"), 0)
    sets = worlds.local_sets()

    def next_world() -> worlds.World:
        size = chance.choice([40, 150, 500])
        return worlds.World(chance.randrange(10**6), size=size, whole=True)

    world = next_world()
    people = worlds.make_people(world)

    def try_table(actor: Any) -> None:
        known = chance.choice(sets)
        question = worlds.random_question(chance, actor, people, known)
        if question is None:
            return
        found["cells"] += worlds.check_table(world, actor, question, chance, cells=10, known=known)
        found["tables"] += 1
        if found["tables"] % 100 == 0:
            assert worlds.same_as_ever(world, actor, question, known), question
            found["past"] += 1

    def try_report(actor: Any) -> None:
        place = reports.random_place(chance, people)
        opened, moment, before = reports.check_report(world, actor, place, chance, cells=10)
        found["reported"] += opened
        found["reports"] += 1
        if found["reports"] % 100 == 0 and moment < worlds.THROUGH:
            world.record_late()
            assert reports.cells_of(world, place, moment) == before, place.args
            found["past"] += 1

    while found["cells"] + found["reported"] < cells and "failed" not in found:
        if (found["tables"] + found["reports"]) % PER_WORLD == PER_WORLD - 1:
            world = next_world()
        actor = chance.choice([people.drolma, people.town, people.li, people.province, people.wang])
        try:
            chance.choice([try_table, try_table, try_report])(actor)
        except Exception as error:
            found["failed"] = f"{type(error).__name__} {error}"
    return {"failed": ""} | found | {"seconds": time.perf_counter() - started}


if __name__ == "__main__":
    import django

    django.setup()
    print(json.dumps(try_cells(int(sys.argv[1]), int(sys.argv[2]))))
