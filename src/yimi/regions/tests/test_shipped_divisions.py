"""The shipped file holds the edition it says, whole; counted here without a database."""

from __future__ import annotations

from collections import Counter

import pytest

from yimi.regions.divisions import (
    DATA_FILE,
    edition_header,
    gaps,
    read_divisions,
    read_places,
    spell,
)
from yimi.regions.rules import PREFIX_LENGTHS


@pytest.fixture(scope="module")
def entries():
    return list(read_divisions())


@pytest.fixture(scope="module")
def stored():
    return list(read_places())


def test_it_holds_665276_entries_on_five_levels(entries):
    assert len(entries) == 665_276
    assert Counter(entry.level for entry in entries) == {
        1: 31, 2: 342, 3: 2_978, 4: 41_352, 5: 620_573,
    }  # fmt: skip
    assert edition_header()["counts"] == [31, 342, 2_978, 41_352, 620_573]
    assert edition_header()["edition"] == "2023-06-30"


def test_38642_townships_are_neither_zones_nor_farms(entries):
    assert sum(entry.level == 4 and entry.code[6] in "0123" for entry in entries) == 38_642


def test_it_is_small(request):
    path = request.path.parents[1] / "data" / DATA_FILE
    assert path.stat().st_size < 4_000_000


def test_codes_have_the_length_of_their_level_and_come_in_order(entries):
    assert all(len(entry.code) == PREFIX_LENGTHS[entry.level - 1] for entry in entries)
    keys = [(entry.level, entry.code) for entry in entries]
    assert keys == sorted(set(keys))


def test_five_entries_only_repeat_the_code_above_them(entries, stored):
    # The counties of 东莞, 中山 and 儋州; 金门县's one township and its one village.
    assert len(stored) == len(entries) - 5 == 665_271
    assert len({place.code for place in stored}) == 665_271


def test_every_parent_stands_before_its_children(stored):
    seen = set()
    for place in stored:
        assert place.parent in seen or (place.parent is None and place.level == 1)
        seen.add(place.code)


def test_four_cities_have_no_counties():
    without_counties, repeated = gaps()
    assert without_counties == {"441900000000", "442000000000", "460400000000", "620200000000"}
    assert "620201000000" in repeated


def test_no_city_is_taken_for_its_repeated_county(stored):
    placeholders = Counter(place.name for place in stored if place.is_placeholder)
    assert placeholders == {
        "市辖区": 4, "省直辖县级行政区划": 3, "县": 1, "自治区直辖县级行政区划": 1, "嘉峪关市": 1,
    }  # fmt: skip


def test_no_name_is_empty_and_rare_characters_survive(stored):
    names = {place.code: place.name for place in stored}
    assert all(name.strip() for name in names.values())
    assert names["420602006207"] == "莫\U00021413村委会"
    assert names["450681101201"] == "\ue08b尾村村委会"


@pytest.mark.parametrize(
    "code, pinyin",
    [
        ("500000000000", "chongqingshi"), ("350200000000", "xiamenshi"), ("341500000000", "luanshi"),
        ("341600000000", "bozhoushi"), ("410621000000", "xunxian"), ("340300000000", "bengbushi"),
        ("331000000000", "taizhoushi"), ("331100000000", "lishuishi"), ("330382000000", "yueqingshi"),
        ("361124000000", "yanshanxian"), ("371722000000", "shanxian"), ("411221000000", "mianchixian"),
        ("410223000000", "weishixian"), ("410783000000", "changyuanshi"), ("371522000000", "shenxian"),
        ("371524000000", "dongexian"), ("141024000000", "hongtongxian"), ("341621000000", "guoyangxian"),
        ("340722000000", "zongyangxian"), ("341021000000", "shexian"), ("341023000000", "yixian"),
        ("411424000000", "zhechengxian"), ("510117000000", "piduqu"), ("511123000000", "qianweixian"),
        ("511526000000", "gongxian"), ("411726000000", "biyangxian"),
        ("440113000000", "panyuqu"), ("441900000000", "dongguanshi"), ("441422000000", "dabuxian"),
        ("610829000000", "wubuxian"), ("411623000000", "shangshuixian"),
    ],
)  # fmt: skip
def test_places_are_read_as_their_people_read_them(stored, code, pinyin):
    place = next(place for place in stored if place.code == code)
    assert spell(place.name, place.reading)[0] == pinyin
