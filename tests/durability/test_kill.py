"""kill -9 at random moments under write load loses no acknowledged record and breaks no chain.

Web and worker are real processes on a database of their own; after each kill they start again on what the kill left.
The test runs on the kind of database that the suite runs on.
"""

from __future__ import annotations

import json
import random
import threading
import time
from contextlib import nullcontext
from pathlib import Path

import pytest
from django.conf import settings

from yimi.bench.load import Client, post
from yimi.bench.postgres import throwaway_postgres
from yimi.bench.record import body_for
from yimi.bench.under_test import UnderTest

ROUNDS = 3
CLIENTS = 4


def answered_while_killed(under: UnderTest, world: list, seconds: float) -> list[str]:
    """Send records from a few clients until the kill; returns the uids whose answer was 201."""
    acknowledged: list[str] = []
    stop = threading.Event()

    def client(number: int) -> None:
        station = world[number % len(world)]
        count = 0
        try:
            line = Client(under.port)
            while not stop.is_set():
                body = body_for(station, count)
                line.send(post("/api/v1/records", station["token"], body))
                while (answer := line.answer()) is None:
                    pass
                if answer[0] == 201:
                    acknowledged.append(json.loads(body)["uid"])
                count += 1
        except OSError:
            return  # killed: whatever was on its way is not acknowledged

    threads = [threading.Thread(target=client, args=(number,)) for number in range(CLIENTS)]
    for thread in threads:
        thread.start()
    time.sleep(seconds)
    under.kill()
    stop.set()
    for thread in threads:
        thread.join(10)
    return acknowledged


@pytest.mark.slow
@pytest.mark.own_database
def test_no_acknowledged_record_is_lost_and_no_chain_breaks(tmp_path: Path):
    chance = random.Random(20260916)
    on_postgres = "postgresql" in settings.DATABASES["default"]["ENGINE"]
    with throwaway_postgres(durable=True) if on_postgres else nullcontext("") as url:
        under = UnderTest(tmp_path, url)
        world = under.build(stations=2, households=20)
        acknowledged: list[str] = []
        for _round in range(ROUNDS):
            under.start()
            acknowledged += answered_while_killed(under, world, 1.5 + 2 * chance.random())
        assert acknowledged, "the load never reached the server"
        under.start()
        time.sleep(3)  # the sealer catches up
        under.stop()
        stored = json.loads(under.run("yimi.bench.stored_records"))
        assert set(acknowledged) <= set(stored["current"])
        assert len(set(stored["current"])) == len(stored["current"])
        assert stored["without_event"] == []
        verdict = json.loads(under.run("yimi", "audit", "verify", "--format", "json"))
        assert verdict["intact"], verdict["faults"]
        assert verdict["sealed"] > len(acknowledged)
