"""Indicators of places: two people, frozen texts, figures equal to counting by hand, and what is refused."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from yimi.access.tests.factories import make_actor
from yimi.audit.models import AuditEvent
from yimi.core import clock
from yimi.core.errors import Conflict, Forbidden, Invalid, NotFound
from yimi.insight import access, actions
from yimi.insight.errors import OpenVersion, SecondPersonNeeded, StepNotNow
from yimi.insight.figures.answering import ask
from yimi.insight.figures.indicators import core_indicators, indicators_at
from yimi.insight.figures.opening import open_cell
from yimi.insight.figures.question import Question
from yimi.insight.figures.spans import Span
from yimi.insight.figures.tests.worlds import COUNTY, THROUGH, World, make_people
from yimi.insight.local.checking import checked_indicator
from yimi.insight.local.standing import versions_at
from yimi.insight.local.texts import entry_of
from yimi.insight.models import IndicatorVersion, VersionState
from yimi.insight.tests.indicators import ELDERS, PERSONS, SHARE, let_in, published

KEY = "L411623_01"
UNITS = {"fact": "service_unit", "measure": "count", "unit": "个", "cuts": []}
YEAR = Span(2026, 1, 12)


@pytest.fixture(scope="module")
def facts():
    return World(5, size=1200)


@pytest.fixture
def people(db, facts):
    found = make_people(facts)
    found.zhao = make_actor("county_officer", COUNTY + "000000")
    found.city = make_actor("city_officer", "411600000000")
    return found


@pytest.fixture
def elders(people):
    return published(ELDERS, by=people.li, and_by=people.zhao)


def test_a_draft_is_the_offices_own_and_a_second_person_publishes(people):
    version = actions.add_indicator(COUNTY, ELDERS, actor=people.li)
    assert KEY not in indicators_at(COUNTY).indicators
    assert version in access.visible_versions(people.zhao)
    for stranger in (people.wang, people.drolma, people.town):
        with pytest.raises(NotFound):
            access.get_version_for_view(stranger, version.pk)
    actions.propose(version, actor=people.li, expected=1)
    with pytest.raises(SecondPersonNeeded):
        actions.publish(version, actor=people.li, expected=2)
    with pytest.raises(Forbidden):
        actions.publish(version, actor=people.wang, expected=2)
    actions.publish(version, actor=people.zhao, expected=2)
    assert indicators_at("411623001001").get(KEY).pack == "411623/L411623_01@1"
    assert KEY not in indicators_at("411622").indicators
    assert access.get_version_for_view(people.drolma, version.pk)
    with pytest.raises(Forbidden):
        access.get_version_for_edit(people.drolma, version.pk)
    told = AuditEvent.objects.filter(subject_uid=str(version.pk)).order_by("at")
    assert [event.action for event in told] == [
        "insight.begin_draft", "insight.propose_indicator", "insight.publish_indicator",
    ]  # fmt: skip
    assert all(event.details["sha256"] == version.sha256 for event in told)


def test_nobody_defines_for_another_place(people):
    for actor, place in ((people.li, "4116"), (people.li, "411622"), (people.drolma, COUNTY)):
        with pytest.raises(Forbidden):
            actions.add_indicator(place, ELDERS, actor=actor)
    with pytest.raises(NotFound):
        actions.add_indicator("411623001", ELDERS, actor=people.li)


def test_a_text_is_frozen_when_it_is_proposed(people):
    version = actions.add_indicator(COUNTY, ELDERS, actor=people.li)
    seen_by_zhao = IndicatorVersion.objects.get(pk=version.pk)
    actions.edit_draft(version, ELDERS | {"title": "甲"}, actor=people.li, expected=1)
    with pytest.raises(Conflict):
        actions.edit_draft(seen_by_zhao, ELDERS, actor=people.zhao, expected=1)
    actions.propose(version, actor=people.li, expected=2)
    with pytest.raises(StepNotNow):
        actions.edit_draft(version, ELDERS, actor=people.li, expected=3)
    actions.send_back(version, actor=people.zhao, expected=3, note="写明 60 岁")
    assert (version.state, version.note) == (VersionState.DRAFT, "写明 60 岁")
    actions.edit_draft(version, ELDERS, actor=people.zhao, expected=4)
    actions.propose(version, actor=people.zhao, expected=5)
    with pytest.raises(SecondPersonNeeded):  # whoever wrote it last has written it
        actions.publish(version, actor=people.zhao, expected=6)
    actions.publish(version, actor=people.li, expected=6)
    with pytest.raises(IntegrityError), transaction.atomic():
        IndicatorVersion.objects.update(decided_by=people.zhao.uid)


def test_figures_equal_counting_the_same_rows_by_hand(people, facts, elders):
    published(PERSONS, by=people.li, and_by=people.zhao)
    published(SHARE, by=people.zhao, and_by=people.li)
    known = indicators_at(COUNTY)
    keys = ("L411623_01", "L411623_02", "L411623_03")
    question = Question(keys, YEAR, COUNTY, rows="town")
    table = ask(question, actor=people.li, open_snapshot=facts.at, known=known)
    for row in table.rows:
        here = [one for one in _held(facts) if one["region_code"].startswith(row.key)]
        mine = [one for one in here if _is_elder(one)]
        times = sum(one["person_times"] for one in mine)
        persons = {one["resident_uid"] for one in mine} - {None}
        assert (row.cells[0].value, row.cells[1].value) == (times, len(persons))
        assert row.cells[2].counts == (times, sum(one["person_times"] for one in here if one["outcome"] == "met"))  # fmt: skip
        found = open_cell(row.cells[0].refs[0], snapshot=facts.at(), actor=people.li, known=known)
        assert found.count == times
    assert sum(row.cells[0].value for row in table.rows) >= 5
    cut = question.but(indicators=(KEY,), cuts=("domain",))
    parts = ask(cut, actor=people.li, open_snapshot=facts.at, known=known)
    assert [sum(cell.value for cell in row.cells) for row in parts.rows] == [
        row.cells[0].value for row in table.rows
    ]


def test_below_the_township_a_local_indicator_is_not_shown(people, facts, elders):
    question = Question((KEY,), Span(2026, 4, 3), "411623001", rows="village")
    table = ask(question, actor=people.li, open_snapshot=facts.at, known=indicators_at(COUNTY))
    assert {row.cells[0].withheld for row in table.rows} == {"not_below_township"}


def test_a_figure_known_at_a_past_day_keeps_its_definition(people, facts, elders):
    later = clock.now() + timedelta(days=40)
    draft = actions.revise(elders, actor=people.li)
    with pytest.raises(OpenVersion):
        actions.revise(elders, actor=people.zhao)
    other_unit = entry_of(draft.text) | {"value": "minutes", "unit": "分钟"}
    with pytest.raises(Invalid, match="请另立"):
        actions.edit_draft(draft, other_unit, actor=people.li, expected=1)
    entry = entry_of(draft.text) | {"filter": "outcome = 'met'"}
    actions.edit_draft(draft, entry, actor=people.li, expected=1)
    let_in(draft, by=people.li, and_by=people.zhao)
    IndicatorVersion.objects.filter(pk=draft.pk).update(decided_at=later)
    for known_at, number in (
        (None, 2), (clock.now(), 1), (elders.decided_at - timedelta(days=900), 1), (later, 2),
    ):  # fmt: skip
        assert indicators_at(COUNTY, known_at).get(KEY).pack.endswith(f"@{number}")


def test_one_that_is_withdrawn_can_still_be_read(people, facts, elders):
    question = Question((KEY,), YEAR, COUNTY)
    before = ask(question, actor=people.li, open_snapshot=facts.at, known=indicators_at(COUNTY))
    with pytest.raises(Invalid):
        actions.withdraw(elders, actor=people.li, expected=3, reason=" ")
    actions.withdraw(elders, actor=people.li, expected=3, reason="改用全国口径")
    known = indicators_at(COUNTY)
    assert known.get(KEY).withdrawn_on == clock.today()
    after = ask(question, actor=people.li, open_snapshot=facts.at, known=known)
    assert after.rows[0].cells[0].value == before.rows[0].cells[0].value
    with pytest.raises(Invalid):  # but nothing new is built on it
        actions.add_indicator(COUNTY, SHARE, actor=people.li)


def test_a_place_calls_an_indicator_by_its_own_name(people):
    names = {"title": "服务人次（商水口径名）", "title_en": "Contacts", "local_code": "SS01"}
    with pytest.raises(Invalid, match="P02_persons"):
        actions.name_indicator(COUNTY, "P01_person_times", names | {"title": "服务人数"}, actor=people.li)  # fmt: skip
    with pytest.raises(NotFound):
        actions.name_indicator(COUNTY, "P99_nothing", names, actor=people.li)
    version = actions.name_indicator(COUNTY, "P01_person_times", names, actor=people.li)
    let_in(version, by=people.li, and_by=people.zhao)
    one, core = indicators_at(COUNTY).get("P01_person_times"), core_indicators()
    assert (one.title, one.local_code, one.pack) == (names["title"], "SS01", core.pack.name)
    assert one.filter == core.get("P01_person_times").filter
    actions.withdraw(version, actor=people.zhao, expected=3, reason="不用了")
    assert indicators_at(COUNTY).get("P01_person_times").title == "服务人次"


def test_a_county_has_its_citys_indicators_beside_its_own(people, elders):
    ji = make_actor("city_officer", "411600000000")
    of_city = published(ELDERS | {"title": "全市的"}, by=people.city, and_by=ji, place="4116")
    assert of_city.indicator.key == "L4116_01"
    assert {"L4116_01", KEY} <= set(indicators_at(COUNTY).indicators)
    assert KEY not in indicators_at("4116").indicators


def test_a_text_changed_in_the_database_is_left_out_and_noted(people, elders, caplog):
    IndicatorVersion.objects.filter(pk=elders.pk).update(text=elders.text.replace("'2'", "'1'"))
    assert KEY not in indicators_at(COUNTY).indicators
    assert "L411623_01@1 is not usable" in caplog.text


def test_indicators_of_a_place_cost_one_query(people, elders, django_assert_num_queries):
    for number in range(4):
        published(ELDERS | {"title": f"第 {number} 个"}, by=people.li, and_by=people.zhao)
    with django_assert_num_queries(1):
        assert len(indicators_at(COUNTY).indicators) == len(core_indicators().indicators) + 5
    assert len(versions_at(COUNTY)) == 5


@pytest.mark.parametrize(
    "changes, field, said",
    [
        ({"filter": "outcom = 'met'"}, "filter", "您是不是想写“outcome”"),
        ({"filter": "outcome = 'met' and"}, "filter", "第 1 行"),
        ({"filter": "minutes"}, "filter", "整个表达式"),
        ({"filter": "resident_uid = 'p1'"}, "filter", "第 1 行第 1 字：“居民（未留名为空）”指的是某一个"),
        ({"filter": "outcome = 'met'\nand in_region(region_code, '411623001001')"}, "filter", "第 2 行第 15 字"),
        ({"filter": "same_region(region_code, resident.region_code, 12)"}, "filter", "地区在查看时选"),
        ({"filter": "resident.birth_on = '1950-03-07'"}, "filter", "只能按周岁用"),
        ({"filter": "days_between(resident.birth_on, served_on) > 9000"}, "filter", "只能按周岁用"),
        ({"filter": "age_on(resident.birth_on, '2026-03-01') >= 60"}, "filter", "只写到月初"),
        ({"filter": "served_on = '2026-03-05'"}, "filter", "只写到月初"),
        ({"filter": "served_on = add_days('2026-03-01', 12)"}, "filter", "不能按天加减"),
        ({"filter": "days_between(served_on, :as_of) = 12"}, "filter", "不能按天加减"),
        ({"filter": "age_on(resident.birth_on, add_days(:as_of, 12)) >= 75"}, "filter", "不能按天加减"),
        ({"filter": "age_on(resident.birth_on, resident.died_on) >= 75"}, "filter", "周岁只能数到"),
        ({"filter": "any(resident.service_contact, worker_uid = 'w1')"}, "filter", "指的是某一个"),
        (UNITS | {"filter": "any(service_contact, sex = '2')"}, "filter", "请从“服务接触”那里数"),
        ({"value": "session_no"}, "value", "没有意义"),
        ({"unit": "户次"}, "unit", "单位是“人次”"),
        ({"value": "minutes"}, "unit", "单位是“分钟”"),
        ({"measure": "count"}, "unit", "人次请选“合计”"),
        ({"measure": "count", "unit": "人"}, "unit", "去重计数"),
        ({"measure": "count", "unit": "分钟"}, "unit", "时长和金额"),
        ({"measure": "count", "unit": "次"}, "filter", "is_first_row"),
        ({"measure": "count_distinct"}, "value", "选一列编号"),
        ({"measure": "count_distinct", "value": "household_uid"}, "unit", "单位是“户”"),
        ({"title": "服务人次"}, "title", "P01_person_times"),
        ({"definition_en": ""}, "definition_en", "不能空着"),
        ({"title": "长" * 41}, "title", "40"),
        ({"measure": "ratio", "of": ["P02_persons", "P04_households"]}, "of_bottom", "分子是人，分母是户"),
        ({"measure": "ratio", "of": ["P23_certified_share", "P22_workers"]}, "of_top", "本身是比例"),
        ({"measure": "ratio", "of": ["P22_workers", "P22_workers"]}, "of_bottom", "同一个"),
        ({"measure": "ratio", "of": ["", "P22_workers"]}, "of_top", "请选"),
    ],
)  # fmt: skip
def test_what_makes_no_sense_or_points_at_somebody_is_refused(changes, field, said):
    entry = ELDERS | {"key": KEY} | changes
    with pytest.raises(Invalid) as refused:
        checked_indicator(entry, core_indicators(), pack="x")
    assert said in str(refused.value.fields[field][0])


@pytest.mark.parametrize(
    "text",
    [
        "age_on(resident.birth_on, :as_of) >= 60",
        "resident_uid is not null and served_on >= '2026-03-01'",
        "same_region(region_code, resident.region_code, 9)",
        "unit.kind = 'station' and any(resident.resident_status, holds and kind = 'dibao')",
    ],
)
def test_what_counts_groups_is_allowed(text):
    assert checked_indicator(ELDERS | {"key": KEY, "filter": text}, core_indicators(), pack="x")


def _held(facts):
    return [
        row
        for row in facts.rows["service_contact"]
        if (row["_to"] is None or row["_to"] > THROUGH)
        and row["_from"] <= THROUGH
        and date(2026, 1, 1) <= row["served_on"] <= date(2026, 12, 31)
    ]


def _is_elder(row):
    return (row["method"], row["outcome"], row["age_band"], row["sex"]) == ("home_visit", "met", "elder", "2")  # fmt: skip
