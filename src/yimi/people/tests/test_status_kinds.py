"""A county's own statuses: added by its officer, offered at its stations, ended without losing what was recorded."""

from __future__ import annotations

import pytest
from django.urls import reverse

from yimi.access.tests.factories import make_user
from yimi.people.models import StatusKind
from yimi.people.queries import status_kinds_for
from yimi.people.tests.conftest import COUNTY, OTHER_COUNTY, VILLAGE

pytestmark = pytest.mark.django_db
NEW = {
    "name": "水灾受灾户",
    "group": "other",
    "source": "豫民〔2021〕8 号",
    "name_en": "flood victim",
}


def url(name: str, *args) -> str:
    return reverse(f"people:{name}", args=args)


@pytest.fixture
def officer(client, stage):
    """Li, officer of station A's county."""
    client.force_login(make_user("county_officer", COUNTY + "000000", name="李敏"))
    return client


def test_the_officer_adds_one_and_the_station_is_offered_it(officer):
    assert officer.post(url("new_status_kind"), NEW).status_code == 302
    kind = StatusKind.objects.get(name="水灾受灾户")
    assert kind.pk == "411623-shui_zai_shou_zai_hu"
    assert kind in status_kinds_for(VILLAGE)
    assert kind not in status_kinds_for(OTHER_COUNTY + "101201")
    page = officer.get(url("status_kinds")).content.decode()
    assert "水灾受灾户" in page
    assert "低保对象" in page


def test_the_same_name_again_and_no_name_are_refused_in_words(officer):
    officer.post(url("new_status_kind"), NEW)
    again = officer.post(url("new_status_kind"), NEW)
    assert again.status_code == 422
    assert "本县已经有过" in again.content.decode()
    assert officer.post(url("new_status_kind"), NEW | {"name": " "}).status_code == 422


def test_an_ended_one_is_offered_no_more_from_tomorrow(officer):
    officer.post(url("new_status_kind"), NEW)
    kind = StatusKind.objects.get(name="水灾受灾户")
    assert officer.post(url("end_status_kind", kind.pk)).status_code == 302
    kind.refresh_from_db()
    assert kind.valid_to is not None
    assert officer.post(url("end_status_kind", kind.pk)).status_code == 409
    assert officer.post(url("end_status_kind", "dibao")).status_code == 404, "the shipped ones stay"


def test_the_other_countys_and_the_stations_people_do_not_keep_this_list(client, officer, stage):
    officer.post(url("new_status_kind"), NEW)
    code = StatusKind.objects.get(name="水灾受灾户").pk
    client.force_login(make_user("county_officer", OTHER_COUNTY + "000000", name="王强"))
    assert client.post(url("end_status_kind", code)).status_code == 404
    client.force_login(make_user("station_head", stage.station_a, name="卓玛"))
    assert client.get(url("status_kinds")).status_code == 403
