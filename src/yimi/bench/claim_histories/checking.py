"""The end of a history: everything settled, and what must hold."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from yimi.bench.claim_histories.books import FULL, HONOURS, Books, Claim
from yimi.bench.claim_histories.events import pay
from yimi.programmes.rules.ledger import Ledger, Line, sum_up
from yimi.programmes.rules.states import LIVE, State


def finish(books: Books) -> None:
    """In the end every list is settled and everything granted is paid: what is owed is not forgotten."""
    for claim in books.claims:
        if claim.state == State.LISTED:
            claim.state, claim.on_list = State.APPROVED, None
    for claim in books.claims:
        if claim.state == State.APPROVED:
            claim.state = State.LISTED
            pay(books, claim)


def check(books: Books, seed: int) -> Ledger:
    """No double payment, no lost claim, every fen accounted for."""
    story = f"seed {seed}\n" + "\n".join(books.log)
    ledger = sum_up(Line(c.state, c.granted, c.cancelled, c.recalled, c.paid) for c in books.claims)
    assert ledger.balances, story
    assert ledger.owed_fen == 0, story
    assert all(c.paid in {0, c.granted - c.cancelled} for c in books.claims), story
    for person in {claim.person for claim in books.claims}:
        _check_person([c for c in books.claims if c.person == person], story)
    granted = [c for c in books.claims if c.granted]
    assert all(c.state in {State.PAID, State.REVERSED} for c in granted), f"lost: {story}"
    return ledger


def _check_person(claims: Sequence[Claim], story: str) -> None:
    live = [claim for claim in claims if claim.state in LIVE]
    slots = [(claim.benefit, claim.slot) for claim in live]
    assert len(set(slots)) == len(slots), f"one slot twice: {story}"
    kept = {claim.uid: claim.granted - claim.reversed for claim in live if claim.granted}
    levels = [c for c in live if c.benefit == "certificate" and kept.get(c.uid)]
    if levels:
        highest = max(FULL[claim.slot.value] for claim in levels)
        assert sum(kept[claim.uid] for claim in levels) == highest, f"not the level's: {story}"
    for claim in live:
        if claim.benefit != "certificate" and kept.get(claim.uid):
            assert kept[claim.uid] == HONOURS[claim.subject["level"]], f"honour: {story}"
    awards = sorted(c.claimed_on for c in live if c.benefit == "award" and kept.get(c.uid))
    gaps = [(b - a).days for a, b in pairwise(awards)]
    assert all(gap >= 36 * 30 for gap in gaps), f"award too soon: {story}"
