"""Report packs are data: the shipped ones read, and a mistake is named with its file, its line and what to do."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yimi.reports.layout import Level
from yimi.reports.reading import LayoutError, read_all, shipped
from yimi.reports.rules import days_late, may_step, punctuality
from yimi.reports.spans import Frequency, Span, recent

HEAD = """
[pack]
key = "mine"
version = 1
title = "测试月报"
title_en = "Test"
frequency = "month"
level = "station"
source = "测试"
deadline_day = 5
lock_days = 10
"""
ROW = """
[[section]]
key = "one"
title = "一"
title_en = "One"
row = [ %s ]
"""


def read(rows: str, head: str = HEAD):
    return read_all({"mine.toml": head + ROW % rows})["mine"]


def test_every_shipped_pack_reads_and_stations_towns_and_counties_have_theirs():
    levels = {pack.level for pack in shipped().values()}
    assert levels == set(Level)
    assert {pack.key for pack in shipped().values()} >= {
        "station-month", "street-month", "county-month", "station-quarter", "station-year", "county-quarter", "county-year",
    }  # fmt: skip


def test_a_row_takes_title_and_unit_from_its_indicator():
    row = read('{ key = "v", indicator = "P04_household_times" }').row("v")
    assert (row.title, row.unit, row.is_derived) == ("入户走访户次", "户次", True)


@pytest.mark.parametrize(
    "rows,words",
    [
        ('{ key = "v", indicator = "P04_household_time" }', "P04_household_times"),
        ('{ key = "v", indicator = "P01_person_times", unit = "人" }', "单位是人次"),
        ('{ key = "v", indicator = "P01_person_times", cut = "item" }', "value"),
        ('{ key = "v", indicator = "P01_person_times", cut = "itme", value = "x" }', "不能按"),
        ('{ key = "v", title = "没有指标" }', "title_en"),
        ('{ key = "v", titel = "错字" }', "title"),
        ('{ key = "v", indicator = "P22_workers" }', "不能按站点统计"),
        ('{ key = "v", indicator = "P01_person_times" }, { key = "v", indicator = "P02_persons" }', "同一个 key"),
    ],
)  # fmt: skip
def test_a_mistake_in_a_row_is_named_with_its_line(rows, words):
    with pytest.raises(LayoutError) as caught:
        read(rows)
    assert words in str(caught.value)
    assert "mine.toml" in str(caught.value)


@pytest.mark.parametrize(
    "change,words",
    [
        (('frequency = "month"', 'frequency = "week"'), "month、quarter、year"),
        (('deadline_day = 5', 'deadline_day = 0'), "正整数"),
        (('source = "测试"', ""), "缺少 source"),
        (('version = 1', 'version = 1\nverison = 2'), "version"),
        (('version = 1', 'version = 1\ncolumns = ["to_date"]'), "period"),
        (('version = 1', 'version = 1\nshape = "table"'), "县级"),
        (('version = 1', 'version = 1\nbased_on = "station-moth"'), "没有报表"),
    ],
)  # fmt: skip
def test_a_mistake_in_the_head_is_named(change, words):
    with pytest.raises(LayoutError) as caught:
        read('{ key = "v", indicator = "P01_person_times" }', HEAD.replace(*change))
    assert words in str(caught.value)


@given(st.dates(date(2001, 1, 1), date(2099, 12, 31)), st.sampled_from(Frequency))
def test_every_day_lies_in_one_period_that_its_label_names(day, frequency):
    span = Span.of(frequency, day)
    assert span.start <= day < span.end
    assert Span.parse(span.label) == span
    assert span.before().end == span.start
    assert span.before(-1).start == span.end
    to_date = span.to_date.list()[0]
    assert to_date.start == date(span.start.year, 1, 1)
    assert to_date.end == span.end


@pytest.mark.parametrize("text", ["", "2026-", "2026-13", "2026-00", "2026-Q5", "26-01", "2026-1", "２０２６-01", "2026-Q", "1999"])  # fmt: skip
def test_other_words_are_no_period(text):
    with pytest.raises(ValueError):  # noqa: PT011 - that it refuses is all
        Span.parse(text)


def test_the_last_periods_are_those_that_are_over():
    assert [span.label for span in recent(Frequency.MONTH, date(2026, 1, 31), 2)] == ["2025-12", "2025-11"]  # fmt: skip


def test_a_report_is_late_from_the_day_after_it_is_due_until_it_is_in():
    due = date(2026, 11, 5)
    assert days_late("draft", due, due, None) == 0
    assert days_late("returned", due, date(2026, 11, 7), date(2026, 11, 4)) == 2
    assert days_late("submitted", due, date(2026, 11, 30), due) == 0
    assert punctuality({"a": 0, "b": 3, "c": 0}).in_time == 2


def test_what_is_locked_is_not_returned():
    assert not may_step("returned", "locked")
    assert may_step("returned", "accepted")
    assert not may_step("submitted", "submitted")
