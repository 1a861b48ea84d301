"""Deciding on everybody: nightly, and when a pack changes. In chunks, each one transaction; killed, it goes on where it was."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from itertools import islice
from uuid import UUID

from django.db import transaction

from yimi.core import clock
from yimi.core.scoping import region_range
from yimi.insight.errors import NoFactsYet
from yimi.insight.facts.snapshot import Snapshot, open_snapshot
from yimi.insight.facts.store import read_manifest
from yimi.matching.actions.settling import settle_leads
from yimi.matching.alone import alone
from yimi.matching.candidates import Candidate, Candidates
from yimi.matching.deciding import Verdicts, turning
from yimi.matching.family import families_of
from yimi.matching.models import Lead, RecomputeRun, RunKind, TrailMark
from yimi.matching.packs_in_force import packs_in_force
from yimi.matching.rules import Found

#: People with something to say in one chunk.
CHUNK = 1_000
#: Called after each chunk with what the run has counted so far.
Told = Callable[[Counter[str]], None]


def run_everybody(
    kind: RunKind = RunKind.BY_HAND, prefix: str = "", *, told: Told | None = None
) -> RecomputeRun:
    """Decide on everybody under ``prefix`` and write what changed. Goes on with today's run where one was stopped.

    Rests on the newest published facts; what was recorded later is looked at again by the follower. Raises NoFactsYet.
    """
    manifest = read_manifest()
    if manifest is None:
        raise NoFactsYet
    snapshot, today = open_snapshot(), clock.today()
    run = _begin(kind, prefix, snapshot, manifest.seal)
    candidates = Candidates(snapshot.backend, packs_in_force(today), today, prefix)
    people = candidates.after(run.position)
    counts = Counter(run.counts)
    is_last = False
    while not is_last:
        chunk = list(islice(people, CHUNK))
        is_last = len(chunk) < CHUNK
        position = None if is_last else chunk[-1].uid
        with alone(), transaction.atomic():
            counts += _settle(chunk, run, position, candidates, snapshot.through_at)
            counts["people"] += len(chunk)
            _stand(run, position or run.position, counts, candidates)
        if told:
            told(counts)
    _finish(run)
    return run


def _begin(kind: RunKind, prefix: str, snapshot: Snapshot, seal: int) -> RecomputeRun:
    """Today's run of the place that was not finished, or a new one."""
    stopped = RecomputeRun.objects.filter(as_of=clock.today(), prefix=prefix, ended_at=None)
    run = stopped.order_by("-started_at").first()
    if run is None:
        return RecomputeRun.objects.create(
            kind=kind, prefix=prefix, as_of=clock.today(), facts_number=snapshot.number, seal=seal
        )
    run.facts_number = snapshot.number
    return run


def _settle(
    chunk: list[Candidate],
    run: RecomputeRun,
    position: UUID | None,
    candidates: Candidates,
    through_at: datetime,
) -> Counter[str]:
    """One chunk: the candidates, and every lead on file of people between them. Later knowledge is left alone."""
    held = list(_held(run, position))
    later = {lead.resident_id for lead in held if lead.decided_at > through_at}
    chunk = [one for one in chunk if one.uid not in later]
    _date_ahead(chunk, held, candidates)
    return settle_leads(
        {one.uid: one.verdicts for one in chunk},
        {one.uid: one.home for one in chunk},
        [lead for lead in held if lead.resident_id not in later],
        nothing=Verdicts(left=set(candidates.failed)),
        known_at=through_at,
    )


def _held(run: RecomputeRun, position: UUID | None) -> Iterable[Lead]:
    leads = Lead.objects.all()
    if run.prefix:
        # where the resident is now: a lead may still stand where they lived before
        leads = leads.filter(region_range("resident__region_code", run.prefix))
    if run.position is not None:
        leads = leads.filter(resident_id__gt=run.position)
    return leads if position is None else leads.filter(resident_id__lte=position)


def _date_ahead(chunk: list[Candidate], held: list[Lead], candidates: Candidates) -> None:
    """Give what holds on the horizon only its first day: the one on file where nothing else changed, else found out."""
    known = {(lead.resident_id, lead.benefit): lead for lead in held}
    asked: dict[UUID, Candidate] = {}
    for one in chunk:
        for benefit, (_pack, _name, found) in one.ahead.items():
            lead = known.get((one.uid, benefit))
            if lead is not None and _is_same(lead, found, candidates):
                one.verdicts.found[benefit] = _dated(found, lead)
            else:
                asked[one.uid] = one
    if asked:
        for benefit, one, found in _first_days(list(asked.values()), candidates):
            one.verdicts.found.setdefault(benefit, found)


def _is_same(lead: Lead, found: Found, candidates: Candidates) -> bool:
    return (
        lead.turns_on is not None
        and candidates.today < lead.turns_on
        and (lead.pack, lead.outcome) == (found.pack, found.outcome)
        and lead.conditions == [list(pair) for pair in found.conditions]
    )


def _dated(found: Found, lead: Lead) -> Found:
    return Found(
        found.benefit, found.title, found.pack, found.outcome, found.conditions,
        lead.amount_fen, lead.turns_on,
    )  # fmt: skip


def _first_days(
    asked: list[Candidate], candidates: Candidates
) -> Iterator[tuple[str, Candidate, Found]]:
    families = families_of({one.uid for one in asked})
    for one in asked:
        row = families.rows.get(one.uid)
        for benefit, (pack, name, found) in one.ahead.items():
            if pack.is_of_family and row is not None:
                first = turning(pack, name, families.world, row, candidates.today)
                if first is not None:
                    yield benefit, one, first
            elif row is not None:
                yield benefit, one, found


def _stand(
    run: RecomputeRun, position: UUID | None, counts: Counter[str], candidates: Candidates
) -> None:
    run.position, run.counts = position, dict(counts)
    run.told = [[name, sentence] for name, sentence in candidates.failed.items()]
    run.save(update_fields=["position", "counts", "told", "facts_number"])


@transaction.atomic
def _finish(run: RecomputeRun) -> None:
    """The run is done; the follower looks again at what was recorded since the facts that the run began with."""
    run.ended_at = clock.now()
    run.save(update_fields=["ended_at"])
    mark, _is_new = TrailMark.objects.get_or_create(defaults={"seal": run.seal})
    mark.seal = min(mark.seal, run.seal)
    mark.wanted = [code for code in mark.wanted if run.prefix and not code.startswith(run.prefix)]
    mark.save(update_fields=["seal", "wanted"])
