"""``yimi bench people``: finding a resident among a million, as a station, a township and a whole province search.

Synthetic residents spread over a Henan-sized province; rows and search tokens as the people room makes them, without
encryption, which searching does not touch. Prints milliseconds at p50, p95 and the slowest per kind of question.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import nullcontext
from datetime import date, timedelta
from pathlib import Path
from random import Random
from typing import Any
from uuid import UUID

import click

from yimi.bench.postgres import throwaway_postgres
from yimi.bench.under_test import UnderTest
from yimi.core.boot import setup_django

MILLION = 1_000_000
PROVINCE = "41"
STATIONS = 2_467
PER_INSERT = 20_000
#: Surnames with their share per mille, most frequent first; the rest are spread over the others.
SURNAMES = (
    ("王", 80), ("李", 79), ("张", 75), ("刘", 60), ("陈", 35), ("杨", 30), ("赵", 29), ("黄", 15), ("周", 20),
    ("吴", 16), ("徐", 15), ("孙", 20), ("马", 25), ("朱", 18), ("胡", 14), ("郭", 25), ("高", 15), ("宋", 14),
    ("郑", 9), ("单", 2), ("解", 2), ("仇", 1), ("曾", 3), ("尉迟", 1), ("欧阳", 1), ("阿依", 1),
)  # fmt: skip
GIVEN = (
    "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华玉兰红梅文建国志海永新春玲辉波晓小荣云龙凤山林东成家福利民光德生"
    "亮慧婷雪晨浩宇子轩梓涵一诺欣怡博思佳琪俊豪雨泽嘉懿若曦"
)


def main(arguments: Sequence[str]) -> None:
    """Build and measure on the chosen database(s)."""
    parser = argparse.ArgumentParser(prog="yimi bench people")
    parser.add_argument("--db", choices=["both", "sqlite", "postgres"], default="both")
    parser.add_argument("--size", type=int, default=MILLION)
    options = parser.parse_args(list(arguments))
    for name in ("sqlite", "postgres"):
        if options.db not in {"both", name}:
            continue
        server = throwaway_postgres(durable=False) if name == "postgres" else nullcontext("")
        with server as url, tempfile.TemporaryDirectory(prefix="yimi-bench-") as folder:
            printed = UnderTest(Path(folder), url).run(
                "yimi.bench.people_search", str(options.size)
            )
        _report(name, json.loads(printed.splitlines()[-1]))


def _report(name: str, measured: dict[str, Any]) -> None:
    click.echo(f"{name}: {measured['residents']:,} residents, {measured['tokens']:,} tokens")
    for question, (middle, late, slowest) in measured["milliseconds"].items():
        click.echo(f"  {question:34} p50 {middle:7.1f}  p95 {late:7.1f}  max {slowest:7.1f} ms")


def run(size: int = MILLION) -> dict[str, Any]:
    """Build in the database that the environment names, then measure; Django is set up by the caller."""
    from yimi.people.models import SearchToken  # noqa: PLC0415 - Django must be set up first

    random = Random(41)
    units = _build(size, random)
    times = {
        f"{who}: {what}": _percentiles(_timed(actor, texts))
        for who, actor in _searchers(units).items()
        for what, texts in _questions(random).items()
    }
    return {
        "residents": size,
        "tokens": SearchToken.objects.count(),
        "milliseconds": times,
    }


def _build(size: int, random: Random) -> list[tuple[UUID, str]]:
    from django.core.management import call_command  # noqa: PLC0415
    from django.db import connection, transaction  # noqa: PLC0415

    from yimi.core.bulk import insert_rows  # noqa: PLC0415
    from yimi.core.models import DataKey  # noqa: PLC0415
    from yimi.people.actions.searching import save_tokens  # noqa: PLC0415

    call_command("migrate", interactive=False, verbosity=0)
    key = DataKey.make()
    key.save(force_insert=True)
    units = list(_units())
    made = 0
    while made < size:
        count = min(PER_INSERT, size - made)
        rows = [_resident(units[(made + i) % STATIONS], key.pk.hex, random) for i in range(count)]
        with transaction.atomic():
            insert_rows(
                "people_resident", list(rows[0][0]), (tuple(row.values()) for row, _ in rows)
            )
            save_tokens(token for _, tokens in rows for token in tokens)
        made += count
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return units


def _units() -> Iterator[tuple[UUID, str]]:
    """A station in each of the province's townships: 18 cities × 9 counties × 16 townships."""
    from yimi.stations.models import ServiceUnit  # noqa: PLC0415

    units = [
        ServiceUnit(
            number=f"B{number:05d}",
            kind="station",
            name=f"基准{number}号社工站",
            region_code=f"{PROVINCE}{number // 137 + 1:02d}{number % 137 // 16 + 1:02d}{100 + number % 16:03d}000",
            opened_on=date(2020, 1, 1),
        )
        for number in range(STATIONS)
    ]
    ServiceUnit.objects.bulk_create(units)
    return ((unit.pk, unit.region_code) for unit in units)


