"""Nouns of the matching room: leads with their steps, runs of recomputing, and how far the trail was followed."""

from yimi.matching.models.leads import OPEN, Lead, LeadStep
from yimi.matching.models.runs import RecomputeRun, RunKind, TrailMark

__all__ = ["OPEN", "Lead", "LeadStep", "RecomputeRun", "RunKind", "TrailMark"]
