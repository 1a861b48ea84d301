"""Corrections supersede, voids give a reason, nothing disappears, nobody overwrites silently."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from yimi.audit.models import AuditEvent
from yimi.core import clock
from yimi.core.errors import Forbidden, Invalid, NotFound
from yimi.core.ids import new_uid
from yimi.services.actions import correct_record, record_service, void_record
from yimi.services.errors import (
    NoteNotYours,
    RecordAlreadyReplaced,
    SameUidOtherContent,
    VoidNeedsReason,
)
from yimi.services.models import ServiceRecord, VisitDue


@pytest.fixture
def saved(world):
    """A visit with a next date in a week."""
    due = clock.today() + timedelta(days=7)
    return record_service(world.new(next_due_on=due), actor=world.drolma).record


def test_a_correction_keeps_the_old_row_and_the_number(world, saved):
    fixed = correct_record(saved.pk, world.new(minutes=45), actor=world.drolma)
    old = ServiceRecord.objects.get(pk=saved.pk)
    assert (fixed.number, fixed.version, fixed.minutes) == (old.number, 2, 45)
    assert old.superseded_at is not None
    assert old.minutes == 30
    assert [row.pk for row in ServiceRecord.objects.current()] == [fixed.pk]


def test_a_correction_sent_twice_is_one_correction(world, saved):
    new = world.new(minutes=45)
    first = correct_record(saved.pk, new, actor=world.drolma)
    second = correct_record(saved.pk, new, actor=world.drolma)
    assert first.pk == second.pk
    assert AuditEvent.objects.filter(action="services.corrected").count() == 1
    with pytest.raises(SameUidOtherContent):
        correct_record(saved.pk, replace(new, minutes=50), actor=world.drolma)


def test_two_people_correcting_the_same_record_never_overwrite_silently(world, saved):
    correct_record(saved.pk, world.new(minutes=45), actor=world.drolma)
    with pytest.raises(RecordAlreadyReplaced):
        correct_record(saved.pk, world.new(minutes=60), actor=world.drolma)
    assert ServiceRecord.objects.current().get().minutes == 45


def test_a_wrong_correction_leaves_the_record_standing(world, saved):
    with pytest.raises(Invalid):
        correct_record(saved.pk, world.new(minutes=9999), actor=world.drolma)
    assert ServiceRecord.objects.current().get().pk == saved.pk


def test_a_void_needs_a_reason_and_leaves_every_count(world, saved):
    with pytest.raises(VoidNeedsReason):
        void_record(saved.pk, actor=world.drolma, reason="  ")
    void_record(saved.pk, actor=world.drolma, reason="记到了别的户")
    row = ServiceRecord.objects.get(pk=saved.pk)
    assert (row.void_reason, row.is_current) == ("记到了别的户", False)
    assert not VisitDue.objects.filter(household=world.household).exists()
    with pytest.raises(RecordAlreadyReplaced):
        void_record(saved.pk, actor=world.drolma, reason="再来一次")


def test_who_may_not_read_a_session_note_cannot_wipe_it_out(world):
    session = record_service(
        world.new(method="case_session", note="谈了家里的事"), actor=world.drolma
    ).record
    colleague = replace(world.drolma, uid=new_uid(), worker_uid=new_uid())
    with pytest.raises(NoteNotYours):
        correct_record(session.pk, world.new(method="case_session"), actor=colleague)
    assert ServiceRecord.objects.current().get() == session
    with pytest.raises(NotFound):
        correct_record(session.pk, world.new(method="case_session"), actor=world.wang)
    mended = world.new(method="case_session", note="谈了家里的事", minutes=45)
    assert correct_record(session.pk, mended, actor=world.drolma).minutes == 45


def test_a_correction_moves_the_due_date(world, saved):
    due = clock.today() + timedelta(days=30)
    correct_record(saved.pk, world.new(next_due_on=due), actor=world.drolma)
    assert VisitDue.objects.get().due_on == due


def test_strangers_find_nothing_and_officers_are_refused(world, saved):
    with pytest.raises(NotFound):
        void_record(saved.pk, actor=world.wang, reason="x")
    with pytest.raises(Forbidden):
        void_record(saved.pk, actor=world.li, reason="x")
    with pytest.raises(NotFound):
        correct_record(new_uid(), world.new(), actor=world.drolma)


def test_a_timely_record_corrected_later_is_not_late(world):
    served = clock.today() - timedelta(days=20)
    with clock.standing_at(clock.now() - timedelta(days=19)):
        timely = record_service(world.new(served_on=served), actor=world.drolma).record
    assert not correct_record(timely.pk, world.new(served_on=served), actor=world.drolma).is_late
    late = record_service(world.new(served_on=served), actor=world.drolma).record
    assert correct_record(late.pk, world.new(served_on=served), actor=world.drolma).is_late


def test_what_becomes_casework_closes_its_older_note_too(world):
    from yimi.services.access import may_read_note

    visit = record_service(world.new(note="门口说的话"), actor=world.drolma).record
    colleague = replace(world.drolma, uid=new_uid(), worker_uid=new_uid())
    workers = {world.worker.pk}
    assert may_read_note(colleague, visit, worker_uids=workers)
    correct_record(
        visit.pk, world.new(method="case_session", note="门口说的话"), actor=world.drolma
    )
    visit.refresh_from_db()
    assert not may_read_note(colleague, visit, worker_uids=workers)
    assert may_read_note(world.drolma, visit, worker_uids=workers)
