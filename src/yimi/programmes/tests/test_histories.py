"""Random histories of promotion, late claims, joined files, a repeal and two clerks: see ``bench.claim_histories``."""

from __future__ import annotations

from yimi.bench.claim_histories import run_history
from yimi.programmes.rules.states import State

EXAMPLES = 2000


def test_no_history_pays_twice_loses_a_claim_or_a_fen():
    granted = reversed_ = joined = partly = 0
    for seed in range(EXAMPLES):
        books = run_history(seed)
        joined += any("joining" in line or "takes back" in line for line in books.log)
        for claim in books.claims:
            granted += bool(claim.granted)
            reversed_ += claim.state == State.REVERSED
            partly += 0 < claim.reversed < claim.granted
    # the histories are worth the name: each kind of trouble came up
    assert granted > EXAMPLES
    assert reversed_ > 300
    assert joined > 300
    assert partly > 3
