"""Published figures: read from their words, told where they are wrong, and checked against each other."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from yimi.engine.catalogue import load_catalogue
from yimi.engine.errors import PackError
from yimi.engine.figures import CHECKS, Qualifier, Weight, findings, read_figures
from yimi.engine.figures.commands import figures as command
from yimi.engine.indicators import read_indicators
from yimi.engine.packs import load_pack, parse_pack

SHIPPED = read_figures(load_pack("national/source-figures"))
FOUND = findings(SHIPPED)
HEAD = """
[pack]
id = "test/figures"
version = 1
kind = "figures"
title = "a"
title_en = "a"
region = "national"
source = "a"
[units]
persons = ["人", "名"]
person_times = ["人次"]
pieces = ["个"]
percent = ["%"]
days = ["天"]
[[concept]]
key = "served"
title = "服务"
units = ["person_times"]
[[page]]
id = "P"
title = "一版"
by = "记者"
dated = "2021 年"
[[article]]
id = "a"
page = "P"
title = "某县的报道"
place = "411623"
as_of = 2021-12-31
[[article.sentence]]
text = "全县服务1000人次，其中老人600人次、儿童300人次，占60%，另有200个站，持证20人。"
figures = [
"""
TOTAL = '{ id = "total", key = "served", at = "1000人次" },'


def figures_of(*lines, head=HEAD):
    return read_figures(parse_pack((head + "\n".join(lines) + "\n]").encode(), Path("a/b/c.toml")))


def found_in(*lines):
    return [(one.check, one.figures) for one in findings(figures_of(*lines))]


def part(name, words, cut, **more):
    extra = "".join(f", {key} = {value}" for key, value in more.items())
    return f'{{ id = "{name}", key = "{name}", what = "{name}", at = "{words}", part_of = "total", cut = "{cut}"{extra} }},'


#: What is wrong or open in the five pages, by check; the comments name the list of the domain's checks.
EXPECTED = {
    "ratio": ["ningxia.share"],  # 1,063 of 2,752 is 38.6 %, not 38.8 %
    "growth": ["heilongjiang.certified_2025"],  # 20 % a year does not lead from 9,690 to 30,000
    "previous": ["ministry.registrations_growth"],
    "average": ["henan.attendance", "ministry.station_workers", "tongren.served"],
    "share": ["luohe.candidates", "tongren.certified", "tongren.posts_filled"],
    "days": ["flood.days"],  # 23 September to 5 December is 74 days
    "remainder": ["henan.served"],  # 91 of 345 by channel
    "overlap": ["henan.served"],  # a cut by whom, a cut by channel
    "exceeds": ["tongren.rooms"],  # 2 rooms, 32 rooms
    "two_measures": ["guangdong.persons"],  # 38,387 persons, 1.3 million person-times
    "same_thing": ["dongguan.towns"],  # 32 镇街, 32 街道
    "members": ["tianjin.five", "henan.domains"],  # three lists of 五社, five of domains
    "deadline": ["shenyang.regular_head"],  # all by 2022, some by 2023
    "scope": [
        "heilongjiang.certified_2025",
        "heilongjiang.agencies_2025",  # with industry bodies
        "tongren.agencies_2025",
        "ningxia.assistant",  # committee members, community workers
    ],
    "same_digits": ["lhasa.points"],  # 65 %, 65 townships
    "rungs": ["lhasa.plated"],  # 65 of 65 plated, 12 of 65 with professionals
    "confusable": ["ministry.registrations", "wenzhou.registrations"],
    "unit_differs": ["henan.visits", "flood.groups", "flood.activities"],
    "over_events": ["dongguan.stay", "tongren.trainees"],
    "undefined": [
        "ministry.epidemic_served",
        "hubei.beneficiaries",
        "flood.beneficiaries",
        "shenyang.regular_head",  # 常态化
    ],
    "not_listed": [
        "henan.items",
        "ningxia.six_policies",
        "ningxia.posts",
        "ningxia.grades",
        "shenzhen.kinds",
        "heilongjiang.talent_kinds",
        "hebei.incubation_levels",
        "hebei.nine_helps",
        "lanzhou.five_trades",
    ],
    "member_missing": ["tongren.levels"],  # four levels, no county node
    "no_number": ["tianjin.evaluated"],  # 大部分
    "no_table": ["tangshan.subsidy"],  # 200 to 600
    "readings": ["dongguan.supervisors"],
    "no_denominator": [
        "ministry.coverage",
        "heilongjiang.coverage",
        "hebei.coverage",
        "wenzhou.coverage",
        "shenyang.coverage",
        "tongren.coverage",
    ],
    "outside_programme": ["jingzhou.window", "hebei.coverage", "hebei.newly_certified"],
    "repeated_words": ["ningxia.one_policy", "lhasa.pilot_streets"],
    "slip": ["heilongjiang.coverage"],
}


def test_the_five_pages_hold_exactly_these_inconsistencies():
    told = {}
    for one in FOUND:
        told.setdefault(one.check, []).append(one.figures[0])
    assert told == EXPECTED


def test_the_sentences_that_officers_read():
    text = {(one.check, one.figures[0]): one.text for one in FOUND}
    assert text["ratio", "ningxia.share"] == (
        "原文说占全区持证社工 38.8%，由 1063 ÷ 2752 算出是 38.6%；要得 38.8%，分母应约为 2740。"
    )
    assert "38%" in text["growth", "heilongjiang.certified_2025"]
    assert "每场 96 人次" in text["average", "henan.attendance"]
    assert "91万人次只占 26.4%" in text["remainder", "henan.served"]
    assert "12/65 = 18.5%" in text["rungs", "lhasa.plated"]
    assert "县一级没有对应的数" in text["member_missing", "tongren.levels"]
    assert all(one.text_en and one.text for one in FOUND)


def test_every_figure_stands_in_its_sentence_and_comes_from_its_words():
    assert len(SHIPPED.figures) == 171
    assert {figure.article.page.id for figure in SHIPPED} == {"S0", "S1", "S2", "S3", "S4"}
    served = SHIPPED.figures["henan.served"]
    assert (int(served.number), served.qualifier, served.unit) == (3_450_000, Qualifier.ODD, "人次")
    assert served.cumulative
    ranged = SHIPPED.figures["tangshan.subsidy"]
    assert (int(ranged.number), int(ranged.upto)) == (200, 600)
    assert SHIPPED.figures["tianjin.evaluated"].value is None


def test_every_indicator_that_a_concept_names_is_shipped_and_has_its_unit():
    core = read_indicators(load_pack("national/core-indicators"), load_catalogue())
    for concept in SHIPPED.concepts.values():
        for kind, key in concept.indicators.items():
            unit = core.get(key).unit
            assert any(unit in word for word in SHIPPED.pack.content["units"][kind]), (key, unit)


def test_a_teams_or_a_targets_figure_has_no_indicator():
    assert SHIPPED.indicator_of(SHIPPED.figures["henan.visits"]) == "P04_visit_person_times"
    for name in ("flood.cases", "flood.groups", "wenzhou.coverage", "henan.items"):
        assert SHIPPED.indicator_of(SHIPPED.figures[name]) == ""


@pytest.mark.parametrize(
    "line, code, words",
    [
        ('{ key = "served", at = "1000人次" }', "figure", "缺少 id"),
        ('{ id = "x", key = "served", at = "999人次" }', "figure_words", "没有“999人次”"),
        ('{ id = "x", key = "served", at = "200个站" }', "figure_unit", "请写 unit"),
        ('{ id = "x", key = "server", at = "1000人次" }', "figure_what", "served"),
        ('{ id = "x", key = "served", at = "1000人次", partof = "y" }', "figure", "part_of"),
        ('{ id = "x", key = "served", at = "1000人次", per = "y" }', "unknown_figure", "per"),
        ('{ id = "x", key = "served", at = "1000人次", of = ["x"] }', "figure_of", "先分子"),
        ('{ id = "x", key = "served", at = "1000人次", part_of = "x" }', "figure_cut", "cut"),
        ('{ id = "x", key = "served", at = "1000人次", place = "41162" }', "figure_place", "区划代码"),
        ('{ id = "x", key = "served", at = "1000人次", due_on = "2025" }', "figure_date", "不加引号"),
        ('{ id = "x", key = "served", at = "1000人次", qualifier = "od" }', "figure_qualifier", "odd"),
        ('{ id = "x", key = "served", at = "1000人次", value = "许多" }', "figure_value", "要是数"),
        ('{ id = "x", key = "served", at = "全县", unit = "个" }', "figure_value", "读不出数"),
        ('{ id = "x", key = "served", at = "1000人次", member_of = "x", member = "县" }', "figure_member", "members"),
        (f"{TOTAL}\n{TOTAL}", "figure_twice", "同一个 id"),
        ("", "no_figures", "没有数字"),
    ],
)  # fmt: skip
def test_a_slip_in_a_pack_is_told_in_chinese_with_its_place(line, code, words):
    with pytest.raises(PackError) as caught:
        figures_of(line)
    assert (caught.value.code, words in caught.value.message) == (code, True)
    assert caught.value.where.file


@pytest.mark.parametrize(
    "old, new, code",
    [
        ('page = "P"', 'page = "Q"', "unknown_page"),
        ('place = "411623"', 'place = "商水"', "article"),
        ("as_of = 2021-12-31", 'as_of = "2021"', "article"),
        ('units = ["person_times"]', 'units = ["times"]', "unknown_unit"),
        ('kind = "figures"', 'kind = "rules"', "pack_kind"),
        ("[units]", "[unit]", "pack_entry"),
    ],
)
def test_a_slip_around_the_figures_is_told_too(old, new, code):
    with pytest.raises(PackError) as caught:
        figures_of(TOTAL, head=HEAD.replace(old, new))
    assert caught.value.code == code


def test_parts_that_make_up_their_total_are_no_finding():
    whole = TOTAL.replace("1000人次", "600人次")
    assert found_in(whole, part("one", "300人次", "a"), part("two", "300人次", "a")) == []
    assert found_in(TOTAL, part("one", "600人次", "a"), part("two", "300人次", "a")) == [
        ("remainder", ("total", "one", "two"))
    ]
    crossing = found_in(whole, part("one", "600人次", "a"), part("two", "300人次", "b"))
    assert crossing == [("overlap", ("total", "one", "two"))]
    assert found_in(whole, part("one", "1000人次", "a")) == [("exceeds", ("total", "one"))]
    assert found_in(TOTAL, part("one", "200个", "a")) == [("part_unit", ("one", "total"))]


def test_a_percentage_is_compared_with_the_decimals_it_has():
    share = '{ id = "share", key = "share", what = "占比", at = "60%", of = ["old", "total"] },'
    old = '{ id = "old", key = "old", what = "老人", at = "600人次" },'
    assert found_in(TOTAL, old, share) == []
    young = old.replace("600", "300")
    assert found_in(TOTAL, young, share) == [("ratio", ("share", "old", "total"))]


def test_a_list_of_another_length_than_its_number_is_a_conflict():
    line = (
        '{ id = "x", key = "x", what = "站", at = "200个", enumerates = true, members = ["甲"] },'
    )
    found = findings(figures_of(line))
    assert [(one.check, one.weight) for one in found] == [("member_count", Weight.CONFLICT)]


def test_the_command_prints_findings_and_fails_only_for_a_bad_pack(tmp_path):
    told = CliRunner().invoke(command, ["check"])
    assert told.exit_code == 0
    assert "矛盾 / conflict（" in told.output
    data = json.loads(CliRunner().invoke(command, ["check", "--format", "json"]).output)
    assert (data["figures"], len(data["findings"])) == (171, len(FOUND))
    assert {one["check"] for one in data["findings"]} <= set(CHECKS)
    bad = tmp_path / "pack.toml"
    bad.write_text(HEAD + '{ id = "x", key = "served", at = "9人次" }]', "utf-8")
    refused = CliRunner().invoke(command, ["check", str(tmp_path)])
    assert refused.exit_code == 1
    assert "x：句子里没有“9人次”" in refused.output
