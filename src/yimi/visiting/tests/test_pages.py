"""The pages: a day is planned from the overdue list, a tier is changed with its reason, a question is noted in a minute."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse

from yimi.audit.models import AuditEvent
from yimi.core import clock
from yimi.core.ids import new_uid
from yimi.people.actions.searching import make_tokens, save_tokens
from yimi.services.models import ServiceRecord, VisitDue
from yimi.visiting.models import (
    Consultation,
    HomeObservation,
    HouseholdTier,
    PlannedVisit,
    VisitTier,
)
from yimi.visiting.tests.conftest import COUNTY

pytestmark = pytest.mark.django_db


def day(number=0):
    return (clock.today() + timedelta(days=number)).isoformat()


@pytest.fixture
def drolma(client, world):
    """Her browser."""
    client.force_login(world.users["drolma"])
    return client


@pytest.fixture
def due(world):
    """The household is three days overdue."""
    return VisitDue.objects.create(
        household=world.household, due_on=clock.today() - timedelta(days=3)
    )


def test_the_route_and_its_sheet_show_who_is_due(drolma, world, due):
    page = reverse("visiting:route")
    for query in ({}, {"whose": "mine"}, {"sheet": "1"}):
        text = drolma.get(page, query).content.decode()
        assert "赵桂英" in text
        assert "邓东村" in text
    assert "赵桂英" not in drolma.get(page, {"on": day(1)}).content.decode()
    assert drolma.get(page, {"on": "nonsense"}).status_code == 200


def test_a_day_is_planned_from_the_overdue_list_and_taken_back(drolma, world, due):
    page = reverse("visiting:overdue")
    assert "逾期 3 天" in drolma.get(page, {"least_days": "1", "sort": "village"}).content.decode()
    data = {
        "households": [str(world.household.pk), "nonsense", str(new_uid())],
        "planned_on": day(1),
        "worker": str(world.worker.pk),
    }
    response = drolma.post(reverse("visiting:plan"), data)
    assert response["Location"].endswith(f"?on={day(1)}")
    planned = PlannedVisit.objects.get()
    assert planned.worker == world.worker
    assert "赵桂英" in drolma.get(response["Location"]).content.decode()
    drolma.post(reverse("visiting:withdraw", args=[planned.pk]))
    assert PlannedVisit.objects.get().withdrawn_at


def test_nobody_chosen_is_said_on_the_page(drolma, due):
    response = drolma.post(reverse("visiting:plan"), {"planned_on": day(1)})
    assert response.status_code == 422
    assert "请至少选一户" in response.content.decode()


def test_a_household_of_another_station_cannot_be_planned(client, world, due):
    client.force_login(world.users["wang"])
    data = {"households": [str(world.household.pk)], "planned_on": day(1)}
    assert client.post(reverse("visiting:plan"), data).status_code == 422
    assert not PlannedVisit.objects.exists()


def test_tier_and_date_are_changed_with_a_reason(drolma, world):
    uid = [world.household.pk]
    assert "没定等级" in drolma.get(reverse("visiting:household", args=uid)).content.decode()
    tier = {"tier_code": "high", "reason": ""}
    assert drolma.post(reverse("visiting:tier", args=uid), tier).status_code == 422
    tier["reason"] = "独居，上月摔倒过"
    assert drolma.post(reverse("visiting:tier", args=uid), tier).status_code == 302
    assert HouseholdTier.objects.get().tier_code == "high"
    due = {"due_on": day(2), "reason": "邻居说病了"}
    assert drolma.post(reverse("visiting:due", args=uid), due).status_code == 302
    text = drolma.get(reverse("visiting:household", args=uid)).content.decode()
    assert "独居，上月摔倒过" in text
    assert "邻居说病了" in text


def test_the_observation_is_filled_in_read_and_printed_and_each_look_is_in_the_trail(drolma, world):
    record = world.visit()
    page = reverse("visiting:observation", args=[record.pk])
    text = drolma.get(page).content.decode()
    assert "赵桂英" in text, "who was met is known"
    data = {"a-reason": "routine", "a-hazards": ["fall"], "a-needs": "想装扶手", "row_version": "0"}
    assert drolma.post(page, data).status_code == 302
    assert HomeObservation.objects.get().fall_hazard
    assert "想装扶手" in drolma.get(page).content.decode()
    assert drolma.post(page, data).status_code == 422, "somebody saved since: both are shown"
    response = drolma.get(reverse("visiting:print_observation", args=[record.pk]))
    assert response.content.startswith(b"%PDF")
    actions = set(AuditEvent.objects.values_list("action", flat=True))
    assert {"visiting.observation_viewed", "visiting.observation_printed"} <= actions


def test_how_people_live_is_offered_from_the_last_visit(drolma, world):
    before, now = world.visit(9), world.visit()
    data = {"a-reason": "risk", "a-living_type": "alone", "a-carer": "邻居周婶", "row_version": "0"}
    drolma.post(reverse("visiting:observation", args=[before.pk]), data)
    text = drolma.get(reverse("visiting:observation", args=[now.pk])).content.decode()
    assert "邻居周婶" in text


def asked(**changes):
    fields = {
        "uid": str(new_uid()), "channel": "phone", "resident": "", "band": "elder", "item": "SA2",
        "question": "低保怎么申请", "answer": "带户口本来站里", "result": "answered", "minutes": "10",
        "served_on": day(),
    }  # fmt: skip
    return fields | changes


def test_a_nameless_call_is_noted_and_counted_once(drolma, world):
    page = reverse("visiting:register")
    assert drolma.get(page).status_code == 200
    data = asked()
    for _twice in range(2):
        assert drolma.post(page, data).status_code == 302
    row, record = Consultation.objects.get(), ServiceRecord.objects.get()
    assert (row.channel, row.is_anonymous, record.method, record.person_times) == (
        "phone", True, "phone", 1,
    )  # fmt: skip
    assert "低保怎么申请".encode() not in bytes(record.note_sealed)
    response = drolma.get(reverse("visiting:print_consultation", args=[row.pk]))
    assert response.content.startswith(b"%PDF")


def test_somebody_on_file_is_looked_for_without_saving_and_then_registered(drolma, world):
    save_tokens(make_tokens(world.elder))
    page = reverse("visiting:register")
    response = drolma.post(page, asked(find="1", q="赵桂英"))
    assert response.status_code == 200
    assert str(world.elder.pk) in response.content.decode()
    assert not ServiceRecord.objects.exists()
    uid = str(world.elder.pk)
    assert drolma.post(page, asked(resident=uid, offered=uid)).status_code == 302
    record = ServiceRecord.objects.get()
    assert record.household == world.household


def test_what_does_not_fit_is_said_at_its_field_and_nothing_is_lost(drolma, world):
    response = drolma.post(reverse("visiting:register"), asked(result="later"))
    assert response.status_code == 422
    text = response.content.decode()
    assert "请填哪天答复" in text
    assert "低保怎么申请" in text


def test_the_list_leads_with_whom_the_station_owes_an_answer(drolma, world):
    drolma.post(reverse("visiting:register"), asked(result="later", follow_up_on=day(2)))
    drolma.post(reverse("visiting:register"), asked(result="answered"))
    page = reverse("visiting:consultations")
    row = Consultation.objects.get(result="later")
    text = drolma.get(page).content.decode()
    assert row.record_number in text
    assert Consultation.objects.get(result="answered").record_number not in text
    drolma.post(reverse("visiting:done", args=[row.pk]))
    assert row.record_number not in drolma.get(page).content.decode()
    assert row.record_number in drolma.get(page, {"state": "all"}).content.decode()


def test_the_county_sets_a_tier(client, world):
    client.force_login(world.users["li"])
    page = reverse("visiting:tiers")
    data = {"region_code": COUNTY, "code": "high", "name": "红色", "interval_days": "5",
            "source": "商民〔2026〕8 号"}  # fmt: skip
    assert client.post(page, data | {"interval_days": "0"}).status_code == 422
    assert client.post(page, data).status_code == 302
    assert VisitTier.objects.get(region_code=COUNTY).interval_days == 5
    assert "红色" in client.get(page).content.decode()
