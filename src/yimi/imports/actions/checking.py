"""Checking every row before anything is written."""

from __future__ import annotations

import logging
from uuid import UUID

from django.db import transaction
from django_tasks import task

from yimi.core import clock
from yimi.core.actor import Actor
from yimi.core.errors import DomainError
from yimi.imports.actions.steps import header_of, owner_of, take_step, tell, without_cycle_search
from yimi.imports.checking import Skipped, TooManyRows, read_table
from yimi.imports.errors import ColumnsMissing
from yimi.imports.kinds import kind_of
from yimi.imports.kinds.base import Checked, Importer, Table
from yimi.imports.models import ImportJob, JobState, RowFault
from yimi.imports.reading import UnreadableFile, read_rows
from yimi.imports.storage import open_source, save_blocks

logger = logging.getLogger(__name__)

#: Files of up to so many rows are checked while the person waits: about a second.
AT_ONCE = 2_000
FAULT_BATCH = 2_000


def start_check(job: ImportJob, *, actor: Actor) -> None:
    """Check a small file now and a large one in the background; raises :class:`ColumnsMissing`."""
    is_large = job.rows_total > AT_ONCE
    with transaction.atomic():
        prepare_check(job, actor=actor)
        if is_large:
            check_in_background.enqueue(str(job.pk))
    if not is_large:
        check_job(job.pk)
        job.refresh_from_db()


@transaction.atomic
def prepare_check(job: ImportJob, *, actor: Actor) -> None:
    """Make the import ready for :func:`check_job`; raises :class:`ColumnsMissing`."""
    kind, fields = kind_of(job.kind), header_of(job).fields
    missing = [
        column.title for column in kind.columns if column.is_required and column.field not in fields
    ]
    if missing:
        raise ColumnsMissing(columns="、".join(missing))
    take_step(
        job, (JobState.UPLOADED, JobState.CHECKED), JobState.CHECKING,
        started_at=clock.now(), rows_done=0, counts={},
    )  # fmt: skip
    tell(job, "imports.start_check", actor)


def check_job(uid: UUID | str) -> None:
    """Read, check, and keep what is fit to be written. Done again from the start when it was killed."""
    job = ImportJob.objects.select_related("unit", "key").get(pk=uid)
    if job.state != JobState.CHECKING:
        return
    try:
        with without_cycle_search():
            importer = kind_of(job.kind).begin(
                job.unit, owner_of(job), today=clock.today(), options=job.options
            )
            table, skipped = _read(job, importer)
            checked = importer.check(table)
            _keep(job, table, checked, skipped)
    except (UnreadableFile, TooManyRows, DomainError) as error:
        fail(job, str(getattr(error, "problem", "") or getattr(error, "code", "too_many_rows")))
    except Exception:
        logger.exception("import %s: the check failed", job.pk)
        fail(job, "internal")


@task()
def check_in_background(uid: str) -> None:
    """What the worker process runs."""
    check_job(uid)


def _read(job: ImportJob, importer: Importer) -> tuple[Table, Skipped]:
    header = header_of(job)

    def progress(done: int) -> None:
        ImportJob.objects.filter(pk=job.pk).update(rows_done=done, touched_at=clock.now())

    return read_table(
        read_rows(open_source(job), header.sheet),
        header,
        kind_of(job.kind),
        importer.parsers(),
        progress if job.rows_total > AT_ONCE else None,
    )


def _keep(job: ImportJob, table: Table, checked: Checked, skipped: Skipped) -> None:
    blocks = save_blocks(job, checked.blocks())
    counts = {
        "rows": len(table.lines),
        "fresh": checked.fresh,
        "unchanged": checked.unchanged,
        "duplicates": checked.duplicates,
        "faulty": len(table.faults),
        "examples": skipped.examples,
        "notes": skipped.notes,
        "blocks": blocks,
        **checked.more,
    }
    with transaction.atomic():
        # Rows of an earlier check of this file, or of one that was killed: derived, made anew.
        RowFault.objects.filter(job=job).delete()
        take_step(
            job, (JobState.CHECKING,), JobState.CHECKED,
            counts=counts, rows_total=len(table.lines), rows_done=0, position=0,
        )  # fmt: skip
        RowFault.objects.bulk_create(
            (
                RowFault(job=job, row=table.lines[at], field=fault.field, problem=fault.problem, detail=fault.detail)
                for at in sorted(table.faults)
                for fault in table.faults[at]
            ),
            batch_size=FAULT_BATCH,
        )  # fmt: skip
        tell(job, "imports.check", owner_of(job), **counts)


def fail(job: ImportJob, reason: str) -> None:
    """End the import with a reason that the page can put into words."""
    with transaction.atomic():
        take_step(
            job, (JobState.CHECKING, JobState.RUNNING), JobState.FAILED,
            counts=job.counts | {"failure": reason},
        )  # fmt: skip
        tell(job, "imports.fail", owner_of(job), reason=reason)
