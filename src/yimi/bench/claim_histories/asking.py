"""Asking the engine about one person of a history: the facts as they stand, and what the shipped pack says of them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from functools import cache
from random import Random
from typing import Any

from yimi.bench.claim_histories.books import FULL, HONOURS, PACK, REGION, Books, Claim
from yimi.engine.catalogue import load_catalogue
from yimi.engine.packs import load_pack
from yimi.engine.parameters import Bindings
from yimi.engine.reference import World
from yimi.engine.rules.decisions import Decision, decide
from yimi.engine.rules.definitions import Outcome, RuleSet
from yimi.engine.rules.reading import read_rules
from yimi.programmes.rules.states import IN_FACTS


@cache
def rules() -> RuleSet:
    """The shipped measure."""
    return read_rules(load_pack(PACK), load_catalogue())


def person_rows(random: Random, file: str) -> dict[str, list[dict[str, Any]]]:
    """Certificates, honours and a post of one staff file."""

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


def facts_of(books: Books, file: str) -> dict[str, list[dict[str, Any]]]:
    """Every fact of the person behind a file, as it stands today."""
    files = "ab" if books.merged else file
    found = {
        name: [row for one in files for row in books.rows[one][name]]
        for name in ("certificate", "honour", "employment")
    }
    checked = books.today - timedelta(days=30)
    found["worker"] = [{**books.rows[file]["worker"][0], "conduct_checked_on": checked}]
    return found


def claim_row(claim: Claim, net: int) -> dict[str, Any]:
    """A claim as the engine's fact."""
    kind = claim.slot.kind
    return {
        "uid": str(claim.uid), "subject_uid": "p", "region_code": REGION,
        "benefit": f"{PACK}/{claim.benefit}",
        "level": claim.slot.value if kind == "level" else None,
        "title_code": claim.slot.value if kind == "title_code" else None,
        "status": IN_FACTS[claim.state], "claimed_on": claim.claimed_on, "amount_fen": net,
    }  # fmt: skip


def decided(  # noqa: PLR0917 - one call, all of it needed
    books: Books, file: str, benefit: str, row: dict[str, Any], day: date,
    claims: Sequence[dict[str, Any]],
) -> Decision | None:  # fmt: skip
    """The decision on one benefit for one row; None where the pack has none."""
    facts = facts_of(books, file)
    facts["worker"][0]["conduct_checked_on"] = day - timedelta(days=1)
    subject = "certificate" if benefit == "certificate" else "honour"
    world = World({**facts, "claim": list(claims)}, load_catalogue())
    found = decide(rules(), world, subject, row, Bindings(day))
    return next((one for one in found if one.benefit == benefit), None)


def granted_rows(books: Books, person: str, without: int = -1) -> list[dict[str, Any]]:
    """A person's claims as facts, perhaps without one."""
    return [
        claim_row(claim, claim.amount - claim.reversed)
        for claim in books.claims
        if claim.person == person and claim.uid != without
    ]


def judged(books: Books, claim: Claim) -> int:
    """What the claim is worth by what is known now; 0 when it does not hold."""
    rows = granted_rows(books, claim.person, without=claim.uid)
    made = decided(books, file_of(claim), claim.benefit, claim.subject, claim.claimed_on, rows)
    if made is None or made.outcome != Outcome.LIKELY:
        return 0
    return int(made.values["amount_fen"] or 0)


def file_of(claim: Claim) -> str:
    """Whose certificate or honour it is about."""
    return str(claim.subject["uid"])[0]
