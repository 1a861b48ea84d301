"""What the worker process does about leads: follow the trail, and decide on everybody once a day or when packs change."""

from __future__ import annotations

from collections import Counter

from yimi.core import clock
from yimi.insight.facts.store import read_manifest
from yimi.matching.actions.following import follow_leads
from yimi.matching.actions.running import Told, run_everybody
from yimi.matching.models import RecomputeRun, RunKind, TrailMark
from yimi.regions.rules import prefix_of


def keep_leads(told: Told | None = None) -> Counter[str]:
    """One step: what was recorded since the last one, then whatever run is due. ``told`` may stop a run by raising.

    A run is chunk after chunk; between two of them the trail is followed, so that no family waits for it.
    """
    counts = follow_leads()
    due = run_due()
    if due is None:
        return counts

    def between(found: Counter[str]) -> None:
        follow_leads()
        if told:
            told(found)

    kind, prefix = due
    run_everybody(kind, prefix, told=between)
    return counts


def run_due() -> tuple[RunKind, str] | None:
    """The run that is to be made now: today's over everybody, or one that changed packs want; None without facts."""
    manifest = read_manifest()
    if manifest is None:
        return None
    today = RecomputeRun.objects.filter(as_of=clock.today())
    if not today.filter(prefix="", ended_at__isnull=False).exists():
        return RunKind.NIGHTLY, ""
    mark = TrailMark.objects.first()
    # the run sends the follower back to where its facts end: before the packs' own event, it would want one more run
    wanted = mark.wanted if mark and manifest.seal >= mark.seal else []
    return (RunKind.PACKS, _prefix(min(wanted))) if wanted else None


def _prefix(code: str) -> str:
    return prefix_of(code) if code else ""
