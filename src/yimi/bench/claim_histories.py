"""Random histories of claims, decided by the engine on the shipped Jingzhou pack and carried by the room's pure rules.

Two staff files that may turn out to be one person, three certificates and an honour each, late claims, two clerks who
act on what they saw before, failed transfers, reversals, a repeal. After every history: nobody paid twice, no claim
lost, every fen accounted for. The suite runs 2,000 of them, ``yimi bench claims`` 100,000.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import cache
from itertools import pairwise
from random import Random
from typing import Any

from yimi.engine.catalogue import load_catalogue
from yimi.engine.packs import load_pack
from yimi.engine.parameters import Bindings
from yimi.engine.reference import World
from yimi.engine.rules.decisions import Decision, decide
from yimi.engine.rules.definitions import Outcome, RuleSet
from yimi.engine.rules.reading import read_rules
from yimi.programmes.rules.ledger import Ledger, Line, sum_up
from yimi.programmes.rules.settling import Held, Remedy, settle, worth
from yimi.programmes.rules.slots import Earlier, Slot, slot_of, too_soon
from yimi.programmes.rules.states import GRANTED, IN_FACTS, LIVE, State, Step, follows

PACK = "421000/worker-incentives"
START, DAYS = date(2022, 9, 14), 1500
REGION = "421002001000"
#: What each level is worth in full, and honours (the measure's own figures, not read from the pack).
FULL = {"assistant": 50_000, "intermediate": 100_000, "senior": 300_000}
HONOURS = {"national": 800_000, "provincial": 300_000, "city": 200_000}
STEPS = 60


@cache
def _rules() -> RuleSet:
    return read_rules(load_pack(PACK), load_catalogue())


@dataclass
class Claim:
    """A claim of the model. ``version`` counts its changes: a clerk who saw an older one is refused."""

    uid: int
    person: str
    benefit: str
    subject: dict[str, Any]
    slot: Slot
    claimed_on: date
    amount: int
    state: State = State.APPLIED
    version: int = 1
    granted: int = 0
    cancelled: int = 0
    recalled: int = 0
    paid: int = 0
    order: int = 0
    on_list: int | None = None

    @property
    def reversed(self) -> int:
        """What was taken back, before and after it was paid."""
        return self.cancelled + self.recalled


@dataclass
class Books:
    """Everything of one history. ``log`` tells it when a check fails."""

    random: Random
    rows: dict[str, dict[str, list[dict[str, Any]]]]
    today: date = START
    claims: list[Claim] = field(default_factory=list)
    merged: bool = False
    repealed_on: date | None = None
    turns: int = 0
    sent: set[int] = field(default_factory=set)
    lists: int = 0
    log: list[str] = field(default_factory=list)

    def person(self, file: str) -> str:
        """Whose claims a file's are."""
        return "a" if self.merged else file


