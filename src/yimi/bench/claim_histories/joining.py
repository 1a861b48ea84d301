"""Two staff files turn out to be one person."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from yimi.bench.claim_histories.asking import claim_row, decided, file_of
from yimi.bench.claim_histories.books import Books, Claim
from yimi.bench.claim_histories.events import take_back
from yimi.engine.rules.definitions import Outcome
from yimi.programmes.rules.settling import Held, Remedy, settle, worth
from yimi.programmes.rules.states import LIVE, State


def merge(books: Books) -> None:
    """Both files are one person; not while money may be on its way."""
    if books.merged or any(c.state == State.LISTED and c.on_list in books.sent for c in books.claims):  # fmt: skip
        return
    books.merged = True
    by_uid = {claim.uid: claim for claim in books.claims}

    def due(held: Held, before: Sequence[Held]) -> int:
        claim = by_uid[held.uid]
        rows = [claim_row(by_uid[one.uid], one.net_fen) for one in before]
        alone, after = (
            decided(books, file_of(claim), claim.benefit, claim.subject, claim.claimed_on, known)
            for known in ([], rows)
        )
        assert alone is not None
        assert after is not None
        return worth(
            amount_fen=after.values["amount_fen"],
            likely_alone=alone.outcome == Outcome.LIKELY,
            likely_after=after.outcome == Outcome.LIKELY,
        )

    for one in settle([_held(claim) for claim in books.claims], due):
        claim = by_uid[one.uid]
        if one.remedy == Remedy.REFUSE:
            claim.state, claim.version = State.REFUSED, claim.version + 1
            books.log.append(f"{books.today} joining refuses #{claim.uid}")
            continue
        if claim.state == State.LISTED:
            claim.state, claim.on_list = State.APPROVED, None
        take_back(books, claim, one.fen)
    _renumber(books)
    for claim in books.claims:
        claim.person = "a"


def _held(claim: Claim) -> Held:
    return Held(
        claim.uid, claim.benefit, claim.slot, claim.state,
        claim.granted or claim.amount, claim.reversed, (claim.order, claim.uid),
    )  # fmt: skip


def _renumber(books: Books) -> None:
    turns = [c for c in books.claims if c.slot.kind == "turn" and c.state in LIVE]
    for number, claim in enumerate(turns, 1):
        claim.slot = replace(claim.slot, value=str(number))
