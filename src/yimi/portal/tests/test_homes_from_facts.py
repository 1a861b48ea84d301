"""The homes of stations and counties take what was done from the facts, and say so while there are none."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client

from yimi.access.queries import build_actor
from yimi.access.tests.factories import make_user
from yimi.core import clock
from yimi.core.ids import SYSTEM_UID
from yimi.insight.facts.feed import publish_all
from yimi.insight.facts.snapshot import forget_snapshots
from yimi.people.tests.factories import make_household, make_resident
from yimi.portal.homes.counted import INDICATORS, counted_in, counted_of
from yimi.portal.homes.periods import Period
from yimi.regions.tests.factories import make_region
from yimi.reports.models import Target
from yimi.services.models import HeadCount, Participant
from yimi.services.queries.figures import total_figures, unit_figures
from yimi.services.tests.factories import make_record
from yimi.stations.tests.factories import DONGCHENG, make_unit

OTHER = "411623001000"
COUNTY = "/areas/411623000000/"
MONTH = "/figures/visit_times/?place=411623"


@pytest.fixture
def county(db: Any, settings: Any, tmp_path: Any) -> Any:
    """Two stations with records of every kind, and the officer's and one head's clients."""
    settings.VAR_DIR = tmp_path
    forget_snapshots()
    for code in (DONGCHENG, OTHER):
        make_region(code)
    station, other = make_unit(DONGCHENG), make_unit(OTHER)
    household = make_household(station)
    person = make_resident(household)
    for kind in ({}, {}, {"method": "phone"}, {"method": "handling"}):
        record = make_record(station, household=household, **kind)
        Participant.objects.create(record=record, resident=person, presence="served")
    make_record(station, outcome="not_met", person_times=0)
    activity = make_record(station, method="activity", household=None, person_times=30)
    HeadCount.objects.create(record=activity, band="elder", count=30)
    HeadCount.objects.create(record=make_record(other), band="adult", count=1)
    return station, make_user("county_officer", "411623000000"), make_user("station_head", station)


def seen(user: Any, path: str) -> str:
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client.get(path).content.decode()


def test_without_facts_the_homes_say_so_and_still_show_what_is_to_do(county: Any) -> None:
    _station, li, mei = county
    assert "统计数据正在生成" in seen(li, COUNTY)
    assert "覆盖阶梯" in seen(li, COUNTY)
    assert "统计数据正在生成" in seen(mei, "/")


def test_what_the_facts_count_is_what_the_records_are(county: Any) -> None:
    _station, li, _mei = county
    publish_all()
    actor, period = build_actor(li), Period.of(clock.today())
    found = counted_in(actor, "411623", period, on=clock.today())
    assert found is not None
    bounds = {"first": period.first, "last": period.last}
    direct = total_figures(actor, **bounds)
    assert {key: found.now.get(key, 0) for key in INDICATORS} == {
        key: direct[key] for key in INDICATORS
    }
    for unit, values in unit_figures(actor, **bounds).items():
        assert {key: found.units[unit].get(key, 0) for key in INDICATORS} == {
            key: values[key] for key in INDICATORS
        }


def test_a_month_under_way_is_compared_with_as_many_days_of_the_one_before(county: Any) -> None:
    station, _li, mei = county
    for served_on in (date(2026, 9, 10), date(2026, 9, 11), date(2026, 10, 3)):
        make_record(station, served_on=served_on)
    publish_all()
    actor, period = build_actor(mei), Period.of(date(2026, 10, 10))
    lasting = counted_of(actor, [station.pk], period, on=date(2026, 10, 10))
    over = counted_of(actor, [station.pk], period, on=date(2026, 11, 2))
    assert lasting is not None
    assert over is not None
    assert (lasting.now["visit_times"], lasting.before["visit_times"]) == (1, 1)
    assert over.before["visit_times"] == 2
    assert (len(lasting.runs["persons"]), lasting.runs["visit_times"][-1]) == (12, 2)
    assert over.runs["visit_times"][-1] == 1


def test_homes_show_how_far_the_year_has_come_towards_its_target(county: Any) -> None:
    station, li, mei = county
    for key in (str(station.pk), "411623"):
        Target.objects.create(
            indicator="P04_household_times", subject_key=key, region_code="411623000000",
            year=clock.today().year, value=4, recorded_by=SYSTEM_UID,
        )  # fmt: skip
    publish_all()
    assert "全年目标 4，已到 75%" in seen(li, COUNTY)
    page = seen(mei, "/")
    assert "全年目标 4，已到 50%" in page
    assert page.count('class="spark"') == 6


def test_a_figure_opens_to_the_stations_that_make_it_up(county: Any) -> None:
    _station, li, _mei = county
    publish_all()
    page = seen(li, MONTH)
    assert "入户走访 3 户次" in page
    assert seen(li, MONTH.replace("visit_times", "late")).count("<tr>") == 4


def test_a_month_long_past_is_counted_too(county: Any) -> None:
    station, li, _mei = county
    make_record(station, served_on=clock.today() - timedelta(days=400))
    publish_all()
    day = clock.today() - timedelta(days=400)
    assert "入户走访 1 户次" in seen(li, f"{MONTH}&month={day:%Y-%m}")
