"""Lists: pages without holes, and as many queries for thirty rows as for three."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from yimi.api.tests.conftest import VILLAGE
from yimi.core import clock
from yimi.people.tests.factories import make_household, make_resident
from yimi.regions.tests.factories import make_region
from yimi.stations.tests.factories import make_unit
from yimi.workforce.tests.factories import make_placement, make_worker

pytestmark = pytest.mark.django_db


def add_rows(world, count):
    """More of everything that is listed."""
    for number in range(count):
        household = make_household(world.unit, region_code=VILLAGE)
        make_resident(household, f"户主{'甲乙丙丁'[number % 4]}")
        make_placement(make_worker("同事"), world.unit)
        make_unit("411623101000")
        make_region(f"4116231012{number % 90 + 10}")
        visit = world.visit(household=str(household.pk))
        assert world.drolma.post("/records", visit).status_code == 201


LISTS = [
    ("/records", {}),
    ("/households", {}),
    ("/workers", {}),
    ("/units", {}),
    ("/regions/411623101000/children", {}),
    ("/figures/units", {"month": clock.today().isoformat()[:7]}),
]


def queries(caller, path, query):
    with CaptureQueriesContext(
        connection,
    ) as captured:
        response = caller.get(path, limit=200, **query)
    assert response.status_code == 200
    return len(captured), len(response.json()["items"])


@pytest.mark.parametrize("path,query", LISTS)
def test_a_list_of_thirty_costs_what_a_list_of_three_costs(world, path, query):
    add_rows(world, 3)
    few, short = queries(world.drolma, path, query)
    add_rows(world, 27)
    many, long = queries(world.drolma, path, query)
    if path != "/figures/units":
        assert long > short
    assert many == few <= 8


def test_saving_costs_a_fixed_number_of_queries(world, django_assert_max_num_queries):
    world.drolma.post("/records", world.visit())
    with django_assert_max_num_queries(22):
        assert world.drolma.post("/records", world.visit()).status_code == 201


def test_the_token_costs_one_query(world, django_assert_num_queries):
    with django_assert_num_queries(1):
        world.drolma.get("/units/not-a-uid")


@pytest.mark.parametrize("path,query", LISTS)
def test_pages_have_no_holes_and_no_doubles(world, path, query):
    add_rows(world, 7)
    whole = world.drolma.get(path, limit=200, **query).json()
    assert whole["next"] is None
    seen, cursor = [], ""
    while cursor is not None:
        page = world.drolma.get(path, limit=2, cursor=cursor, **query).json()
        assert len(page["items"]) <= 2
        seen += page["items"]
        cursor = page["next"]
    assert seen == whole["items"]


@pytest.mark.parametrize("sort", ["served_on", "-served_on", "recorded_at", "-recorded_at"])
def test_rows_saved_between_two_pages_neither_repeat_nor_hide_others(world, sort):
    add_rows(world, 6)
    before = {row["uid"] for row in world.drolma.get("/records", limit=200).json()["items"]}
    seen, cursor = [], ""
    while cursor is not None:
        page = world.drolma.get("/records", limit=2, cursor=cursor, sort=sort).json()
        seen += [row["uid"] for row in page["items"]]
        cursor = page["next"]
        if len(seen) < 6:
            add_rows(world, 1)
    assert len(seen) == len(set(seen))
    assert before <= set(seen)


def test_filters_narrow(world):
    add_rows(world, 2)
    today = clock.today().isoformat()
    assert world.drolma.get("/records", first=today, last=today).json()["items"]
    assert not world.drolma.get("/records", last="2020-01-01").json()["items"]
    assert not world.drolma.get("/records", method="phone").json()["items"]
    assert world.drolma.get("/records", worker=str(world.worker.pk)).json()["items"]
    assert not world.drolma.get("/records", worker=str(world.unit.pk)).json()["items"]
    assert len(world.drolma.get("/households", status="dibao").json()["items"]) == 1
    assert not world.drolma.get("/households", age_band="child").json()["items"]
    assert not world.drolma.get("/units", region="520000000000").json()["items"]
    assert not world.drolma.get("/units", kind="guidance_centre").json()["items"]
    assert not world.drolma.get("/workers", unit=str(world.neighbour.pk)).json()["items"]


def test_regions_are_found_shown_and_opened(world):
    found = world.li.get("/regions", q="商水").json()["items"]
    assert found[0]["code"] == "411623000000"
    shown = world.li.get("/regions/411623001000").json()
    assert (shown["parent"], shown["became"]) == ("411623000000", ["411623001000"])
    assert world.li.get("/regions/999999999999").status_code == 404
    assert world.li.get("/regions/4116").status_code == 422
    assert [row["code"] for row in world.li.get("/regions/children").json()["items"]] == [
        "410000000000"
    ]
