"""Cells of reports: they open to as many rows as they say, as known when they were computed, for who may list them."""

from __future__ import annotations

import re
from datetime import date, timedelta
from html import unescape
from types import SimpleNamespace

import pytest
from django.test import Client

from yimi.access.models import User
from yimi.access.queries import build_actor
from yimi.access.tests.factories import make_user
from yimi.core import clock
from yimi.explore.pages import report_cells
from yimi.insight.figures.tests.worlds import THROUGH, World, make_people
from yimi.reports import figures
from yimi.reports.actions import start_report, submit_report
from yimi.reports.actions.filling import Wanted
from yimi.reports.layout import Level
from yimi.reports.queries.subjects import place_subjects, station_subject
from yimi.reports.reading import shipped
from yimi.reports.spans import Span
from yimi.reports.values import value_text

pytestmark = pytest.mark.django_db
MONTH = Span(date(2026, 5, 1), 1)
BEFORE = THROUGH - timedelta(hours=2)
COUNTY = "/reports/county-month/2026-05/411623/"


@pytest.fixture
def world(db, monkeypatch):
    """Random facts; the station's month and the county's were handed in before something came late."""
    facts = World(11, size=300)
    for module in (figures, report_cells):
        monkeypatch.setattr(module, "open_snapshot", facts.at)
    people = make_people(facts)
    head = make_user("station_head", people.first)
    (county,) = place_subjects(Level.COUNTY, ["411623000000"])
    monkeypatch.setattr(figures, "newest", lambda: facts.at(BEFORE))
    for pack, subject, actor in (
        ("station-month", station_subject(people.first), build_actor(head)),
        ("county-month", county, people.li),
    ):
        with clock.standing_at(BEFORE):
            begun = start_report(Wanted(shipped()[pack], subject, MONTH), actor=actor)
            submit_report(begun, actor=actor, expected=1)
    facts.record_late()
    monkeypatch.setattr(figures, "newest", facts.at)
    with clock.standing_at(THROUGH):
        yield SimpleNamespace(facts=facts, people=people, head=head)


def cells(address, user):
    """Every cell that opens: what it says, and the page behind it."""
    client = Client()
    client.force_login(user)
    page = client.get(address)
    assert page.status_code == 200
    found = []
    for href, text in re.findall(
        r'<a href="(/explore/reports/[^"]+)">(.*?)</a>', page.content.decode()
    ):
        shown = client.get(unescape(href))
        assert shown.status_code == 200, href
        found.append((re.sub("<.*?>", "", text), shown))
    return found


def station_page(world, label="2026-05"):
    return f"/reports/station-month/{label}/{world.people.first.pk}/"


def agree(found):
    for text, page in found:
        opened = page.context["found"]
        assert text == value_text(opened.count, None, opened.indicator.unit)
    return len(found)


def test_a_stations_cells_open_to_as_many_records_as_they_say(world):
    found = cells(station_page(world), world.head)
    assert agree(found) > 10
    visits = next(p for t, p in found if p.context["found"].indicator.key == "P04_household_times")
    assert not visits.context["found"].masked
    assert visits.context["known_at"] == BEFORE  # what came late is not among its rows
    # the open month stands for the newest facts, late records and all
    assert agree(cells(station_page(world, "2026-10"), world.head)) > 5


def test_the_office_sees_the_same_number_without_names_and_the_roll_up_by_town(world):
    li = User.objects.get(pk=world.people.li.uid)
    found = cells(station_page(world), li)
    assert agree(found) > 10
    assert all(
        page.context["found"].masked
        for _t, page in found
        if page.context["found"].indicator.fact == "service_contact"
    )
    assert agree(cells(COUNTY, li)) > 5


@pytest.mark.parametrize(
    "row,column", [("nothing", "period"), ("visits", "target"), ("visits", "x")]
)
def test_what_is_no_cell_is_not_found(world, row, column):
    client = Client()
    client.force_login(world.head)
    address = f"/explore/reports/station-month/2026-05/{world.people.first.pk}/{row}/{column}/"
    assert client.get(address).status_code == 404
