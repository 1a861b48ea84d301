"""A county's own numbers: from tomorrow, never backwards, and used where records are saved."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse

from yimi.access.queries import build_actor
from yimi.access.tests.factories import make_user
from yimi.core import clock
from yimi.core.errors import Forbidden, Invalid
from yimi.services import parameters
from yimi.services.actions import set_local_number
from yimi.services.models import LocalNumber, NumberName
from yimi.services.parameters import late_after_days, regular_weeks, regular_weeks_at

pytestmark = pytest.mark.django_db
COUNTY, UNIT_PLACE = "411623", "411623002000"


@pytest.fixture(autouse=True)
def nothing_remembered():
    parameters.forget()
    yield
    parameters.forget()


@pytest.fixture
def officer(db):
    return make_user("county_officer", "411623000000", name="李敏")


def set_days(user, **changes):
    facts = {
        "value": 3,
        "starts_on": clock.today() + timedelta(days=1),
        "source": "商民〔2026〕5 号",
    }
    return set_local_number(
        NumberName.LATE_DAYS, COUNTY, actor=build_actor(user), **(facts | changes)
    )


def test_it_holds_from_its_day_on_in_its_county_only(officer):
    assert late_after_days(UNIT_PLACE) == 7
    set_days(officer)
    assert late_after_days(UNIT_PLACE) == 7, "today is as it was"
    with time_machine.travel(clock.now() + timedelta(days=1)):
        assert late_after_days(UNIT_PLACE) == 3
        assert late_after_days("411622104000") == 7
    assert late_after_days(UNIT_PLACE) == 7


def test_the_nearest_place_decides(officer):
    yesterday = clock.today() - timedelta(days=1)
    for prefix, weeks in (("41", 8), ("411623", 6)):
        LocalNumber.objects.create(
            name="regular_weeks", region_prefix=prefix, value=weeks, starts_on=yesterday,
            source="通知", recorded_by=officer.uid,
        )  # fmt: skip
    assert (regular_weeks(UNIT_PLACE), regular_weeks("411622104000")) == (6, 8)
    assert regular_weeks_at({UNIT_PLACE, "110101001000"}) == {UNIT_PLACE: 6, "110101001000": 4}


@pytest.mark.parametrize(
    "change", [{"value": 0}, {"value": 61}, {"starts_on": clock.today()}, {"source": " "}]
)
def test_what_makes_no_sense_or_looks_back_is_refused(officer, change):
    with pytest.raises(Invalid):
        set_days(officer, **change)


def test_another_countys_officer_and_a_station_do_not_set_it(db):
    for user in (
        make_user("county_officer", "411622000000"),
        make_user("station_head", "411623002000"),
    ):
        with pytest.raises(Forbidden):
            set_days(user)


def test_the_page_says_what_holds_and_what_is_to_come(officer, client):
    client.force_login(officer)
    address = reverse("services:numbers")
    assert "7 天" in client.get(address).content.decode()
    day = (clock.today() + timedelta(days=1)).isoformat()
    sent = {"name": "late_days", "value": "3", "starts_on": day, "source": "商民〔2026〕5 号"}
    assert client.post(address, sent | {"value": "99"}).status_code == 422
    assert client.post(address, sent).status_code == 302
    assert "商民〔2026〕5 号" in client.get(address).content.decode()
