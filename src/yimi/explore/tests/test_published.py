"""From a recorded visit to a figure that opens: the rooms' own actions, published facts, the page."""

from __future__ import annotations

import re
from html import unescape

import pytest
from django.test import Client
from django.urls import reverse

from yimi.access.tests.factories import make_user
from yimi.core import clock
from yimi.insight.facts.feed import publish_all
from yimi.insight.facts.snapshot import forget_snapshots
from yimi.regions.tests.factories import make_region
from yimi.services.tests.factories import make_record
from yimi.stations.tests.factories import DONGCHENG, make_unit


@pytest.fixture
def station(db, settings, tmp_path):
    settings.VAR_DIR = tmp_path
    forget_snapshots()
    make_region(DONGCHENG)
    return make_unit(DONGCHENG)


def test_without_facts_the_page_says_so_and_stands(station):
    client = Client()
    client.force_login(make_user("worker", station))
    page = client.get("/explore/")
    assert page.status_code == 200
    assert "还没有统计数据" in page.content.decode()


def test_a_recorded_visit_is_in_the_figure_and_opens_from_it(station):
    for _number in range(3):
        make_record(station)
    publish_all()
    client = Client()
    client.force_login(make_user("worker", station))
    month = f"{clock.today():%Y-%m}"
    asked = {"i": "P04_household_times", "at": f"unit:{station.pk}", "t": month}
    text = client.get("/explore/", asked).content.decode()
    link = re.search(rf'href="({reverse("explore:rows")}[^"]*)">3</a>', text)
    assert link, text
    opened = client.get(unescape(link[1])).content.decode()
    assert len(re.findall(r'href="/records/[0-9a-f-]{36}/"', opened)) == 3
