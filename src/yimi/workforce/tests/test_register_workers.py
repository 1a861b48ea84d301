"""Registering, correcting, revealing and leaving."""

from __future__ import annotations

import json
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from yimi.audit.models import AuditEvent
from yimi.core.errors import Conflict, Forbidden, Invalid
from yimi.stations.tests.factories import make_operator
from yimi.workforce.actions import (
    CertificateDraft,
    FirstPost,
    WorkerDraft,
    correct_worker,
    record_leaving,
    register_worker,
    register_workers,
    reveal_value,
)
from yimi.workforce.errors import WorkerAlreadyRegistered
from yimi.workforce.models import Placement, Worker
from yimi.workforce.tests.conftest import COUNTY, OTHER_COUNTY

pytestmark = pytest.mark.django_db
ID_NUMBER = "990101199003070015"
PHONE = "10000001234"


def draft(people, **fields):
    defaults = {
        "name": "格桑",
        "region_code": COUNTY,
        "post": FirstPost(unit=people.a, starts_on=date(2024, 1, 1)),
    }
    return WorkerDraft(**(defaults | fields))


def test_a_head_registers_a_colleague_of_the_own_station(people):
    worker = register_worker(draft(people, phone=PHONE, id_number=ID_NUMBER), actor=people.head)
    assert worker.placements.get().unit == people.a
    assert (worker.birth_on, worker.sex) == (date(1990, 3, 7), "1")


def test_others_may_not(people):
    for actor in (people.drolma, people.town, people.wang, people.audit):
        with pytest.raises(Forbidden):
            register_worker(draft(people), actor=actor)
    elsewhere = FirstPost(unit=people.b, starts_on=date(2024, 1, 1))
    with pytest.raises(Forbidden):
        register_worker(draft(people, post=elsewhere), actor=people.head)
    with pytest.raises(Forbidden):
        register_worker(draft(people, post=None), actor=people.head)
    with pytest.raises(Forbidden):
        register_worker(draft(people, region_code=OTHER_COUNTY), actor=people.head)


def test_phone_and_id_number_stand_nowhere_in_the_clear(people):
    worker = register_worker(draft(people, phone=PHONE, id_number=ID_NUMBER), actor=people.li)
    row = Worker.objects.values().get(pk=worker.pk)
    trail = json.dumps(list(AuditEvent.objects.values_list("details", "reason", "subject_uid")))
    for secret in (PHONE, ID_NUMBER):
        assert secret not in str(row)
        assert secret not in trail
    assert "格桑" not in trail


def test_an_id_number_is_on_file_once_in_a_province(people):
    register_worker(draft(people, id_number=ID_NUMBER), actor=people.li)
    with pytest.raises(WorkerAlreadyRegistered):
        register_worker(draft(people, id_number=ID_NUMBER.lower()), actor=people.li)
    two = [draft(people, id_number="990101199003070031")] * 2
    with pytest.raises((WorkerAlreadyRegistered, Invalid)):
        register_workers(two, actor=people.li)


@pytest.mark.parametrize(
    "fields, at",
    [
        ({"name": " "}, "name"),
        ({"phone": "没有"}, "phone"),
        ({"id_number": "123"}, "id_number"),
        ({"id_number": ID_NUMBER, "birth_on": date(1991, 1, 1)}, "birth_on"),
        ({"id_number": ID_NUMBER, "sex": "2"}, "sex"),
        ({"sex": "7"}, "sex"),
        ({"employment_mode": "x"}, "employment_mode"),
        ({"education": "x"}, "education"),
        ({"region_code": "411623999000"}, "region_code"),
    ],
)
def test_what_cannot_be_right_is_said_at_its_field(people, fields, at):
    with pytest.raises(Invalid) as refused:
        register_worker(draft(people, **fields), actor=people.li)
    assert list(refused.value.fields) == [at]


def test_a_union_post_has_an_employer_that_is_no_operator(people):
    worker = register_worker(draft(people, employer_name="县总工会"), actor=people.li)
    assert worker.employer is None
    with pytest.raises(Invalid):
        register_worker(
            draft(people, employer_name="县总工会", employer=make_operator()), actor=people.li
        )


def test_a_batch_equals_one_by_one_and_costs_the_same_for_3_and_30(people):
    def certified(name):
        held = CertificateDraft(level="assistant", issued_on=date(2020, 10, 1))
        return draft(people, name=name, certificates=(held,))

    costs = []
    for count in (3, 30):
        drafts = [certified(f"工{n}") for n in range(count)]
        with CaptureQueriesContext(connection) as spent:
            batch = register_workers(drafts, actor=people.li)
        costs.append(len(spent))
    assert costs[0] == costs[1]
    single = register_worker(certified("工0"), actor=people.li)
    facts = ("name", "sex", "region_code", "employment_mode", "id_digest")
    assert [getattr(single, f) for f in facts] == [getattr(batch[0], f) for f in facts]
    for worker in (single, batch[0]):
        assert worker.placements.get().unit == people.a
        assert worker.certificates.get().level == "assistant"


def test_corrections_seal_what_is_personal_and_clash_when_stale(people):
    worker = people.staff.drolma
    correct_worker(
        worker, actor=people.head, expected=1, changes={"phone": PHONE, "education": "bachelor"}
    )
    assert worker.key.open(worker.phone_sealed, field="phone", row=worker.uid) == PHONE
    with pytest.raises(Conflict):
        correct_worker(worker, actor=people.head, expected=1, changes={"name": "央金"})
    for actor in (people.drolma, people.town, people.wang):
        with pytest.raises(Forbidden):
            correct_worker(worker, actor=actor, expected=2, changes={"name": "央金"})


def test_an_id_number_added_later_brings_birth_and_sex(people):
    worker = people.staff.drolma
    correct_worker(worker, actor=people.li, expected=1, changes={"id_number": ID_NUMBER})
    fresh = Worker.objects.get(pk=worker.pk)
    assert (fresh.birth_on, fresh.sex) == (date(1990, 3, 7), "1")
    correct_worker(worker, actor=people.li, expected=2, changes={"id_number": ""})
    assert Worker.objects.get(pk=worker.pk).id_digest == ""


def test_revealing_leaves_a_trace(people):
    worker = register_worker(draft(people, phone=PHONE), actor=people.li)
    assert reveal_value(worker, actor=people.head, field="phone") == PHONE
    event = AuditEvent.objects.get(action="workforce.reveal_value")
    assert (event.actor_uid, event.details) == (people.head.uid, {"field": "phone"})
    for actor in (people.drolma, people.town, people.wang):
        with pytest.raises(Forbidden):
            reveal_value(worker, actor=actor, field="phone")


def test_leaving_ends_every_post(people):
    worker = people.staff.drolma
    record_leaving(worker, actor=people.li, expected=1, left_on=date(2025, 6, 30))
    assert Placement.objects.current().get(worker=worker).ends_on == date(2025, 6, 30)
    with pytest.raises(Conflict):
        record_leaving(worker, actor=people.li, expected=1, left_on=date(2025, 7, 1))


def test_nobody_leaves_before_a_post_begins(people):
    with pytest.raises(Invalid):
        record_leaving(people.staff.drolma, actor=people.li, expected=1, left_on=date(2022, 1, 1))