def run_history(seed: int) -> Books:
    """One history from its seed, checked at the end. Raises AssertionError with the seed and the log."""
    random = Random(seed)
    books = Books(random, {file: _person(random, file) for file in "ab"})
    if random.random() < 0.7:
        # the same certificates typed into both files, as happens when someone moves
        books.rows["b"]["certificate"] = [
            {**row, "uid": f"b{row['level']}"} for row in books.rows["a"]["certificate"]
        ]
    for _step in range(STEPS):
        books.today += timedelta(days=random.randint(0, DAYS // STEPS))
        event = random.choices(
            (_apply, _advance, _stale, _prepare, _reconcile, _reverse, _merge, _repeal),
            (14, 24, 2, 6, 6, 0.7, 0.5, 0.1),
        )[0]
        event(books)
    _finish(books)
    check(books, seed)
    return books


def _person(random: Random, file: str) -> dict[str, list[dict[str, Any]]]:
    def day() -> date:
        return date(2021, 12, 1) + timedelta(days=random.randint(0, 1350))

    levels = random.sample(list(FULL), random.randint(2, 3))
    honours = [
        {
            "uid": f"{file}h{n}", "worker_uid": "p", "region_code": REGION, "awarded_on": day(),
            "kind": "most_beautiful_social_worker" if level == "city" else "other",
            "title_code": f"荣誉{random.randint(1, 2)}", "level": level,
            "given_by": "civil_affairs", "to_individual": True,
        }
        for n, level in enumerate(random.choices(list(HONOURS), k=random.randint(0, 2)))
    ]  # fmt: skip
    return {
        "worker": [{"uid": "p", "region_code": REGION, "conduct_checked_on": None}],
        "certificate": [
            {"uid": f"{file}{level}", "worker_uid": "p", "region_code": REGION, "level": level,
             "issued_on": day()}
            for level in levels
        ],
        "honour": honours,
        "employment": [
            {"uid": file, "worker_uid": "p", "region_code": REGION, "field": "elderly",
             "post": "station_worker", "started_on": date(2020, 1, 1)}
        ],
    }  # fmt: skip


def _facts(books: Books, file: str) -> dict[str, list[dict[str, Any]]]:
    files = "ab" if books.merged else file
    found = {
        name: [row for one in files for row in books.rows[one][name]]
        for name in ("certificate", "honour", "employment")
    }
    checked = books.today - timedelta(days=30)
    found["worker"] = [{**books.rows[file]["worker"][0], "conduct_checked_on": checked}]
    return found


def _claim_row(claim: Claim, net: int) -> dict[str, Any]:
    kind = claim.slot.kind
    return {
        "uid": str(claim.uid), "subject_uid": "p", "region_code": REGION,
        "benefit": f"{PACK}/{claim.benefit}",
        "level": claim.slot.value if kind == "level" else None,
        "title_code": claim.slot.value if kind == "title_code" else None,
        "status": IN_FACTS[claim.state], "claimed_on": claim.claimed_on, "amount_fen": net,
    }  # fmt: skip


def _decide(  # noqa: PLR0917 - one call, all of it needed
    books: Books, file: str, benefit: str, row: dict[str, Any], day: date,
    claims: Sequence[dict[str, Any]],
) -> Decision | None:  # fmt: skip
    facts = _facts(books, file)
    facts["worker"][0]["conduct_checked_on"] = day - timedelta(days=1)
    subject = "certificate" if benefit == "certificate" else "honour"
    world = World({**facts, "claim": list(claims)}, load_catalogue())
    found = decide(_rules(), world, subject, row, Bindings(day))
    return next((one for one in found if one.benefit == benefit), None)


def _granted_rows(books: Books, person: str, without: int = -1) -> list[dict[str, Any]]:
    return [
        _claim_row(claim, claim.amount - claim.reversed)
        for claim in books.claims
        if claim.person == person and claim.uid != without
    ]


def _apply(books: Books) -> None:
    file = books.random.choice("ab")
    person, rows = books.person(file), books.rows[file]
    subjects = [("certificate", row) for row in rows["certificate"]]
    subjects += [(kind, row) for row in rows["honour"] for kind in ("honour", "award")]
    near = [(benefit, row) for benefit, row in subjects if _is_near(row, books.today)]
    if not near or (books.repealed_on and books.today >= books.repealed_on):
        return
    benefit, row = books.random.choice(near)
    made = _decide(books, file, benefit, row, books.today, _granted_rows(books, person))
    if made is None or made.outcome != Outcome.LIKELY or not made.values["amount_fen"]:
        return
    live = [c for c in books.claims if c.person == person and c.benefit == benefit and c.state in LIVE]  # fmt: skip
    earlier = [Earlier(claim.slot, claim.claimed_on) for claim in live]
    frequency = _rules().benefit(benefit).frequency
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


def _file_of(claim: Claim) -> str:
    return str(claim.subject["uid"])[0]


def _judged(books: Books, claim: Claim) -> int:
    rows = _granted_rows(books, claim.person, without=claim.uid)
    made = _decide(books, _file_of(claim), claim.benefit, claim.subject, claim.claimed_on, rows)
    if made is None or made.outcome != Outcome.LIKELY:
        return 0
    return int(made.values["amount_fen"] or 0)


def _advance(books: Books, seen: int | None = None) -> None:
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
        amount = _judged(books, claim)
        if amount <= 0 or (step == Step.APPROVE and amount != claim.amount):
            return False
        claim.amount = amount
    if step == Step.APPROVE:
        books.turns += 1
        claim.granted, claim.order = claim.amount, books.turns
    claim.state, claim.version = state, claim.version + 1
    books.log.append(f"{books.today} {step} #{claim.uid} {claim.amount}")
    return True


def _stale(books: Books) -> None:
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


def _prepare(books: Books) -> None:
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


def _reconcile(books: Books) -> None:
    sent = [c for c in books.claims if c.state == State.LISTED and c.on_list in books.sent]
    for claim in sent:
        word = books.random.random()
        if word < 0.7:
            _pay(books, claim)
        elif word < 0.9:
            claim.state, claim.on_list, claim.version = State.APPROVED, None, claim.version + 1
            books.log.append(f"{books.today} failed #{claim.uid}")


def _pay(books: Books, claim: Claim) -> None:
    claim.paid += claim.granted - claim.reversed
    claim.state, claim.on_list, claim.version = State.PAID, None, claim.version + 1
    books.log.append(f"{books.today} paid #{claim.uid} {claim.paid}")


def _take_back(books: Books, claim: Claim, fen: int) -> None:
    if claim.state == State.PAID:
        claim.recalled += fen
    else:
        claim.cancelled += fen
    claim.version += 1
    if claim.reversed == claim.granted:
        claim.state = State.REVERSED
    books.log.append(f"{books.today} takes back {fen} of #{claim.uid}")


def _reverse(books: Books) -> None:
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
    _take_back(books, claim, claim.granted - claim.reversed)


def _merge(books: Books) -> None:
    """Both files are one person; not while money may be on its way."""
    if books.merged or any(c.state == State.LISTED and c.on_list in books.sent for c in books.claims):  # fmt: skip
        return
    books.merged = True
    by_uid = {claim.uid: claim for claim in books.claims}

    def due(held: Held, before: Sequence[Held]) -> int:
        claim = by_uid[held.uid]
        rows = [_claim_row(by_uid[one.uid], one.net_fen) for one in before]
        alone, after = (
            _decide(books, _file_of(claim), claim.benefit, claim.subject, claim.claimed_on, known)
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
        _take_back(books, claim, one.fen)
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


def _repeal(books: Books) -> None:
    books.repealed_on = books.repealed_on or books.today


def _finish(books: Books) -> None:
    """In the end every list is settled and everything granted is paid: what is owed is not forgotten."""
    for claim in books.claims:
        if claim.state == State.LISTED:
            claim.state, claim.on_list = State.APPROVED, None
    for claim in books.claims:
        if claim.state == State.APPROVED:
            claim.state = State.LISTED
            _pay(books, claim)


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
