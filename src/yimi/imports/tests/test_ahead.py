"""Blocks made ready in another process are the blocks that would have been written without it."""

from __future__ import annotations

import pytest
from django.db import transaction

from yimi.imports import ahead
from yimi.imports.actions import confirm, run_job
from yimi.imports.kinds import base
from yimi.imports.kinds.households import HouseholdImporter
from yimi.imports.models import ImportJob
from yimi.imports.tests.conftest import HEADER, family, workbook
from yimi.people.models import Household, Resident
from yimi.people.tests.plain_writer import everything

ROWS = [HEADER, *(row for n in range(1, 9) for row in family(str(n), "邓东村", n))]


@pytest.fixture
def ready_blocks(monkeypatch) -> list[bool]:
    """Four rows to a transaction, all made ahead; fills with whether each block was."""
    monkeypatch.setattr(base.Checked.blocks, "__defaults__", (4,))
    monkeypatch.setattr(ahead, "WORTH_IT", 1)
    write, seen = HouseholdImporter.write, []

    def noting(self, block, ready=None):
        seen.append(ready is not None)
        return write(self, block, ready)

    monkeypatch.setattr(HouseholdImporter, "write", noting)
    return seen


def _run(job: ImportJob) -> ImportJob:
    run_job(job.pk)
    return ImportJob.objects.get(pk=job.pk)


def _without_times(found):
    return {
        name: [row.partition("'recorded_at'")[0] for row in rows] for name, rows in found.items()
    }


def test_what_another_process_made_is_the_same(world, ready_blocks, monkeypatch):
    job = world.check(workbook(ROWS))
    confirm(job, actor=world.drolma)
    point = transaction.savepoint()
    assert _run(job).counts["written"] == 16
    assert ready_blocks == [False, True, True, True]
    made_ahead = _without_times(everything())
    transaction.savepoint_rollback(point)
    monkeypatch.setattr(ahead, "WORTH_IT", 1_000)
    assert _run(job).counts["written"] == 16
    assert ready_blocks[4:] == [False] * 4
    assert _without_times(everything()) == made_ahead


def test_a_process_that_dies_delays_nothing(world, ready_blocks, monkeypatch):
    monkeypatch.setattr(ahead, "fingerprint", lambda: "other keys")
    job = world.check(workbook(ROWS))
    confirm(job, actor=world.drolma)
    assert _run(job).state == "done"
    assert not any(ready_blocks)
    assert (Resident.objects.count(), Household.objects.count()) == (16, 8)
