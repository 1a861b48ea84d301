"""Finding places as people type them, on real divisions."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from yimi.regions.models import Region
from yimi.regions.naming import short_name
from yimi.regions.queries import find_regions
from yimi.regions.tests.factories import make_region

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("places")]
SHANGSHUI = "河南省 周口市 商水县"


def paths(text, **limits):
    return [found.path for found in find_regions(text, **limits)]


@pytest.mark.parametrize(
    "text",
    ["商水县", "商水", "shangshui", "shangshuixian", "shang shui", "SSX", "ssx", "ｓｓｘ", "411623", "411623000000",
     "河南 商水", "河南省周口市商水县"],
)  # fmt: skip
def test_a_county_is_found_however_it_is_typed(text):
    assert SHANGSHUI in paths(text)[:5]


@pytest.mark.parametrize(
    "text, path",
    [
        ("商水 东城", f"{SHANGSHUI} 东城街道"),
        ("商水县东城街道", f"{SHANGSHUI} 东城街道"),
        ("河南省周口市商水县东城街道", f"{SHANGSHUI} 东城街道"),
        ("shangshui dongcheng", f"{SHANGSHUI} 东城街道"),
        ("王庄镇", "河南省 鹤壁市 浚县 王庄镇"),
        ("浚县 王庄", "河南省 鹤壁市 浚县 王庄镇"),
        ("上乐村", "河南省 新乡市 卫辉市 上乐村镇"),
        ("shangyaocun", "河南省 新乡市 卫辉市 上乐村镇"),
        ("城南驿社区", "贵州省 铜仁市 万山区 谢桥街道 城南驿社区居民委员会"),
        ("城南驿", "贵州省 铜仁市 万山区 谢桥街道 城南驿社区居民委员会"),
        ("南驿", "贵州省 铜仁市 万山区 谢桥街道 城南驿社区居民委员会"),
        ("chengnanyi", "贵州省 铜仁市 万山区 谢桥街道 城南驿社区居民委员会"),
        ("\U00021413", "湖北省 襄阳市 襄城区 余家湖街道 莫\U00021413村委会"),
        ("\ue08b尾", "广西壮族自治区 防城港市 东兴市 江平镇 \ue08b尾村村委会"),
    ],
)  # fmt: skip
def test_a_place_is_found_first(text, path):
    assert paths(text)[0] == path


def test_upper_levels_come_first_among_equal_matches():
    levels = [found.level for found in find_regions("朝阳", limit=50)]
    assert levels[0] == 3
    assert paths("朝阳")[0] == "北京市 朝阳区"


def test_the_whole_name_comes_before_its_beginning_and_that_before_any_part():
    make_region("411624101000", "沙乡")
    make_region("411624102000", "沙北镇")
    make_region("411624103000", "白沙镇")
    names = [found.name for found in find_regions("沙", within="411624000000")]
    assert names == ["沙乡", "沙北镇", "白沙镇"]


def test_within_and_levels_restrict():
    assert paths("东城", within="411623000000") == [f"{SHANGSHUI} 东城街道"]
    assert {found.level for found in find_regions("村", levels=[5], limit=50)} == {5}
    assert paths("东莞", levels=[3]) == ["广东省 东莞市"]
    assert paths("商水", within="441900000000") == []


def test_placeholders_are_never_found():
    for text in ("市辖区", "直辖", "县级行政", "110100000000", "shixiaqu"):
        assert all("辖" not in path for path in paths(text, limit=50))


def test_what_has_ended_is_not_offered():
    make_region("411624104000", "旧名镇", valid_to=date(2020, 1, 1))
    assert paths("旧名镇") == []


@pytest.mark.parametrize("text", ["村", "村委会", "村民委员会", "社区", "委会", "镇", "s", "4"])
def test_unselective_words_give_a_full_list(text):
    assert len(paths(text, limit=20)) == 20


@pytest.mark.parametrize(
    "text",
    [
        "",
        "  ",
        "%",
        "_",
        "'; DROP TABLE regions_region;--",
        '"*',
        "NEAR(",
        "\x00",
        "\\",
        "' & | !",
        "龘龘龘",
        "zzzz",
    ],
)
def test_nonsense_finds_nothing_and_harms_nothing(text):
    assert paths(text) == []
    assert Region.objects.filter(name="商水县").exists()


@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(text=st.text(max_size=80), level=st.sampled_from([None, [3], [4, 5]]))
def test_whatever_is_typed_is_answered(text, level):
    found = find_regions(text, levels=level, limit=5)
    assert len(found) <= 5
    assert all(place.path.strip() for place in found)


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(data=st.data())
def test_every_place_is_found_by_two_neighbouring_characters_and_its_county(data):
    code = data.draw(st.sampled_from(sample_codes()))
    region = Region.objects.get(code=code)
    said = short_name(region.name)
    start = data.draw(st.integers(0, len(said) - 2))
    found = find_regions(said[start : start + 2], within=region.parent_id, limit=200)
    assert region.code in [place.code for place in found]


def sample_codes():
    return list(
        Region.objects.filter(level=5, code__startswith="4116231")
        .order_by("code")
        .values_list("code", flat=True)[:400:7]
    )


@pytest.mark.parametrize("text", ["村", "东城", "shang", "dc"])
def test_more_results_cost_no_more_queries(text, django_assert_max_num_queries):
    # name: 5 ways of matching, then all names at once; letters: 6 ways; a common character walks five levels twice
    for limit in (3, 30):
        with django_assert_max_num_queries(13):
            find_regions(text, limit=limit)
