"""Deciding about people: which benefits are worth a visit, from one family's facts or from the rows of a run."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from yimi.engine.errors import EngineError
from yimi.engine.parameters import Bindings
from yimi.engine.reference import World, evaluate
from yimi.engine.rules import Outcome, decide
from yimi.engine.rules.decisions import Decision, bindings_of
from yimi.matching.packs_in_force import SUBJECT, ResidentPack
from yimi.matching.rules import Found, LeadOutcome, horizon_of

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Home:
    """Where a resident's file is kept."""

    unit_id: UUID
    region_code: str
    household_id: UUID | None


@dataclass(slots=True)
class Verdicts:
    """What stands of one person: leads found, benefits received; of the packs in ``left`` nothing is known."""

    found: dict[str, Found] = field(default_factory=dict)
    receiving: set[str] = field(default_factory=set)
    left: set[str] = field(default_factory=set)


def found_in(pack: ResidentPack, decision: Decision, turns_on: date | None = None) -> Found | None:
    """The lead in a decision; None when it is not worth a visit."""
    if decision.outcome == Outcome.LIKELY:
        outcome = LeadOutcome.LIKELY
    elif decision.outcome == Outcome.NEEDS_INFORMATION and pack.signs[
        decision.benefit
    ].worth_asking(decision.unknown):
        outcome = LeadOutcome.UNKNOWN
    else:
        return None
    benefit = pack.rules.benefit(decision.benefit)
    return Found(
        benefit=pack.benefit_name(benefit.id),
        title=benefit.title,
        pack=pack.name,
        outcome=outcome,
        conditions=tuple(
            (condition.id, "?" if condition.id in decision.unknown else "✓")
            for condition in benefit.conditions
        ),
        amount_fen=decision.values.get("amount_fen"),
        turns_on=turns_on,
    )


def decide_person(
    packs: Sequence[ResidentPack], world: World, row: Mapping[str, Any], today: date
) -> Verdicts:
    """One person under the packs of their place. A pack that cannot be computed (a parameter nobody set) is left."""
    verdicts = Verdicts()
    for pack in packs:
        try:
            if pack.is_of_family:
                _decide(pack, world, row, today, verdicts)
                continue
        except EngineError as error:
            logger.warning("%s: %s", pack.name, error)
        verdicts.left.add(pack.rules.pack.id)
    return verdicts


def _decide(
    pack: ResidentPack, world: World, row: Mapping[str, Any], today: date, verdicts: Verdicts
) -> None:
    waiting = []
    for name, decision in decisions_on(pack, world, row, today).items():
        if decision.outcome == Outcome.ALREADY_RECEIVING:
            verdicts.receiving.add(pack.benefit_name(name))
        elif found := found_in(pack, decision):
            verdicts.found[found.benefit] = found
        else:
            waiting.append(decision)
    if not _may_turn(pack, waiting, world, row, horizon_of(today)):
        return
    ahead = decisions_on(pack, world, row, horizon_of(today))
    for decision in waiting:
        later = ahead.get(decision.benefit)
        if later and found_in(pack, later):
            found = turning(pack, decision.benefit, world, row, today)
            if found:
                verdicts.found[found.benefit] = found


def _may_turn(
    pack: ResidentPack,
    decisions: Sequence[Decision],
    world: World,
    row: Mapping[str, Any],
    day: date,
) -> bool:
    """Whether any of these may be worth a visit on ``day``: what stands in the way, or is missing, is no longer so.

    Nearly always the answer is no, for a quarter of the work of deciding.
    """
    bindings = bindings_of(pack.rules, Bindings(day))
    for decision in decisions:
        trees = {one.id: one.tree for one in pack.rules.benefit(decision.benefit).conditions}
        stuck = decision.failed or decision.unknown
        truths = [evaluate(trees[name], world, SUBJECT, row, bindings) for name in stuck]
        if decision.failed:
            may = False not in truths
        else:
            may = bool(decision.related) or not stuck or any(truth is not None for truth in truths)
        if may:
            return True
    return False


def decisions_on(
    pack: ResidentPack, world: World, row: Mapping[str, Any], day: date
) -> dict[str, Decision]:
    """The decisions on the benefits that may become leads, by benefit; none when the pack is not in force then."""
    if not pack.is_on(day):
        return {}
    decisions = decide(pack.rules, world, SUBJECT, row, Bindings(day))
    return {one.benefit: one for one in decisions if one.benefit in pack.signs}


def turning(
    pack: ResidentPack, benefit: str, world: World, row: Mapping[str, Any], today: date
) -> Found | None:
    """The decision on the first day on which a benefit is worth a visit: after today, at the latest on the horizon."""
    before, day = today, horizon_of(today)
    found = _on(pack, benefit, world, row, day)
    while (day - before).days > 1:
        middle = before + timedelta(days=(day - before).days // 2)
        earlier = _on(pack, benefit, world, row, middle)
        if earlier is None:
            before = middle
        else:
            day, found = middle, earlier
    return found


def _on(
    pack: ResidentPack, benefit: str, world: World, row: Mapping[str, Any], day: date
) -> Found | None:
    decision = decisions_on(pack, world, row, day).get(benefit)
    return found_in(pack, decision, turns_on=day) if decision else None
