"""Addresses and forms with nonsense in them answer like any other, and the trail keeps what was meant."""

from __future__ import annotations

from datetime import date

import pytest

from yimi.access.tests.factories import make_user
from yimi.audit.models import AuditEvent
from yimi.core.ids import new_uid
from yimi.people.tests.factories import make_resident
from yimi.services.actions import record_service
from yimi.services.models import ServiceRecord
from yimi.services.rules import check_record


@pytest.fixture
def drolma(client, world):
    """Signed in, as a worker of the station."""
    client.force_login(make_user("worker", world.unit, worker_uid=world.worker.pk, name="卓玛"))
    return client


@pytest.mark.parametrize(
    "place",
    [
        "0001-01-01T00:00:00+14:00",
        "9999-12-31T23:59:59-12:00",
        "0001-01-01T00:00:00",
        "x",
        "9" * 5000,
    ],
)
@pytest.mark.parametrize("sort", ["recorded_at", "-recorded_at", "minutes", "served_on"])
def test_a_made_up_cursor_is_an_ordinary_page(drolma, place, sort):
    answer = drolma.get("/records/", {"sort": sort, "after": f"{place}~{new_uid().hex}"})
    assert answer.status_code == 200


@pytest.mark.parametrize(
    "changes",
    [
        {"minutes": "9" * 5000},
        {"day": "other", "served_on": "9999-12-31", "next_visit": "other", "due_on": "9999-12-31"},
        {"day": "other", "served_on": "0001-01-01"},
    ],
)
def test_impossible_numbers_and_days_come_back_with_the_form(drolma, world, changes):
    form = {
        "household": str(world.household.pk), "uid": str(new_uid()), "method": "home_visit", "outcome": "met",
        "participants": str(world.elder.pk), "day": "today", "minutes": "30", "items": "EL2", "next_visit": "none",
    }  # fmt: skip
    assert drolma.post("/record/", form | changes).status_code == 422


def test_the_calendars_end_is_a_day_like_others(world):
    last = date(9999, 12, 31)
    faults = check_record(world.new(served_on=last, next_due_on=last), today=date(2026, 9, 1))
    assert faults == {"served_on": ["in_future"]}


def test_an_export_tells_its_filters_and_nothing_else(drolma):
    drolma.get("/records/export/", {"method": "phone", "q": "13800000000", "first": "2026-09-01"})
    event = AuditEvent.objects.get(action="services.exported")
    assert event.details["filter"] == {
        "first": "2026-09-01",
        "method": "phone",
        "state": "current",
        "sort": "-served_on",
    }


def test_a_correction_keeps_whom_and_what_the_page_does_not_ask_about(drolma, world):
    member = make_resident(unit=world.unit, region_code=world.unit.region_code)
    new = world.new(
        method="group_session",
        household_uid=None,
        participants={member.pk: "served"},
        effects=("hardship",),
        next_due_on=None,
    )
    record = record_service(new, actor=world.drolma).record
    form = {
        "uid": str(new_uid()), "method": "group_session", "outcome": "met", "day": "today", "minutes": "90",
        "items": new.item_code, "next_visit": "none",
    }  # fmt: skip
    assert drolma.post(f"/records/{record.pk}/correct/", form).status_code == 302
    fixed = ServiceRecord.objects.current().get(number=record.number)
    assert fixed.minutes == 90
    assert list(fixed.participants.values_list("resident_id", flat=True)) == [member.pk]
    assert [tag.code for tag in fixed.tags.filter(kind="effect")] == ["hardship"]
