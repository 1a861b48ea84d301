"""The trail proves itself: change, removal, insertion and reordering show."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from django.db import connection

from yimi.audit import sealer
from yimi.audit.actions import record_event
from yimi.audit.models import AuditEvent, Seal
from yimi.audit.queries import events_about, verify_trail
from yimi.core.actor import Actor
from yimi.core.ids import new_uid

DROLMA = Actor(uid=new_uid(), name="卓玛")
pytestmark = pytest.mark.django_db


@pytest.fixture
def trail(tmp_path, settings):
    """Three sealed batches of four events, and two in the tail."""
    settings.VAR_DIR = tmp_path
    for _batch in range(3):
        for step in range(4):
            record_event(
                DROLMA, "people.household_viewed", subject_kind="household", subject_uid=new_uid(),
                region_code="411623001000", details={"n": step, "名": "赵·扎西"},
            )  # fmt: skip
        with pytest.MonkeyPatch.context() as patch:
            # inside a test's transaction on_commit never fires; the head file is written at once
            patch.setattr(sealer.transaction, "on_commit", lambda run: run())
            assert sealer.seal_pending() == 4
    for _tail in range(2):
        record_event(DROLMA, "access.signed_in", subject_kind="user", subject_uid=DROLMA.uid)


def test_an_untouched_trail_is_intact(trail):
    found = verify_trail()
    assert (found.is_intact, found.sealed, found.seals, found.tail) == (True, 12, 3, 2)


@pytest.mark.parametrize(
    "column,value",
    [("actor_name", "别人"), ("details", {"n": 99}), ("action", "x.y"), ("reason", "补写"),
     ("subject_uid", "0"), ("region_code", "411624000000"), ("unit_uid", new_uid())],
)  # fmt: skip
def test_a_changed_event_shows(trail, column, value):
    event = AuditEvent.objects.order_by("id")[5]
    AuditEvent.objects.filter(pk=event.pk).update(**{column: value})
    assert any(f"event {event.pk}" in fault for fault in verify_trail().faults)


def test_a_changed_time_shows(trail):
    event = AuditEvent.objects.order_by("id")[0]
    AuditEvent.objects.filter(pk=event.pk).update(at=event.at - timedelta(microseconds=1))
    assert not verify_trail().is_intact


def test_a_change_that_mends_its_own_digest_still_shows(trail):
    from yimi.audit.actions import digest_of

    event = AuditEvent.objects.order_by("id")[7]
    event.actor_name = "别人"
    AuditEvent.objects.filter(pk=event.pk).update(actor_name="别人", digest=digest_of(event))
    assert any("does not match its events" in fault for fault in verify_trail().faults)


@pytest.mark.parametrize("position", [0, 5, 11])
def test_a_removed_event_shows(trail, position):
    AuditEvent.objects.order_by("id")[position].delete()
    assert not verify_trail().is_intact


def test_reordered_events_show(trail):
    first, second = AuditEvent.objects.order_by("id")[:2]
    free = AuditEvent.objects.order_by("-id")[0].id + 1000
    AuditEvent.objects.filter(pk=first.id).update(id=free)
    AuditEvent.objects.filter(pk=second.id).update(id=first.id)
    AuditEvent.objects.filter(pk=free).update(id=second.id)
    assert not verify_trail().is_intact


def test_an_event_moved_to_another_seal_shows(trail):
    event = AuditEvent.objects.order_by("id")[0]
    AuditEvent.objects.filter(pk=event.pk).update(seal_id=2)
    assert not verify_trail().is_intact


def test_an_inserted_event_shows(trail):
    event = record_event(DROLMA, "x.y", subject_kind="user", subject_uid="1")
    AuditEvent.objects.filter(uid=event.uid).update(seal_id=3)
    assert not verify_trail().is_intact


def test_a_missing_seal_shows(trail):
    AuditEvent.objects.filter(seal_id=2).delete()
    Seal.objects.filter(number=2).delete()
    assert not verify_trail().is_intact


def test_cutting_off_the_end_shows(trail):
    AuditEvent.objects.filter(seal_id=3).delete()
    Seal.objects.filter(number=3).delete()
    assert any("cut off" in fault for fault in verify_trail().faults)


def test_a_chain_rebuilt_with_another_key_shows(trail, settings):
    with connection.cursor() as cursor:
        cursor.execute("UPDATE audit_seal SET chain = %s WHERE number = 3", ["0" * 64])
    assert not verify_trail().is_intact


def test_a_missing_head_file_shows(trail):
    sealer.head_file().unlink()
    assert any("head file" in fault for fault in verify_trail().faults)


def test_the_head_file_names_the_last_seal(trail):
    head = json.loads(sealer.head_file().read_text())
    assert head["number"] == 3
    assert sealer.head_file().stat().st_mode & 0o077 == 0


def test_what_happened_to_a_thing_is_found(trail):
    assert events_about(DROLMA.uid).count() == 2


def test_sealing_twice_seals_once(trail):
    assert sealer.seal_pending() == 2
    assert sealer.seal_pending() == 0
    assert Seal.objects.count() == 4
