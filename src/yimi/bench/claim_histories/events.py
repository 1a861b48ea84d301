"""What happens in a history: claims, clerks, lists, transfers, reversals, a repeal."""

from __future__ import annotations

from datetime import date
from typing import Any

from yimi.bench.claim_histories.asking import decided, granted_rows, judged, rules
from yimi.bench.claim_histories.books import Books, Claim
from yimi.engine.rules.definitions import Outcome
from yimi.programmes.rules.slots import Earlier, slot_of, too_soon
from yimi.programmes.rules.states import GRANTED, LIVE, State, Step, follows


def apply(books: Books) -> None:
    """Somebody claims what the engine says is theirs."""
    file = books.random.choice("ab")
    person, rows = books.person(file), books.rows[file]
    subjects = [("certificate", row) for row in rows["certificate"]]
    subjects += [(kind, row) for row in rows["honour"] for kind in ("honour", "award")]
    near = [(benefit, row) for benefit, row in subjects if _is_near(row, books.today)]
    if not near or (books.repealed_on and books.today >= books.repealed_on):
        return
    benefit, row = books.random.choice(near)
    made = decided(books, file, benefit, row, books.today, granted_rows(books, person))
    if made is None or made.outcome != Outcome.LIKELY or not made.values["amount_fen"]:
        return
    live = [c for c in books.claims if c.person == person and c.benefit == benefit and c.state in LIVE]  # fmt: skip
    earlier = [Earlier(claim.slot, claim.claimed_on) for claim in live]
    frequency = rules().benefit(benefit).frequency
    slot = slot_of(frequency, row, day=books.today, earlier=earlier)
    if any(claim.slot == slot for claim in live) or too_soon(frequency, books.today, earlier):
        return
    amount = int(made.values["amount_fen"])
    books.claims.append(Claim(len(books.claims), person, benefit, row, slot, books.today, amount))
    books.log.append(f"{books.today} {person} applies {benefit} {slot.value} {amount}")


def _is_near(row: dict[str, Any], today: date) -> bool:
    """Nobody asks for what is not there yet or long gone; a little late they do."""
    return 0 <= (today - (row.get("issued_on") or row["awarded_on"])).days <= 400


def _open(books: Books) -> Claim | None:
    found = [one for one in books.claims if one.state in {State.APPLIED, State.COMPLETE, State.CHECKED}]  # fmt: skip
    return books.random.choice(found) if found else None


def advance(books: Books, seen: int | None = None) -> None:
    """A clerk takes the next step with a claim."""
    claim = _open(books)
    if claim is None:
        return
    seen = claim.version if seen is None else seen
    ways = {
        State.APPLIED: (*[Step.COMPLETE] * 9, Step.WITHDRAW),
        State.COMPLETE: (*[Step.CHECK] * 8, Step.REFUSE, Step.RETURN),
        State.CHECKED: (*[Step.APPROVE] * 9, Step.REFUSE),
    }
    _step(books, claim, books.random.choice(ways[claim.state]), seen)


def _step(books: Books, claim: Claim, step: Step, seen: int) -> bool:
    state = follows(step, claim.state)
    if state is None or seen != claim.version:
        return False
    if step in {Step.CHECK, Step.APPROVE}:
        amount = judged(books, claim)
        if amount <= 0 or (step == Step.APPROVE and amount != claim.amount):
            return False
        claim.amount = amount
    if step == Step.APPROVE:
        books.turns += 1
        claim.granted, claim.order = claim.amount, books.turns
    claim.state, claim.version = state, claim.version + 1
    books.log.append(f"{books.today} {step} #{claim.uid} {claim.amount}")
    return True


def stale(books: Books) -> None:
    """Two clerks open the same claim; whoever is second acts on what they saw."""
    claim = _open(books)
    if claim is None:
        return
    seen = claim.version
    first = {State.APPLIED: Step.COMPLETE, State.COMPLETE: Step.CHECK, State.CHECKED: Step.APPROVE}
    step = first[claim.state]
    if _step(books, claim, step, seen):
        second = books.random.choice((step, Step.REFUSE, Step.WITHDRAW))
        assert not _step(books, claim, second, seen), "a stale clerk was let in"


def prepare(books: Books) -> None:
    """Two lists prepared at once: each takes what still waits."""
    waiting = [claim for claim in books.claims if claim.state == State.APPROVED]
    for _list in range(books.random.randint(1, 2)):
        books.lists += 1
        for claim in waiting:
            if claim.state == State.APPROVED and books.random.random() < 0.7:
                claim.state, claim.on_list = State.LISTED, books.lists
                claim.version += 1
    if books.random.random() < 0.7:
        books.sent.update(range(1, books.lists + 1))


def reconcile(books: Books) -> None:
    """Finance answers: most are paid, some transfers fail, some words are missing."""
    sent = [c for c in books.claims if c.state == State.LISTED and c.on_list in books.sent]
    for claim in sent:
        word = books.random.random()
        if word < 0.7:
            pay(books, claim)
        elif word < 0.9:
            claim.state, claim.on_list, claim.version = State.APPROVED, None, claim.version + 1
            books.log.append(f"{books.today} failed #{claim.uid}")


def pay(books: Books, claim: Claim) -> None:
    """What is left of a granted claim is paid."""
    claim.paid += claim.granted - claim.reversed
    claim.state, claim.on_list, claim.version = State.PAID, None, claim.version + 1
    books.log.append(f"{books.today} paid #{claim.uid} {claim.paid}")


def take_back(books: Books, claim: Claim, fen: int) -> None:
    """A part or all of a granted claim is taken back."""
    if claim.state == State.PAID:
        claim.recalled += fen
    else:
        claim.cancelled += fen
    claim.version += 1
    if claim.reversed == claim.granted:
        claim.state = State.REVERSED
    books.log.append(f"{books.today} takes back {fen} of #{claim.uid}")


def reverse(books: Books) -> None:
    """A granted claim is taken back whole."""
    found = [one for one in books.claims if one.state in {State.APPROVED, State.PAID}]
    if not found:
        return
    claim = books.random.choice(found)
    above = [
        one
        for one in books.claims
        if one.person == claim.person and one.benefit == claim.benefit
        and one.state in GRANTED and one.order > claim.order
    ]  # fmt: skip
    if claim.slot.kind == "level" and above:
        return
    take_back(books, claim, claim.granted - claim.reversed)


def repeal(books: Books) -> None:
    """The measure ends."""
    books.repealed_on = books.repealed_on or books.today
