"""From a recorded visit to a figure that opens: the rooms' own actions, published facts, the page."""

from __future__ import annotations

import re
from html import unescape

import pytest
from django.test import Client
from django.urls import reverse

from yimi.access.queries.actors import system_actor
from yimi.access.tests.factories import make_user
from yimi.core import clock
from yimi.engine.figures import FigureSet, read_figures
from yimi.engine.packs import load_pack
from yimi.insight.facts.feed import publish_all
from yimi.insight.facts.snapshot import forget_snapshots
from yimi.regions.tests.factories import make_region
from yimi.reported.loading import load_figures
from yimi.services.tests.factories import make_record
from yimi.stations.tests.factories import DONGCHENG, make_unit


@pytest.mark.django_db
def test_a_published_figure_stands_beside_with_what_the_checks_found(world):
    make_region("640000000000", "宁夏回族自治区")
    found = read_figures(load_pack("national/source-figures"))
    mine = {name: one for name, one in found.figures.items() if name.startswith("ningxia.")}
    load_figures(
        FigureSet(found.pack, found.concepts, found.articles, mine),
        actor=system_actor("示例数据", "reported"),
    )
    client = Client()
    client.force_login(make_user("province_officer", "640000000000"))
    page = client.get("/explore/", {"i": "P22_certified", "at": "64", "t": "2026"})
    text = page.content.decode()
    assert "<b>2,752</b>" in text
    assert "38.8%，由 1063 ÷ 2752 算出是 38.6%" in text
    other = client.get("/explore/", {"i": "P01_person_times", "at": "64", "t": "2026"})
    assert "别处公布的数" not in other.content.decode()


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
