"""Moving an import from one state to the next: compare-and-set, so that two clicks are one step."""

from __future__ import annotations

import gc
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from typing import Any

from yimi.access.models import User
from yimi.access.queries import build_actor
from yimi.audit.actions import record_event
from yimi.core import clock
from yimi.core.actor import Actor
from yimi.imports.errors import StepTaken
from yimi.imports.headers import Header, Match
from yimi.imports.models import ImportJob


def take_step(job: ImportJob, from_states: Iterable[str], to: str, **changes: Any) -> None:
    """Move ``job`` on; raises :class:`StepTaken` when it is not in one of ``from_states`` any more."""
    values = {"state": to, "touched_at": clock.now(), **changes}
    if ImportJob.objects.filter(pk=job.pk, state__in=list(from_states)).update(**values) != 1:
        raise StepTaken
    for name, value in values.items():
        setattr(job, name, value)


@contextmanager
def without_cycle_search() -> Iterator[None]:
    """Leave Python's search for reference cycles out of a long pass that makes a million small objects and no cycle."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def tell(job: ImportJob, action: str, actor: Actor, **details: Any) -> None:
    """An event about the import: its counts, never its contents."""
    record_event(
        actor,
        action,
        subject_kind="import_job",
        subject_uid=job.pk,
        unit_uid=job.unit_id,
        region_code=job.unit.region_code,
        details={"kind": job.kind, **details},
    )


def owner_of(job: ImportJob) -> Actor:
    """Whoever uploaded the file, with the permissions they hold today: a right withdrawn meanwhile stops the import."""
    return build_actor(User.objects.get(pk=job.recorded_by))


def header_of(job: ImportJob) -> Header:
    """The header as it was found or corrected."""
    stored = job.header
    return Header(
        stored["sheet"],
        stored["first"],
        stored["last"],
        tuple(Match(**match) for match in stored["matches"]),
    )


def header_json(header: Header) -> dict[str, Any]:
    """The header as it is stored."""
    return asdict(header) | {"matches": [asdict(match) for match in header.matches]}
