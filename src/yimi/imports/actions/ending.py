"""Stopping an import, and letting go of its files."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from django.db.models import Q

from yimi.core import clock
from yimi.core.actor import Actor
from yimi.imports.actions.steps import take_step, tell
from yimi.imports.models import ENDED, ImportJob, JobState
from yimi.imports.storage import drop_files

#: Uploaded files and their faulty rows can be had for so long.
KEEP_DAYS = 14


@transaction.atomic
def cancel(job: ImportJob, *, actor: Actor) -> None:
    """Stop here. Rows that are in stay in: they are records now and are corrected like any other."""
    steps = (JobState.UPLOADED, JobState.CHECKING, JobState.CHECKED, JobState.RUNNING)
    take_step(job, steps, JobState.CANCELLED)
    tell(job, "imports.cancel", actor)


def drop_old_files() -> int:
    """Delete the sealed files of imports that ended, or were left lying, two weeks ago; returns how many."""
    due = clock.now() - timedelta(days=KEEP_DAYS)
    idle = (*ENDED, JobState.UPLOADED, JobState.CHECKED)
    jobs = ImportJob.objects.filter(Q(state__in=idle), touched_at__lt=due, files_gone=False)
    count = 0
    for uid, state in jobs.values_list("pk", "state"):
        changes = {} if state in ENDED else {"state": JobState.CANCELLED}
        if ImportJob.objects.filter(pk=uid, state=state).update(files_gone=True, **changes):
            drop_files(uid)
            count += 1
    return count
