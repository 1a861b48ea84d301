"""What figures may know of leads: who may be entitled to what, since when, and what came of it. Never what was noted."""

from __future__ import annotations

from yimi.insight.facts.published.made import Hop, Need, Published
from yimi.insight.facts.published.people import MERGES
from yimi.insight.facts.registering import Publication
from yimi.insight.facts.sources import Source
from yimi.matching.models import Lead, LeadStep

LEADS = ("policy_lead",)

PUBLICATION = Publication(
    tables=(
        Source("policy_lead", Lead, ("uid", "resident_id", "unit_id", "region_code", "benefit", "outcome", "state", "recorded_at")),
        Source("policy_lead_step", LeadStep, ("uid", "lead_id", "state", "happened_on", "recorded_at")),
    ),
    facts=(
        Published(
            "policy_lead",
            (MERGES, Need("policy_lead", "uid"), Need("policy_lead_step", "lead_id")),
            (
                (Hop("policy_lead", "uid", "uid"),),
                # a resident who turns out to be another takes the leads along
                (Hop("policy_lead", "resident_id", "uid"),),
            ),
            on="found_on",
            package=__package__,
        ),
    ),
    changes={
        "matching.settled": LEADS,
        "matching.step_noted": LEADS,
        "people.merge_residents": LEADS,
        "people.unmerge_residents": LEADS,
    },
    irrelevant=frozenset({"matching.lead_viewed", "matching.exported"}),
)  # fmt: skip
