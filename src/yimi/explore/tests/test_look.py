"""Looking at figures: who sees what, where a figure opens, what an address says."""

from __future__ import annotations

import re
from html import unescape
from io import BytesIO
from uuid import UUID

import pytest
from django.urls import reverse
from python_calamine import CalamineWorkbook

from yimi.audit.models import AuditEvent
from yimi.explore.models import SavedView
from yimi.insight.figures.indicators import core_indicators, indicators_at
from yimi.regions.tests.factories import make_region
from yimi.reports.models import Target
from yimi.stations.tests.factories import make_unit

HERE = "/explore/"
COUNTY_YEAR = {"i": "P01_person_times,P02_persons", "at": "411623", "rows": "town", "t": "2026"}


def links(response, path):
    found = re.findall(rf'href="({path}[^"]*)"', response.content.decode())
    return [unescape(one) for one in found]


@pytest.mark.parametrize("who", ["drolma", "town", "li", "province", "wang"])
def test_everybody_begins_at_their_own_place(world, who):
    client = world.client(getattr(world.people, who))
    page = client.get(HERE)
    assert page.status_code == 200
    assert "P01_person_times" in page.content.decode()


def test_another_county_is_not_found_and_a_station_sees_itself_alone(world):
    wang, drolma = world.client(world.people.wang), world.client(world.people.drolma)
    assert wang.get(HERE, COUNTY_YEAR).status_code == 404
    assert drolma.get(HERE, COUNTY_YEAR).status_code == 404
    other = {"at": f"unit:{world.facts.units['411623002']}", "t": "2026", "i": "P01_person_times"}
    assert drolma.get(HERE, other).status_code == 404


def test_an_officer_drills_from_the_county_to_masked_rows(world):
    li = world.client(world.people.li)
    table = li.get(HERE, COUNTY_YEAR)
    opened = links(table, reverse("explore:rows"))
    assert opened
    page = li.get(opened[0])
    assert page.status_code == 200
    text = page.content.decode()
    assert "姓名留在站点" in text
    figure = re.search(r"<h1>服务人次 ([\d,]+)", text)[1]
    assert f">{figure}</a>" in table.content.decode()


def test_villages_are_shown_to_offices_by_settled_quarter_and_never_small(world):
    li = world.client(world.people.li)
    month = li.get(
        HERE, {"i": "P01_person_times", "at": "411623001", "rows": "village", "t": "2026-05"}
    )
    assert "一次看一个整季度" in month.content.decode()
    quarter = li.get(
        HERE, {"i": "P01_person_times", "at": "411623001", "rows": "village", "t": "2026-Q2"}
    )
    text = quarter.content.decode()
    assert "&lt;5" in text
    assert "以后补录不再改变" in text
    cells = re.findall(r'<td class="num" data-l="服务人次">(?:<a[^>]*>)?([\d,]+)', text)
    assert all(int(cell.replace(",", "")) >= 5 for cell in cells)


def test_a_worker_sees_the_villages_of_the_station_as_they_are(world):
    drolma = world.client(world.people.drolma)
    page = drolma.get(
        HERE,
        {
            "i": "P01_person_times",
            "at": f"unit:{world.people.first.pk}",
            "rows": "village",
            "t": "2026-05",
        },
    )
    assert page.status_code == 200
    assert "&lt;5" not in page.content.decode()
    opened = links(page, reverse("explore:rows"))
    assert "/records/" in drolma.get(opened[0]).content.decode()


@pytest.mark.parametrize(
    "wrong, said",
    [
        ({"i": "P01_persontimes"}, "您是不是想写"),
        ({"i": "P01_person_times", "t": "2026-13"}, "时间写作"),
        ({"i": "P01_person_times,P02_persons", "cut": "domain", "t": "2026"}, "请只选一个指标"),
        ({"i": "P05_not_met", "cut": "age_band", "t": "2026"}, "不能这样分"),
    ],
)
def test_an_address_that_makes_no_sense_says_what_is_wrong(world, wrong, said):
    page = world.client(world.people.li).get(HERE, wrong)
    assert page.status_code == 422
    assert said in page.content.decode()


