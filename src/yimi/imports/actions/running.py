"""Writing what the check found good: block by block, each with its own transaction and its place in the file."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django_tasks import task

from yimi.core import clock
from yimi.core.actor import Actor
from yimi.core.errors import DomainError
from yimi.core.sql import writing_much
from yimi.imports.actions.checking import check_in_background, fail
from yimi.imports.actions.steps import owner_of, take_step, tell, without_cycle_search
from yimi.imports.ahead import making_ahead
from yimi.imports.faults import Fault
from yimi.imports.kinds import kind_of
from yimi.imports.kinds.base import Importer
from yimi.imports.models import ImportJob, JobState, RowFault

logger = logging.getLogger(__name__)

#: A background process that has not moved for so long was killed.
STALLED_AFTER = timedelta(seconds=90)


class TakenOver(Exception):
    """Another process writes this import now, or somebody cancelled it."""


@transaction.atomic
def confirm(job: ImportJob, *, actor: Actor) -> None:
    """Let the checked rows in, in the background."""
    prepare_run(job, actor=actor)
    run_in_background.enqueue(str(job.pk))


@transaction.atomic
def prepare_run(job: ImportJob, *, actor: Actor) -> None:
    """Make the import ready for :func:`run_job`; an import that was not checked yet is refused."""
    fresh = job.counts.get("fresh", 0)
    take_step(
        job, (JobState.CHECKED,), JobState.RUNNING,
        started_at=clock.now(), rows_done=0, rows_total=fresh, position=0,
    )  # fmt: skip
    tell(job, "imports.confirm", actor, fresh=fresh)


def run_job(uid: UUID | str) -> None:
    """Write the blocks that are not written yet. Safe to call again at any time, also from two processes at once."""
    job = ImportJob.objects.select_related("unit", "key").get(pk=uid)
    if job.state != JobState.RUNNING:
        return
    try:
        actor = owner_of(job)
        importer = kind_of(job.kind).begin(
            job.unit, actor, today=clock.today(), options=job.options
        )
        with writing_much(), making_ahead(job) as ahead:
            for number in range(job.position, job.counts["blocks"]):
                block, ready = ahead.take(number)
                ahead.ask(number + 1)
                with without_cycle_search():
                    _write_block(job, importer, block, ready)
        _finish(job, actor)
    except TakenOver:
        return
    except DomainError as error:
        logger.warning("import %s stopped: %s", job.pk, error.code)
        fail(job, error.code)
    except Exception:
        logger.exception("import %s failed at block %s", job.pk, job.position)
        fail(job, "internal")


@task()
def run_in_background(uid: str) -> None:
    """What the worker process runs."""
    run_job(uid)


def _write_block(
    job: ImportJob, importer: Importer, block: Sequence[dict[str, Any]], ready: Any
) -> None:
    number = job.position
    with transaction.atomic():
        moved = ImportJob.objects.filter(pk=job.pk, state=JobState.RUNNING, position=number).update(
            position=number + 1, rows_done=job.rows_done + len(block), touched_at=clock.now()
        )
        if moved != 1:
            raise TakenOver
        refused = importer.write(block, ready)
        if refused:
            _put_faults(job, refused)
    job.position, job.rows_done = number + 1, job.rows_done + len(block)


def _put_faults(job: ImportJob, refused: dict[int, list[Fault]]) -> None:
    """What the rooms refused at the last moment joins the faulty rows."""
    RowFault.objects.bulk_create(
        RowFault(job=job, row=line, field=fault.field, problem=fault.problem, detail=fault.detail)
        for line, faults in refused.items()
        for fault in faults
    )
    job.counts["refused"] = job.counts.get("refused", 0) + len(refused)
    ImportJob.objects.filter(pk=job.pk).update(counts=job.counts)


def _finish(job: ImportJob, actor: Actor) -> None:
    written = job.counts["fresh"] - job.counts.get("refused", 0)
    with transaction.atomic():
        take_step(job, (JobState.RUNNING,), JobState.DONE, counts=job.counts | {"written": written})
        tell(job, "imports.done", actor, written=written)


def resume_stalled() -> int:
    """Queue again what a killed process left behind; returns how many. Called when a worker starts and by the job's page."""
    stalled = ImportJob.objects.at_work().filter(touched_at__lt=clock.now() - STALLED_AFTER)
    count = 0
    for job in stalled:
        again = ImportJob.objects.filter(pk=job.pk, touched_at=job.touched_at)
        if again.update(touched_at=clock.now()) == 1:
            task = check_in_background if job.state == JobState.CHECKING else run_in_background
            task.enqueue(str(job.pk))
            count += 1
    return count
