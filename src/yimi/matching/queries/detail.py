"""One lead, explained from what the family's files say now: each condition ✓ ✗ ?, its clause, and where to fill a gap."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.urls import reverse

from yimi.core import clock
from yimi.core.actor import Actor
from yimi.engine.errors import EngineError
from yimi.engine.expressions.tree import Node, Quantifier, walk
from yimi.engine.parameters import Bindings
from yimi.engine.reference import World
from yimi.engine.rules.definitions import Outcome
from yimi.engine.rules.explanation import Evidence, Explainer, Explanation, Reason
from yimi.matching.access import may_work
from yimi.matching.deciding import decisions_on
from yimi.matching.family import families_of
from yimi.matching.models import Lead, LeadStep
from yimi.matching.packs_in_force import ResidentPack, packs_in_force
from yimi.matching.queries.telling import Telling, kinds_asked
from yimi.matching.rules import STEPS, State, may_note
from yimi.matching.words import title_of
from yimi.people.permissions import EDIT_HOUSEHOLD
from yimi.programmes.versions import catalogue


@dataclass(frozen=True, slots=True)
class Condition:
    """A condition as the page shows it; ``fill``: where the missing fact is filled in, for whoever may."""

    reason: Reason
    facts: tuple[Evidence, ...] = ()
    fill: str = ""


@dataclass(frozen=True, slots=True)
class StepLine:
    """A step with its note in clear, for those who may read it."""

    step: LeadStep
    note: str


@dataclass(slots=True)
class LeadPage:
    """Everything on a lead's page. ``explanation`` is None when its pack is no longer in force or cannot be computed."""

    lead: Lead
    title: str
    steps: list[StepLine]
    may_note: list[State]
    conditions: list[Condition] = field(default_factory=list)
    pack: ResidentPack | None = None
    explanation: Explanation | None = None
    clause: str = ""
    evidence: tuple[str, ...] = ()
    frequency: str = ""

    @property
    def is_still_so(self) -> bool:
        """Whether the files still say what the lead rests on."""
        if self.explanation is None:
            return False
        return self.explanation.decision.outcome in (Outcome.LIKELY, Outcome.NEEDS_INFORMATION)


def lead_page(actor: Actor, lead: Lead) -> LeadPage:
    """About a dozen queries. The caller has fetched ``lead`` through access."""
    works = may_work(actor, lead)
    state = State(lead.state)
    steps = [
        StepLine(step, step.note(lead) if works else "")
        for step in lead.steps.order_by("recorded_at", "pk")
    ]
    page = LeadPage(
        lead, lead.title, steps, [step for step in STEPS if works and may_note(state, step)]
    )
    found = packs_in_force(clock.today()).named(lead.benefit)
    if found is None:
        return page
    page.pack, benefit = found
    page.title, page.clause, page.evidence = title_of(benefit), benefit.clause, benefit.evidence
    page.frequency = benefit.frequency.zh if benefit.frequency else ""
    found_out = explain(lead, page.pack, benefit.id)
    if found_out is None:
        return page
    page.explanation, world = found_out
    may_fill = actor.may_at(EDIT_HOUSEHOLD, unit_uid=lead.unit_id, region_code=lead.region_code)
    trees = {condition.id: condition.tree for condition in benefit.conditions}
    told = Telling(lead, world, page.pack.rules.titles, page.explanation.reasons)
    for reason in page.explanation.reasons:
        tree = trees.get(reason.condition)
        asks = may_fill and reason.truth is None and tree is not None
        fill = _fill(lead, tree) if asks and tree is not None else ""
        page.conditions.append(Condition(reason, told.facts(reason, tree), fill))
    return page


def explain(lead: Lead, pack: ResidentPack, benefit: str) -> tuple[Explanation, World] | None:
    """The decision as it stands now, or on the day on which it turns; None when it cannot be computed."""
    families = families_of({lead.resident_id})
    row = families.rows.get(lead.resident_id)
    day = max(clock.today(), lead.turns_on or clock.today())
    if row is None:
        return None
    try:
        decision = decisions_on(pack, families.world, row, day).get(benefit)
        if decision is None:
            return None
        explainer = Explainer(pack.rules, catalogue(), Bindings(day))
        return explainer.of_world([decision], families.world)[0], families.world
    except EngineError:
        return None


def _fill(lead: Lead, tree: Node) -> str:
    """The page where what a condition asks is written down: a status, a relative, or the person's own file."""
    resident = lead.resident_id
    if kinds := list(kinds_asked(tree)):
        return f"{reverse('people:new_status', args=[resident])}?kind={kinds[0]}"
    if any(isinstance(part, Quantifier) and part.fact == "family_link" for part in walk(tree)):
        return reverse("people:new_relative", args=[resident])
    return reverse("people:member", args=[resident])
