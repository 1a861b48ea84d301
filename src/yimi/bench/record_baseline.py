"""The baseline of ``yimi bench record``: the same rows by raw SQL, one transaction per record, 16 threads."""

from __future__ import annotations

import json
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from yimi.core.boot import setup_django

THREADS = 16


def main(count: int) -> None:
    """Print ``{"per_second": …}``."""
    setup_django()
    from django.db import connection, transaction  # noqa: PLC0415 - Django must be set up first

    from yimi.bench.record_rows import write_rows, written_rows  # noqa: PLC0415

    batches = written_rows(count)

    def run(share: list[Any]) -> None:
        for rows in share:
            with transaction.atomic():
                write_rows(rows)
        connection.close()

    shares = [batches[number::THREADS] for number in range(THREADS)]
    started = time.perf_counter()
    with ThreadPoolExecutor(THREADS) as pool:
        list(pool.map(run, shares))
    print(json.dumps({"per_second": count / (time.perf_counter() - started)}))


if __name__ == "__main__":
    main(int(sys.argv[1]))