@pytest.mark.parametrize(
    "query",
    [
        {
            "i": "P02_persons",
            "at": "411623",
            "rows": "month",
            "t": "2026-01..2026-10",
            "vs": "year",
        },
        {"i": "P22_workers", "at": "411623", "rows": "quarter", "t": "2026"},
        {"i": "P01_person_times", "at": "411623", "rows": "item", "cut": "sex", "t": "2026"},
        {"i": "P01_person_times", "at": "411623", "rows": "unit", "t": "2026"},
        {"i": "P23_certified_share", "at": "41", "rows": "city", "t": "2026", "vs": "year"},
    ],
)
def test_any_breakdown_is_a_page_and_a_workbook(world, query):
    province = world.client(world.people.province)
    assert province.get(HERE, query).status_code == 200
    content = b"".join(province.get(reverse("explore:export"), query))
    assert CalamineWorkbook.from_filelike(BytesIO(content)).sheet_names == ["统计表", "指标口径"]
    assert AuditEvent.objects.filter(action="explore.export").exists()


def test_a_table_costs_the_same_with_three_places_and_thirty(world, django_assert_max_num_queries):
    li = world.client(world.people.li)
    li.get(HERE, COUNTY_YEAR)
    with django_assert_max_num_queries(12) as few:
        li.get(HERE, COUNTY_YEAR)
    for number in range(10, 40):
        make_region(f"4116230{number:02}000")
    with django_assert_max_num_queries(12) as many:
        li.get(HERE, COUNTY_YEAR)
    assert len(few) == len(many)


def test_a_view_is_kept_for_oneself(world):
    li, province = world.client(world.people.li), world.client(world.people.province)
    li.post(reverse("explore:save_view"), COUNTY_YEAR | {"name": "各镇人次"})
    view = SavedView.objects.get()
    assert view.query == "i=P01_person_times,P02_persons&at=411623&rows=town&t=2026"
    assert "各镇人次" in li.get(HERE).content.decode()
    assert "各镇人次" not in province.get(HERE).content.decode()
    gone = reverse("explore:remove_view", args=[view.pk])
    assert province.post(gone).status_code == 404
    assert li.post(gone).status_code == 302
    assert "各镇人次" not in li.get(HERE, COUNTY_YEAR).content.decode().replace(
        "已去掉“各镇人次”", ""
    )


def test_a_target_of_the_year_stands_beside_the_figure(world):
    set_here = {"year": 2026, "source": "商民〔2026〕3 号", "recorded_by": world.people.li.uid}
    Target.objects.create(subject_key="411623001", region_code="411623001000", indicator="P01_person_times", value=500, **set_here)  # fmt: skip
    unit = world.people.first
    Target.objects.create(subject_key=str(unit.pk), unit=unit, region_code=unit.region_code, indicator="P01_person_times", value=300, **set_here)  # fmt: skip
    li, drolma = world.client(world.people.li), world.client(world.people.drolma)
    towns = li.get(HERE, COUNTY_YEAR | {"vs": "target"}).content.decode()
    assert "目标 500" in towns
    mine = {"i": "P01_person_times", "at": f"unit:{unit.pk}", "t": "2026", "vs": "target"}
    assert "目标 300" in drolma.get(HERE, mine).content.decode()
    assert "目标" not in re.sub("比目标", "", li.get(HERE, COUNTY_YEAR).content.decode())


def test_the_page_speaks_english(world):
    client = world.client(world.people.li)
    client.post(reverse("access:language"), {"language": "en", "next": HERE})
    text = client.get(HERE, COUNTY_YEAR).content.decode()
    assert "Person-times served" in text
    assert "统计" not in re.sub(r"<dd>.*?</dd>", "", text, flags=re.S)


def test_no_crafted_address_opens_what_is_hidden(world):
    li = world.client(world.people.li)
    rows, unit = reverse("explore:rows"), world.people.first
    ask = {"i": "P01_person_times", "at": f"unit:{unit.pk}", "t": "2026"}
    assert li.get(rows, ask).status_code == 200
    assert li.get(rows, ask | {"in": "411623001001"}).status_code == 404
    assert li.get(rows, ask | {"at": "411623001001"}).status_code == 404
    assert li.get(rows, ask | {"is": "resident_uid:p1"}).status_code == 404
    assert li.get(rows, ask | {"is": "nothing:p1"}).status_code == 404
    assert li.get(HERE, ask | {"at": f"unit:{UUID(int=77)}"}).status_code == 404
    # a second unit in the town: each would be the town minus the other
    make_unit("411623001000", kind="community_room")
    assert li.get(rows, ask).status_code == 404
    assert "不止一个站点" in li.get(HERE, ask).content.decode()
    assert world.client(world.people.drolma).get(rows, ask).status_code == 200


@pytest.mark.django_db
def test_a_place_calls_indicators_by_its_own_names():
    own, core = indicators_at("210113"), core_indicators()
    named = {key for key, one in core.indicators.items() if own.get(key).title != one.title}
    assert named or set(own.indicators) > set(core.indicators)
    assert indicators_at("411623") is core
