"""Consultations: one service record each, nameless if wished, followed up until what was promised is done."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import transaction

from yimi.core import clock
from yimi.core.errors import Forbidden, Invalid, NotFound
from yimi.core.ids import new_uid
from yimi.services.actions import record_service, void_record
from yimi.services.models import ServiceRecord
from yimi.services.queries import total_figures
from yimi.visiting.actions import ConsultationDraft, finish_follow_up, record_consultation
from yimi.visiting.errors import ConsultationAlreadyDone
from yimi.visiting.models import Consultation
from yimi.visiting.queries import ConsultationFilter, consultation_rows

pytestmark = pytest.mark.django_db


def nameless(world, **changes):
    record = {
        "method": "consultation",
        "item_code": "SA2",
        "household_uid": None,
        "participants": {},
        "head_counts": {"elder": 1},
        "note": "问低保怎么申请",
    }
    fields = {"channel": "visit", "result": "answered", "is_anonymous": True}
    return ConsultationDraft(
        record=world.new(**(record | changes.pop("record", {}))), **(fields | changes)
    )


def later(world, days, **changes):
    due = clock.today() + timedelta(days=days)
    return nameless(world, result="later", follow_up_on=due, **changes)


def shown(world, **chosen):
    rows, _page = consultation_rows(world.drolma, ConsultationFilter(**chosen), today=clock.today())
    return rows


def test_one_consultation_is_one_service_record_and_nameless_people_are_counted(world):
    row = record_consultation(nameless(world), actor=world.drolma)
    record = ServiceRecord.objects.get()
    assert (record.number, record.method, record.person_times) == (
        row.record_number,
        "consultation",
        1,
    )
    day = clock.today()
    figures = total_figures(world.drolma, first=day, last=day, unit_uids=[world.unit.pk])
    assert figures["person_times"] == 1
    assert not figures.get("persons", 0)


def test_sent_twice_it_is_one(world):
    draft = nameless(world)
    first = record_consultation(draft, actor=world.drolma)
    assert record_consultation(draft, actor=world.drolma) == first
    assert Consultation.objects.count() == ServiceRecord.objects.count() == 1


def test_a_name_and_namelessness_exclude_each_other(world):
    people = {"household_uid": world.household.pk, "participants": {world.elder.pk: "served"}}
    with pytest.raises(Invalid) as error:
        record_consultation(nameless(world, record=people), actor=world.drolma)
    assert "is_anonymous" in error.value.fields
    draft = nameless(world, record=people | {"head_counts": {}}, is_anonymous=False)
    record_consultation(draft, actor=world.drolma)
    assert [one.name for one in shown(world, state="all")[0].people] == ["赵桂英"]


@pytest.mark.parametrize(
    "changes,field",
    [
        ({"channel": "pigeon"}, "channel"),
        ({"channel": "phone"}, "channel"),
        ({"result": "unheard"}, "result"),
        ({"result": "later"}, "follow_up_on"),
        ({"follow_up_on": clock.today() - timedelta(days=1)}, "follow_up_on"),
    ],
)
def test_what_does_not_fit_together_saves_nothing(world, changes, field):
    with pytest.raises(Invalid) as error:
        record_consultation(nameless(world, **changes), actor=world.drolma)
    assert field in error.value.fields
    assert not ServiceRecord.objects.exists()


def test_a_fault_of_the_record_stands_at_its_field(world):
    with pytest.raises(Invalid) as error, transaction.atomic():
        record_consultation(nameless(world, record={"head_counts": {}}), actor=world.drolma)
    assert "participants" in error.value.fields
    assert not Consultation.objects.exists()


def test_what_is_promised_stays_open_until_it_is_done_once(world):
    row = record_consultation(later(world, 3), actor=world.drolma)
    record_consultation(nameless(world), actor=world.drolma)
    assert [one.consultation for one in shown(world)] == [row]
    assert len(shown(world, state="all")) == 2
    finish_follow_up(row, actor=world.drolma)
    assert shown(world) == []
    with pytest.raises(ConsultationAlreadyDone):
        finish_follow_up(row, actor=world.head)


def test_nothing_promised_nothing_to_finish(world):
    row = record_consultation(nameless(world), actor=world.drolma)
    with pytest.raises(Invalid):
        finish_follow_up(row, actor=world.drolma)


def test_strangers_and_offices_do_not_reach_it(world):
    row = record_consultation(later(world, 1), actor=world.drolma)
    with pytest.raises(NotFound):
        finish_follow_up(row, actor=world.wang)
    for actor in (world.li, world.wang):
        with pytest.raises((Forbidden, Invalid)):
            record_consultation(nameless(world), actor=actor)
    with pytest.raises(Forbidden):
        finish_follow_up(row, actor=world.li)


def test_a_voided_record_takes_its_consultation_out_of_the_list(world):
    row = record_consultation(later(world, 1), actor=world.drolma)
    record = ServiceRecord.objects.get(number=row.record_number)
    void_record(record.pk, actor=world.drolma, reason="记重了")
    assert shown(world, state="all") == []


def test_search_and_filters(world):
    people = {
        "household_uid": world.household.pk,
        "participants": {world.elder.pk: "served"},
        "head_counts": {},
        "method": "phone",
    }
    named = nameless(world, record=people, is_anonymous=False, channel="phone", result="referred")
    one = record_consultation(named, actor=world.drolma)
    two = record_consultation(nameless(world), actor=world.drolma)
    record_service(world.new(), actor=world.drolma)

    def found(**chosen):
        return {row.consultation for row in shown(world, state="all", **chosen)}

    assert found(text="赵桂英") == found(channel="phone") == found(result="referred") == {one}
    assert found(text=two.record_number) == {two}
    assert found(text="没有这个人") == set()
    assert found(last=clock.today() - timedelta(days=1)) == set()
    assert found(first=clock.today()) == {one, two}


def test_the_list_costs_the_same_with_3_and_with_30(world, django_assert_num_queries):
    for _ in range(3):
        record_consultation(later(world, 1), actor=world.drolma)
    # 3: consultations, their records, who asked
    with django_assert_num_queries(3):
        assert len(shown(world)) == 3
    for _ in range(27):
        record_consultation(later(world, 1, record={"uid": new_uid()}), actor=world.drolma)
    with django_assert_num_queries(3):
        assert len(shown(world)) == 30
