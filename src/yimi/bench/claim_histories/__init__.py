"""Random histories of claims, decided by the engine on the shipped Jingzhou pack and carried by the room's pure rules.

Two staff files that may turn out to be one person, three certificates and an honour each, late claims, two clerks who
act on what they saw before, failed transfers, reversals, a repeal. After every history: nobody paid twice, no claim
lost, every fen accounted for. The suite runs 2,000 of them, ``yimi bench claims`` 100,000.
"""

from __future__ import annotations

from datetime import timedelta
from random import Random

from yimi.bench.claim_histories.asking import person_rows
from yimi.bench.claim_histories.books import DAYS, Books
from yimi.bench.claim_histories.checking import check, finish
from yimi.bench.claim_histories.events import (
    advance,
    apply,
    prepare,
    reconcile,
    repeal,
    reverse,
    stale,
)
from yimi.bench.claim_histories.joining import merge

STEPS = 60


def run_history(seed: int) -> Books:
    """One history from its seed, checked at the end. Raises AssertionError with the seed and the log."""
    random = Random(seed)
    books = Books(random, {file: person_rows(random, file) for file in "ab"})
    if random.random() < 0.7:
        # the same certificates typed into both files, as happens when someone moves
        books.rows["b"]["certificate"] = [
            {**row, "uid": f"b{row['level']}"} for row in books.rows["a"]["certificate"]
        ]
    for _step in range(STEPS):
        books.today += timedelta(days=random.randint(0, DAYS // STEPS))
        event = random.choices(
            (apply, advance, stale, prepare, reconcile, reverse, merge, repeal),
            (14, 24, 2, 6, 6, 0.7, 0.5, 0.1),
        )[0]
        event(books)
    finish(books)
    check(books, seed)
    return books
