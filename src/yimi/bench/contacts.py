"""Service contacts as a province has them, for ``yimi bench insight`` and ``yimi bench reports``."""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any


def write_apart(count: int, folder: Path) -> dict[str, float]:
    """Write so many contacts below ``folder`` in a process of its own: seconds by the clock, of the processor, and bytes of memory."""
    done = subprocess.run(
        [sys.executable, "-m", __name__, str(count)],
        env={**os.environ, "YIMI_VAR": str(folder)},
        check=True,
        capture_output=True,
        text=True,
    )
    found: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return found


def best_of(repeat: int, run: Callable[[], Any]) -> tuple[float, float, float, Any]:
    """The first time, the best wall and processor seconds of the rest, and the answer."""
    walls, used, answer = [], [], None
    for _ in range(repeat + 1):
        wall, cpu = time.perf_counter(), time.process_time()
        answer = run()
        walls.append(time.perf_counter() - wall)
        used.append(time.process_time() - cpu)
    return walls[0], min(walls[1:]), min(used[1:]), answer


def peak() -> int:
    """The greatest memory this process has had, in bytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


def write_contacts(count: int) -> None:
    """So many contacts, spread as a province's are, published through the store's writer."""
    # Django must be set up first
    from yimi.core import clock  # noqa: PLC0415
    from yimi.engine.catalogue import load_catalogue  # noqa: PLC0415
    from yimi.insight.facts import compacting  # noqa: PLC0415
    from yimi.insight.facts.feed import workbench  # noqa: PLC0415
    from yimi.insight.facts.published import PUBLISHED  # noqa: PLC0415
    from yimi.insight.facts.shapes import empty_table  # noqa: PLC0415
    from yimi.insight.facts.store import Manifest, write_manifest  # noqa: PLC0415

    contact = PUBLISHED["service_contact"]
    with workbench() as work:
        work.execute(empty_table(load_catalogue().fact(contact.fact), "made"))
        work.execute(
            f"INSERT INTO made BY NAME ({CONTACTS.format(count=count, persons=max(1, count // 4))})"
        )
        table = compacting.begin(work, contact, "made", 1)
    write_manifest(Manifest(1, clock.now(), clock.now(), 0, "", {contact.fact: table}))


#: A person lives in one village, is seen about four times in three years, most often at home.
CONTACTS = """
WITH dice AS (
    SELECT n, CAST(hash(n) % {persons} AS BIGINT) AS person, hash(n + 7) AS a, hash(n + 11) AS b, hash(n + 13) AS c
    FROM range({count}) AS numbers(n)
)
SELECT
    CAST(md5('c' || n) AS UUID) AS uid,
    CAST(md5('r' || n) AS UUID) AS record_uid,
    CAST(md5('p' || person) AS UUID) AS resident_uid,
    CAST(md5('h' || person % 2370 || ' ' || person // 4740) AS UUID) AS household_uid,
    CAST(md5('u' || person % 2370) AS UUID) AS unit_uid,
    CAST(md5('w' || person % 4740) AS UUID) AS worker_uid,
    '41' || lpad(CAST(1 + (person % 158) // 16 AS VARCHAR), 2, '0') || lpad(CAST(21 + (person % 158) % 16 AS VARCHAR), 2, '0')
        || lpad(CAST(100 + person % 15 AS VARCHAR), 3, '0') || lpad(CAST(200 + person % 20 AS VARCHAR), 3, '0') AS region_code,
    CAST(DATE '2023-01-01' + CAST(a % 1096 AS INTEGER) AS DATE) AS served_on,
    CAST(DATE '2023-01-01' + CAST(a % 1096 AS INTEGER) AS DATE) AS recorded_on,
    ['SA', 'CH', 'EL', 'GV', 'AF'][1 + CAST(b % 5 AS INTEGER)] AS domain,
    ['EL1', 'EL2', 'SA1', 'SA2', 'CH1', 'CH2', 'GV1', 'AF1'][1 + CAST(b % 8 AS INTEGER)] AS item,
    ['home_visit', 'home_visit', 'phone', 'consultation', 'activity'][1 + CAST(c % 5 AS INTEGER)] AS method,
    CASE WHEN c % 20 = 0 THEN 'not_met' ELSE 'met' END AS outcome,
    CASE WHEN c % 20 = 0 THEN 0 ELSE 1 END AS person_times,
    false AS estimated,
    c % 9 <> 0 AS is_first_row,
    CASE WHEN c % 9 <> 0 THEN 30 END AS minutes,
    ['child', 'adult', 'elder'][1 + CAST(person % 3 AS INTEGER)] AS age_band,
    CAST(1 + person % 2 AS VARCHAR) AS sex,
    person % 6 = 0 AS in_hardship,
    person % 4 = 0 AS by_certified,
    TIMESTAMP '2023-01-01' + CAST(a % 1096 AS INTEGER) * INTERVAL 1 DAY AS known_from,
    NULL AS known_to
FROM dice
"""


if __name__ == "__main__":
    from yimi.core.boot import setup_django

    setup_django()
    begun, used = time.perf_counter(), time.process_time()
    write_contacts(int(sys.argv[1]))
    told = {
        "wall": time.perf_counter() - begun,
        "cpu": time.process_time() - used,
        "memory": peak(),
    }
    print(json.dumps(told))