def _resident(
    unit: tuple[UUID, str], key: str, random: Random
) -> tuple[dict[str, Any], list[tuple[str, str, str, str]]]:
    from yimi.people.actions.searching import make_tokens  # noqa: PLC0415
    from yimi.people.models import Resident  # noqa: PLC0415

    name = random.choices(*zip(*SURNAMES, strict=True))[0] + "".join(
        random.choices(GIVEN, weights=range(len(GIVEN), 0, -1), k=random.choice((1, 2, 2, 2)))
    )
    resident = Resident(
        name=name,
        unit_id=unit[0],
        region_code=unit[1][:9] + f"{random.randint(201, 220)}",
        birth_on=date(1930, 1, 1) + timedelta(days=random.randrange(34_000)),
    )
    number = f"99{random.randrange(10**16):016d}"
    tokens = make_tokens(resident, id_number=number, phones=[f"100{random.randrange(10**8):08d}"])
    row = {
        "uid": resident.pk.hex, "row_version": 1, "recorded_at": "2026-01-01 00:00:00+00:00", "name": name,
        "sex": "0", "birth_on": resident.birth_on.isoformat() if resident.birth_on else None,
        "birth_precision": "day", "ethnic_code": "", "id_kind": "none", "id_sealed": "", "key_id": key,
        "unit_id": unit[0].hex, "region_code": resident.region_code, "hukou_region_code": "",
        "living_region_code": "", "language": "", "is_demo": "1", "recorded_by": key,
    }  # fmt: skip
    return row, tokens


def _searchers(units: list[tuple[UUID, str]]) -> dict[str, Any]:
    from yimi.core.actor import Actor, Grant, Scope, ScopeKind  # noqa: PLC0415
    from yimi.core.ids import SYSTEM_UID  # noqa: PLC0415
    from yimi.people.permissions import SEARCH_PEOPLE  # noqa: PLC0415

    unit_uid, code = units[1_000]
    scopes = {
        "station": Scope(ScopeKind.UNIT, str(unit_uid)),
        "township": Scope(ScopeKind.REGION, code[:9]),
        "county": Scope(ScopeKind.REGION, code[:6]),
        "province": Scope(ScopeKind.REGION, PROVINCE),
    }
    return {
        who: Actor(SYSTEM_UID, "基准", (Grant("bench", frozenset({SEARCH_PEOPLE}), scope),))
        for who, scope in scopes.items()
    }


def _questions(random: Random) -> dict[str, list[str]]:
    def name(length: int) -> str:
        return random.choice(SURNAMES)[0] + "".join(random.choices(GIVEN, k=length - 1))

    letters = "lwzcyxjshm"
    return {
        "one character": [random.choice("王李张伟明" + GIVEN) for _ in range(40)],
        "two-character name": [name(2) for _ in range(80)],
        "three-character name": [name(3) for _ in range(80)],
        "given name": ["".join(random.choices(GIVEN, k=2)) for _ in range(80)],
        "two initials": ["".join(random.choices(letters, k=2)) for _ in range(60)],
        "three initials": ["".join(random.choices(letters, k=3)) for _ in range(60)],
        "last four": [f"{random.randrange(10_000):04d}" for _ in range(80)],
        "whole ID": [f"99{random.randrange(10**16):016d}" for _ in range(40)],
    }


def _timed(actor: Any, texts: list[str]) -> list[float]:
    from yimi.people.queries import search_people  # noqa: PLC0415

    spent = []
    for text in texts:
        started = time.perf_counter()
        search_people(actor, text)
        spent.append((time.perf_counter() - started) * 1000)
    return spent


def _percentiles(spent: list[float]) -> tuple[float, float, float]:
    ordered = sorted(spent)
    return ordered[len(ordered) // 2], ordered[int(len(ordered) * 0.95)], ordered[-1]


if __name__ == "__main__":
    setup_django()
    print(json.dumps(run(int(sys.argv[1]))))
