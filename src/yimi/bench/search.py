"""``yimi bench search``: finding divisions among all of China's, by name, part, pinyin, initials and code, on both databases.

The baseline in the same run is one look-up by primary key.
"""

from __future__ import annotations

import argparse
import json
import tempfile
import time
from collections.abc import Callable, Sequence
from contextlib import nullcontext
from pathlib import Path
from typing import Any

import click

from yimi.bench.postgres import throwaway_postgres
from yimi.bench.under_test import UnderTest

GOAL_MS = 50
QUERIES = {
    "one character": ["城", "村", "王", "沙", "东"],
    "two characters": ["城关", "东城", "王庄", "上乐", "新村"],
    "a name": ["商水县东城街道", "万山区城南驿社区", "卫辉市上乐村镇", "拉萨市", "沈北新区"],
    "several parts": ["商水 东城", "浚县 王庄", "铜仁 万山 城南", "河南 周口 邓城", "东莞 虎门"],
    "an ending only": ["村委会", "社区", "居委会", "街道", "镇"],
    "pinyin": ["shangshui", "dongguan", "lasa", "shenbei", "tongren"],
    "initials": ["ssx", "dg", "ls", "zk", "hn"],
    "a code": ["411623", "4116", "411623001000", "44", "540100000000"],
    "nonsense": ["囧囧囧", "zzzzqq", "999999", "%%", "'; --"],
    "rare characters": ["鄠邑", "㙟", "垚", "尉氏", "渑池"],
}


def main(arguments: Sequence[str]) -> None:
    """Load all divisions into fresh databases and print p50 and p95 for each kind of query."""
    parser = argparse.ArgumentParser(prog="yimi bench search")
    parser.add_argument("--db", choices=["both", "sqlite", "postgres"], default="both")
    options = parser.parse_args(list(arguments))
    for name in ("sqlite", "postgres"):
        if options.db not in {"both", name}:
            continue
        server = throwaway_postgres() if name == "postgres" else nullcontext("")
        with server as url, tempfile.TemporaryDirectory(prefix="yimi-bench-") as folder:
            under = UnderTest(Path(folder), url)
            under.run("yimi", "migrate", "--quiet")
            started = time.perf_counter()
            under.run("yimi", "regions", "load")
            click.echo(f"{name}: loaded in {time.perf_counter() - started:.1f} s")
            for kind, p50, p95, ratio in json.loads(under.run("yimi.bench.search")):
                mark = "✗" if p95 > GOAL_MS else " "
                click.echo(
                    f"{mark} {name:9} {kind:16} p50 {p50:5.1f}  p95 {p95:5.1f} ms  {ratio:6.1f} × a look-up by code"
                )


def timings() -> list[tuple[str, float, float, float]]:
    """Kind, p50, p95 (ms), ratio of p50 to a look-up by primary key; in the database of the environment."""
    from yimi.core.boot import setup_django  # noqa: PLC0415

    setup_django()
    from yimi.regions.models import Region  # noqa: PLC0415
    from yimi.regions.queries.finding import find_regions  # noqa: PLC0415

    base, _p95 = _percentiles(lambda _text: Region.objects.get(pk="411623000000"), ["x"])
    found = []
    for kind, texts in QUERIES.items():
        p50, p95 = _percentiles(find_regions, texts)
        found.append((kind, p50, p95, p50 / base))
    return found


def _percentiles(
    call: Callable[[str], Any], texts: Sequence[str], rounds: int = 20
) -> tuple[float, float]:
    times = []
    for number in range(rounds):
        for text in texts:
            started = time.perf_counter()
            call(text)
            if number:  # the first round warms up
                times.append((time.perf_counter() - started) * 1000)
    times.sort()
    return times[len(times) // 2], times[int(len(times) * 0.95)]


if __name__ == "__main__":
    print(json.dumps(timings()))
