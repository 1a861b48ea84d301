"""A service is recorded once, and only rightly."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from yimi.audit.models import AuditEvent
from yimi.core import clock
from yimi.core.errors import Forbidden, Invalid
from yimi.core.ids import new_uid
from yimi.core.models import DataKey
from yimi.people.tests.factories import make_household, make_resident
from yimi.services.actions import record_history, record_service, record_services
from yimi.services.actions.record import Submission, record_each
from yimi.services.actions.record_rows import NOTE_FIELD
from yimi.services.errors import InvalidBatch, SameUidOtherContent
from yimi.services.lookups import Surroundings
from yimi.services.models import Participant, RecordWorker, ServiceItem, ServiceRecord
from yimi.services.rules import content_digest
from yimi.stations.models import ServiceUnit


def refused(world, **changes) -> dict:
    """The fields that a changed record is refused for."""
    with pytest.raises(Invalid) as refusal:
        record_service(world.new(**changes), actor=world.drolma)
    assert not ServiceRecord.objects.exists()
    return refusal.value.fields


def test_a_visit_is_saved_with_its_people_workers_and_number(world):
    new = world.new(
        note="血压药还剩一周", participants={world.elder.pk: "served", world.son.pk: "collateral"}
    )
    receipt = record_service(new, actor=world.drolma)
    record = ServiceRecord.objects.get(pk=new.uid)
    assert receipt.is_new
    assert record.number == f"{world.unit.number}-{clock.today().year % 100:02d}-00001"
    # the son was only spoken about: he is no 人次
    assert record.person_times == 1
    assert Participant.objects.count() == 2
    assert RecordWorker.objects.get().is_lead
    assert record.unit_region_code == world.unit.region_code
    assert record.served_region_code == world.household.region_code
    assert not record.is_late


def test_the_note_is_encrypted_under_the_household_key(world):
    record = record_service(world.new(note="秘密的话"), actor=world.drolma).record
    assert "秘密".encode() not in bytes(record.note_sealed)
    key = DataKey.objects.get(pk=world.household.key_id)
    assert key.open(record.note_sealed, field=NOTE_FIELD, row=record.pk) == "秘密的话"


def test_saved_twice_is_saved_once(world):
    new = world.new()
    first = record_service(new, actor=world.drolma)
    second = record_service(new, actor=world.drolma)
    assert (first.is_new, second.is_new) == (True, False)
    assert second.record.number == first.record.number
    assert ServiceRecord.objects.count() == 1
    assert AuditEvent.objects.filter(action="services.recorded").count() == 1


def test_the_same_uid_with_other_content_is_refused(world):
    new = world.new()
    record_service(new, actor=world.drolma)
    with pytest.raises(SameUidOtherContent):
        record_service(replace(new, minutes=45), actor=world.drolma)
    assert ServiceRecord.objects.get().minutes == 30


def test_the_same_uid_from_somebody_else_reveals_nothing(world):
    new = world.new()
    record_service(new, actor=world.drolma)
    twin = replace(world.drolma, uid=new_uid())
    with pytest.raises(SameUidOtherContent) as refusal:
        record_service(new, actor=twin)
    assert refusal.value.data == {}


def test_a_late_record_is_marked(world):
    late = world.new(served_on=clock.today() - timedelta(days=8))
    timely = world.new(served_on=clock.today() - timedelta(days=7))
    assert record_service(late, actor=world.drolma).record.is_late
    assert not record_service(timely, actor=world.drolma).record.is_late


def test_a_visit_where_nobody_was_met_counts_nobody(world):
    record = record_service(
        world.new(outcome="not_met", participants={}, minutes=0), actor=world.drolma
    ).record
    assert record.person_times == 0


def test_unnamed_people_are_head_counts(world):
    new = world.new(
        method="activity", household_uid=None, participants={}, item_code="GV4",
        head_counts={"elder": 18, "child": 5}, co_organisers=["商水县公安局"],
    )  # fmt: skip
    record = record_service(new, actor=world.drolma).record
    assert record.person_times == 23
    assert record.co_organisers.get().name == "商水县公安局"


@pytest.mark.parametrize(
    "changes,field",
    [
        ({"served_on": date(2999, 1, 1)}, "served_on"),
        ({"served_on": date(2001, 1, 1)}, "served_on"),
        ({"minutes": 1441}, "minutes"),
        ({"minutes": -1}, "minutes"),
        ({"minutes": 0}, "minutes"),
        ({"household_uid": None}, "household"),
        ({"household_uid": new_uid()}, "household"),
        ({"participants": {}}, "participants"),
        ({"participants": {new_uid(): "served"}}, "participants"),
        ({"outcome": "not_met"}, "participants"),
        ({"outcome": "not_met", "method": "phone", "participants": {}}, "outcome"),
        ({"worker_uids": ()}, "workers"),
        ({"worker_uids": (new_uid(),)}, "workers"),
        ({"item_code": "XX9"}, "item"),
        ({"further_items": ("EL2",)}, "further_items"),
        ({"method": "telepathy"}, "method"),
        ({"next_due_on": date(2001, 1, 1)}, "next_due_on"),
        ({"next_due_on": date(2999, 1, 1)}, "next_due_on"),
        ({"head_counts": {"elder": 0}}, "head_counts"),
        ({"head_counts": {"martian": 3}}, "head_counts"),
        ({"changes": ("nonsense",)}, "changes"),
        ({"note": "长" * 20_001}, "note"),
        ({"served_region_code": "4116"}, "served_region_code"),
        ({"unit_uid": new_uid()}, "unit"),
    ],
)
def test_a_wrong_field_is_refused_at_its_place(world, changes, field):
    assert list(refused(world, **changes)) == [field]


def test_a_retired_item_is_refused_after_its_last_day(world):
    ServiceItem.objects.filter(code="EL2").update(valid_to=clock.today() - timedelta(days=1))
    assert "item" in refused(world)


def test_a_worker_placed_elsewhere_is_refused(world):
    assert "workers" in refused(world, worker_uids=(world.wang.worker_uid,))


def test_a_neighbours_household_looks_unknown(world):
    theirs = make_household(world.neighbour)
    person = make_resident(theirs, "孙国强")
    fields = refused(world, household_uid=theirs.pk, participants={person.pk: "served"})
    assert set(fields) == {"household", "participants"}


def test_another_countys_worker_cannot_record_here(world):
    with pytest.raises(Invalid) as refusal:
        record_service(world.new(), actor=world.wang)
    assert "unit" in refusal.value.fields


def test_an_officer_cannot_record_at_all(world):
    with pytest.raises(Forbidden):
        record_service(world.new(), actor=world.li)


def test_a_batch_is_all_or_nothing_and_names_its_rows(world):
    with pytest.raises(InvalidBatch) as refusal:
        record_services(
            [world.new(), world.new(minutes=9999), world.new(item_code="XX9")], actor=world.drolma
        )
    assert {at: list(fields) for at, fields in refusal.value.rows.items()} == {
        1: ["minutes"],
        2: ["item"],
    }
    assert not ServiceRecord.objects.exists()


def test_a_batch_equals_one_by_one(world):
    batch = [world.new(minutes=minutes, note="记") for minutes in (10, 20, 30)]
    record_services(batch, actor=world.drolma)
    singles = [replace(new, uid=new_uid()) for new in batch]
    for new in singles:
        record_service(new, actor=world.drolma)
    columns = (
        "method",
        "minutes",
        "person_times",
        "unit",
        "household",
        "served_on",
        "is_late",
        "digest",
    )
    together = list(
        ServiceRecord.objects.filter(pk__in=[n.uid for n in batch])
        .order_by("number")
        .values_list(*columns)
    )
    alone = list(
        ServiceRecord.objects.filter(pk__in=[n.uid for n in singles])
        .order_by("number")
        .values_list(*columns)
    )
    assert together == alone
    assert AuditEvent.objects.filter(action="services.recorded").count() == 4


def test_a_batch_costs_the_same_number_of_queries_whatever_its_size(world):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    def cost(count: int) -> int:
        batch = [world.new(minutes=10 + n) for n in range(count)]
        with CaptureQueriesContext(connection) as queries:
            record_services(batch, actor=world.drolma)
        # SQLite runs executemany as one captured query per row: due dates are counted once
        return len([q for q in queries.captured_queries if "services_visitdue" not in q["sql"]])

    assert cost(3) == cost(30)


def test_numbers_never_repeat_within_a_unit_and_year(world):
    records = [record_service(world.new(minutes=n), actor=world.drolma).record for n in range(1, 6)]
    assert len({record.number for record in records}) == 5


def test_a_ledgers_block_is_saved_as_the_batch_would_be(world):
    old = clock.today() - timedelta(days=2000)
    ServiceUnit.objects.filter(pk=world.unit.pk).update(opened_on=old)
    batch = [world.new(served_on=old, note="量血压"), world.new(served_on=old, minutes=45)]
    around = Surroundings.of(batch)
    with CaptureQueriesContext(connection) as queries:
        record_history(batch, actor=world.drolma, around=around)
    assert not [query for query in queries if query["sql"].startswith("SELECT")]
    again = record_services(batch, actor=world.drolma, is_historic=True)
    assert [receipt.is_new for receipt in again] == [False, False]
    event = AuditEvent.objects.get(action="services.recorded")
    assert event.details["records"] == [[str(new.uid), content_digest(new)] for new in batch]
    with pytest.raises(InvalidBatch):
        record_history([world.new(minutes=-1)], actor=world.drolma, around=around)
    with pytest.raises(Forbidden):
        record_history([world.new()], actor=world.li, around=around)


def test_events_of_one_moment_share_a_transaction_and_keep_their_own_answers(world):
    """What several phones send at once: a right one, the same again, a wrong one, a stranger's."""
    right, wrong = world.new(note="量血压"), world.new(minutes=-1)
    other = world.new(uid=right.uid, minutes=right.minutes + 5)
    sent = [
        Submission(new, actor, content_digest(new))
        for new, actor in (
            (right, world.drolma),
            (right, world.drolma),
            (wrong, world.drolma),
            (other, world.drolma),
            (world.new(), world.wang),
        )
    ]
    saved, again, faulty, clash, stranger = record_each(sent)
    assert (saved.is_new, again.is_new) == (True, False)
    assert saved.record == again.record == ServiceRecord.objects.get()
    assert "minutes" in faulty.fields
    assert isinstance(clash, SameUidOtherContent)
    assert "unit" in stranger.fields
    event = AuditEvent.objects.get(action="services.recorded")
    assert event.details["records"] == [[str(right.uid), content_digest(right)]]
