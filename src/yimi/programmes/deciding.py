"""Asking the engine about one person: what they may claim, and whether a claim holds. Every answer carries its reasons."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from yimi.core import clock
from yimi.engine.calendar import add_months
from yimi.engine.errors import EngineError
from yimi.engine.parameters import Bindings
from yimi.engine.reference import Row, World
from yimi.engine.rules.decisions import Decision, decide
from yimi.engine.rules.definitions import Benefit, Outcome
from yimi.engine.rules.explanation import Explainer, Explanation
from yimi.programmes.errors import NotEligible, PackNotUsable
from yimi.programmes.models import Claim, PackVersion
from yimi.programmes.versions import InForce, catalogue, in_force

#: How many unmet conditions one sentence names.
NAMED = 3


@dataclass(frozen=True, slots=True)
class Judged:
    """A decision on one row, explained."""

    source: InForce
    benefit: Benefit
    row: Row
    explanation: Explanation

    @property
    def version(self) -> PackVersion:
        """The pack version that it rests on."""
        return self.source.version

    @property
    def name(self) -> str:
        """The benefit as claims store it: pack id and benefit id."""
        return benefit_name(self.version, self.benefit.id)

    @property
    def decision(self) -> Decision:
        """Outcome, values, failed and unknown conditions."""
        return self.explanation.decision

    @property
    def outcome(self) -> Outcome:
        """What is suggested."""
        return self.decision.outcome

    @property
    def amount_fen(self) -> int | None:
        """The amount in fen, None when it is not known."""
        value = self.decision.values.get("amount_fen")
        return None if value is None else int(value)

    @property
    def claim_until(self) -> date | None:
        """The last day to claim, None when there is none."""
        found: date | None = self.decision.values.get("claim_until")
        return found

    @property
    def why(self) -> str:
        """The conditions that are not met, or not known, in words."""
        wanted = None if self.outcome == Outcome.NEEDS_INFORMATION else False
        texts = [reason.text for reason in self.explanation.reasons if reason.truth is wanted]
        if self.outcome == Outcome.ALREADY_RECEIVING:
            texts = [_("已经领取或批准过")]
        return "；".join(texts[:NAMED])


def benefit_name(version: PackVersion, benefit_id: str) -> str:
    """How claims and facts call a benefit."""
    return f"{version.pack_id}/{benefit_id}"


def judge_all(source: InForce, world: World, day: date) -> list[Judged]:
    """Every benefit with an amount, for every row of the person that it hangs on. Raises :class:`EngineError`."""
    found = []
    bindings = Bindings(day)
    explainer = Explainer(source.rules, catalogue(), bindings)
    for subject in source.rules.subjects:
        for row in world.rows.get(subject, ()):
            decisions = [
                decision
                for decision in decide(source.rules, world, subject, row, bindings)
                if "amount_fen" in source.rules.benefit(decision.benefit).values
            ]
            for explanation in explainer.of_world(decisions, world):
                benefit = source.rules.benefit(explanation.decision.benefit)
                found.append(Judged(source, benefit, row, explanation))
    return found


def judge(
    version: PackVersion, benefit_id: str, subject_key: UUID, world: World, day: date
) -> Judged:
    """One benefit for one row. Raises :class:`NotEligible` when the row is not the person's or lies elsewhere."""
    source = in_force(version)
    found = None
    try:
        benefit = source.rules.benefit(benefit_id)
        fact = catalogue().fact(benefit.subject)
        rows = world.matching(benefit.subject, (fact.key,), (str(subject_key),))
        if rows:
            decisions = decide(source.rules, world, benefit.subject, rows[0], Bindings(day))
            mine = [decision for decision in decisions if decision.benefit == benefit_id]
            explainer = Explainer(source.rules, catalogue(), Bindings(day))
            for explanation in explainer.of_world(mine, world):
                found = Judged(source, benefit, rows[0], explanation)
    except KeyError:
        found = None
    except EngineError as error:
        raise PackNotUsable(why=error.message) from None
    if found is None:
        raise NotEligible(why=_("没有这一项，或不在这个政策的地域内"))
    return found


def decided_day(claim: Claim) -> date:
    """The day that a claim is judged by: the day it was made, for a month at most the month's last day."""
    if claim.slot_kind != "month":
        return claim.claimed_on
    first = date.fromisoformat(f"{claim.slot}-01")
    return min(claim.claimed_on, add_months(first, 1) - timedelta(days=1))


def as_json(judged: Judged, day: date) -> dict[str, Any]:
    """What a claim keeps of the decision: outcome, amount, and each condition with clause, value and source."""
    until = judged.claim_until
    return {
        "pack": judged.version.name,
        "sha256": judged.version.sha256,
        "benefit": judged.benefit.title,
        "as_of": day.isoformat(),
        "decided_at": clock.now().isoformat(),
        "outcome": judged.outcome.slug,
        "amount_fen": judged.amount_fen,
        "claim_until": until.isoformat() if until else None,
        "reasons": [
            {
                "condition": reason.condition,
                "clause": reason.clause,
                "text": reason.text,
                "truth": reason.truth,
                "ask": reason.ask,
                "evidence": [
                    {"label": one.label, "value": one.value, "source": one.source}
                    for one in reason.evidence
                ],
            }
            for reason in judged.explanation.reasons
        ],
    }
