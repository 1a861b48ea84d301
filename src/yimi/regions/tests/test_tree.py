"""Climbing up, down and forward, on real divisions."""

from __future__ import annotations

from datetime import date

import pytest

from yimi.regions.errors import RegionUnknown
from yimi.regions.models import Region, RegionSuccession, SuccessionKind
from yimi.regions.queries import (
    children_of,
    count_townships,
    current_regions,
    path_name,
    path_names,
    path_of,
    townships_of,
)
from yimi.regions.tests.factories import make_region

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("places")]


@pytest.mark.parametrize(
    "code, count",
    [
        ("540100000000", 65),  # 拉萨: 16 streets, 12 towns, 37 townships; 4 parks do not count
        ("441900000000", 32),  # 东莞: 4 streets, 28 towns; 4 parks do not count
        ("210113000000", 10),  # 沈北新区: 10 streets; 6 farms and forests do not count
        ("411623000000", 23),
    ],
)
def test_townships_are_counted_as_counties_count_them(code, count):
    assert count_townships(code) == count


def test_zones_and_farms_are_listed_only_when_asked_for():
    assert townships_of("210113000000", classes=(4, 5)).count() == 6


@pytest.mark.parametrize("code, count", [("210100000000", 13), ("520600000000", 10)])
def test_cities_have_the_counties_they_say(code, count):
    assert children_of(code).count() == count


@pytest.mark.parametrize(
    "code, child",
    [
        ("110000000000", "朝阳区"),  # through 市辖区
        ("410000000000", "济源市"),  # through 省直辖县级行政区划
        ("441900000000", "东城街道"),  # no counties
        ("620200000000", "雄关街道"),  # through a county that bears the city's name
        ("411623002000", "东关社区居民委员会"),
    ],
)
def test_children_climb_through_placeholders(code, child):
    names = set(children_of(code).values_list("name", flat=True))
    assert child in names
    assert not names & {"市辖区", "省直辖县级行政区划", "嘉峪关市"}


def test_without_a_code_the_children_are_the_provinces():
    assert {region.level for region in children_of("")} == {1}


def test_children_of_an_unknown_code_are_refused():
    with pytest.raises(RegionUnknown, match="990000000000"):
        children_of("990000000000")


@pytest.mark.parametrize(
    "code, path",
    [
        ("411623002000", "河南省 周口市 商水县 东城街道"),
        ("110105000000", "北京市 朝阳区"),
        ("441900003000", "广东省 东莞市 东城街道"),
        ("620201001000", "甘肃省 嘉峪关市 雄关街道"),
        ("350527000000", "福建省 泉州市 金门县"),
        ("420602006207", "湖北省 襄阳市 襄城区 余家湖街道 莫\U00021413村委会"),
        ("990000000000", "990000000000"),
    ],
)
def test_a_path_leaves_placeholders_out(code, path):
    assert path_name(code) == path


def test_a_path_is_a_list_of_places():
    assert [region.name for region in path_of("110105001000")][:2] == ["北京市", "朝阳区"]
    assert path_of("990000000000") == []


def test_many_paths_cost_one_query(django_assert_num_queries):
    codes = list(Region.objects.filter(level=5).values_list("code", flat=True)[:300])
    with django_assert_num_queries(1):
        assert len(path_names(codes)) == 300


def test_a_city_without_counties_is_also_of_county_level():
    assert Region.objects.at_level(3).filter(code="441900000000").exists()
    assert not Region.objects.at_level(3).filter(code="620201000000").exists()


def test_within_keeps_to_the_subtree():
    inside = Region.objects.within("441900000000")
    assert inside.filter(name="虎门镇").exists()
    assert not inside.exclude(code__startswith="4419").exists()


def test_a_division_that_ended_is_followed_to_what_it_became():
    old = make_region("411624999000", "旧城镇", valid_to=date(2024, 5, 31))
    middle = make_region(
        "411624998000", "新城镇", valid_from=date(2024, 6, 1), valid_to=date(2025, 1, 1)
    )
    last = make_region("411624997000", "新城街道", valid_from=date(2025, 1, 2))
    other = make_region("411624996000", "河西街道", valid_from=date(2024, 6, 1))
    for start, end, kind, on in (
        (old, middle, SuccessionKind.SPLIT, date(2024, 6, 1)),
        (old, other, SuccessionKind.SPLIT, date(2024, 6, 1)),
        (middle, last, SuccessionKind.RENAMED, date(2025, 1, 2)),
    ):
        RegionSuccession.objects.create(from_region=start, to_region=end, kind=kind, on=on)
    assert current_regions(old.code) == [other, last]
    assert current_regions(last.code) == [last]
    assert current_regions("990000000000") == []
    assert old not in children_of("411624000000")


def test_a_circle_of_successors_ends():
    one, two = make_region("411624995000"), make_region("411624994000")
    for start, end in ((one, two), (two, one)):
        RegionSuccession.objects.create(
            from_region=start, to_region=end, kind=SuccessionKind.RECODED, on=date(2024, 1, 1)
        )
    assert current_regions(one.code) == [two, one]
