"""The home of a city or province: figures of the year from the facts, and the places below."""

from __future__ import annotations

import pytest
from django.test import Client

from yimi.access.tests.factories import make_user
from yimi.core import clock
from yimi.core.ids import SYSTEM_UID
from yimi.insight.facts.feed import publish_all
from yimi.insight.facts.snapshot import forget_snapshots
from yimi.regions.tests.factories import make_region
from yimi.reports.models import Target
from yimi.services.tests.factories import make_record
from yimi.stations.tests.factories import DONGCHENG, make_unit

CITY = "/areas/411600000000/"


@pytest.fixture
def city(db, settings, tmp_path):
    settings.VAR_DIR = tmp_path
    forget_snapshots()
    make_region(DONGCHENG)
    station = make_unit(DONGCHENG)
    for _number in range(3):
        make_record(station)
    client = Client()
    client.force_login(make_user("city_officer", "411600000000"))
    return client


def test_without_facts_the_places_below_are_offered(city):
    page = city.get(CITY).content.decode()
    assert "选一个地方" in page
    assert "/areas/411623000000/" in page


def test_the_years_figures_stand_with_the_target_and_lead_down(city):
    Target.objects.create(
        indicator="P04_household_times", subject_key="4116", region_code="411600000000",
        year=clock.today().year, value=4, recorded_by=SYSTEM_UID,
    )  # fmt: skip
    publish_all()
    page = city.get(CITY).content.decode()
    assert "今年以来" in page
    assert "全年目标 4，已到 75%" in page
    assert "/areas/411623000000/" in page
    assert page.count('class="spark"') == 3


def test_the_number_of_queries_does_not_grow_with_the_records(city, django_assert_max_num_queries):
    publish_all()
    city.get(CITY)
    with django_assert_max_num_queries(12):
        city.get(CITY)
