"""``yimi bench claims``: random claim histories by the hundred thousand; no double payment, no lost claim, no lost fen."""

from __future__ import annotations

import argparse
import time
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor

import click

from yimi.bench.claim_histories import run_history
from yimi.programmes.rules.states import State

BLOCK = 500


def run_block(first: int) -> tuple[int, int, int, int, int]:
    """``BLOCK`` histories from ``first`` on: claims, granted, taken back, joined persons, fen paid."""
    claims = granted = reversed_ = merged = fen = 0
    for seed in range(first, first + BLOCK):
        books = run_history(seed)
        claims += len(books.claims)
        granted += sum(1 for claim in books.claims if claim.granted)
        reversed_ += sum(1 for claim in books.claims if claim.state == State.REVERSED)
        merged += books.merged
        fen += sum(claim.paid for claim in books.claims)
    return claims, granted, reversed_, merged, fen


def main(arguments: Sequence[str]) -> None:
    """Run the histories; an AssertionError names the seed and tells the story."""
    parser = argparse.ArgumentParser(prog="yimi bench claims", description=__doc__)
    parser.add_argument("--histories", type=int, default=100_000)
    parser.add_argument("--processes", type=int, default=2)
    options = parser.parse_args(arguments)
    started = time.monotonic()
    sums = [0] * 5
    with ProcessPoolExecutor(options.processes) as pool:
        for found in pool.map(run_block, range(0, options.histories, BLOCK)):
            sums = [old + new for old, new in zip(sums, found, strict=True)]
    claims, granted, reversed_, merged, fen = sums
    click.echo(
        f"{options.histories:,} histories, {claims:,} claims: {granted:,} granted, {reversed_:,} taken back,"
        f" {merged:,} times two files joined, {fen / 100:,.0f} yuan paid out."
    )
    click.echo(
        f"Nobody paid twice, no claim lost, every fen accounted for ({time.monotonic() - started:.0f} s)."
    )
