"""Bulletins: numbers worded only as true, and no sentence for what is missing, nothing, or too small to print."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from yimi.reports.bulletins import numbers, templates, writing
from yimi.reports.bulletins.templates import read, shipped
from yimi.reports.bulletins.writing import Counted, figure_words, sentence_of, write
from yimi.reports.figures import Amount
from yimi.reports.layout import Level
from yimi.reports.queries.subjects import place_subjects, station_subject
from yimi.reports.reading import LayoutError
from yimi.reports.spans import Span
from yimi.reports.tests.conftest import OCTOBER
from yimi.reports.tests.factories import contact, facts_of

counts = st.one_of(
    st.integers(0, 20_000), st.integers(0, 2_000_000), st.integers(0, 10**11),
    st.builds(lambda n, near: max(0, n * 10_000 + near), st.integers(0, 20_000), st.integers(-3, 3)),
)  # fmt: skip
#: A machine that is busy with the rest of the suite is slow, not wrong.
PATIENT = settings(deadline=None)
TEMPLATE = shipped()["county-month-news"]
TIMES = TEMPLATE.indicators["P01_person_times"]


@PATIENT
@given(counts)
def test_the_words_beside_a_number_say_on_which_side_the_truth_lies(count):
    words = numbers.worded(count)
    assert not (words.before and words.after)
    if words.after:
        assert words.after == "余"
        assert words.value < count
    elif words.before:
        assert words.before == "近"
        assert words.value > count
    else:
        assert words.value == count


@PATIENT
@given(counts)
def test_a_worded_number_is_near_and_short(count):
    words = numbers.worded(count)
    assert abs(words.value - count) * 10 < max(count, 1)
    assert len(words.digits) <= 5
    assert "0.0" not in words.digits
    if words.step == "万":
        assert Decimal(words.digits) < numbers.WAN
    if not words.step:
        assert count < numbers.WAN


@PATIENT
@given(st.integers(0, 10**13))
def test_money_and_hours_never_say_more_than_there_is(fen):
    money, hours = numbers.sum_words(fen), numbers.hours_words(fen)
    assert money.endswith("元")
    if "余" not in hours and "近" not in hours and "小时" in hours:
        assert fen % 60 == 0


@PATIENT
@given(st.integers(0, 10**9), st.integers(0, 10**9))
def test_growth_is_said_only_when_it_is_so(now, before):
    words = numbers.change_words(now, before)
    assert ("增长" in words) <= (now > before)
    assert ("下降" in words) <= (now < before)
    assert (words == "") == (before < 100)


def counted(now, before=None):
    return {"times": Counted(Amount(now), Amount(before))}


def test_a_sentence_carries_its_figure_and_the_comparison_with_last_year():
    pieces = sentence_of("服务{times}{times.change}。", TEMPLATE, counted(12_345, 10_000), {})
    assert "".join(piece.text for piece in pieces) == "服务1.2万余人次，比上年同期增长23.5%。"
    assert [piece.indicator for piece in pieces if piece.indicator] == [TIMES]


@pytest.mark.parametrize("value", [None, 0, 1, 4])
def test_no_sentence_for_what_is_missing_nothing_or_too_small(value):
    assert sentence_of("服务{times}。", TEMPLATE, counted(value), {}) is None


def test_a_small_count_of_stations_points_at_nobody():
    stations = TEMPLATE.indicators["stations"]
    assert figure_words(stations, Amount(3), "个") == "3个"
    assert figure_words(TIMES, Amount(5)) == "5人次"


@pytest.mark.parametrize(
    "counts,words", [((2, 3), "66.7%"), ((0, 3), None), ((3, 3), "100%"), ((1, 0), None)]
)
def test_a_share_of_workers_is_said_of_any_number(counts, words):
    assert figure_words(TEMPLATE.indicators["P23_certified_share"], Amount(None, counts)) == words


@pytest.mark.parametrize(
    "counts,words", [((2, 40), None), ((38, 40), None), ((20, 40), "50%"), ((40, 40), "100%")]
)
def test_a_share_of_residents_is_not_said_of_a_few_or_of_all_but_a_few(counts, words):
    share = TEMPLATE.indicators["P23_certified_share"]
    of_residents = replace(share, of=("P02_persons", "P02_persons"))
    assert figure_words(of_residents, Amount(None, counts)) == words


@pytest.mark.parametrize(
    "change,words",
    [
        (('"P01_person_times" }', '"P01_person_tmes" }'), "P01_person_times"),
        (("服务群众{times}", "服务群众{tmies}"), "times"),
        (('level = "county"', ""), "level"),
        (('counted = "to_date"', 'counted = "ever"'), "to_date"),
    ],
)
def test_a_mistake_in_a_template_is_named(change, words):
    text = (templates.files("yimi.reports") / "data/bulletins/10-county-month.toml").read_text("utf-8")  # fmt: skip
    with pytest.raises(LayoutError) as caught:
        read("mine.toml", text.replace(*change))
    assert words in str(caught.value)


@pytest.mark.django_db
def test_a_countys_month_reads_as_the_papers_print_it(world):
    (county,) = place_subjects(Level.COUNTY, ["411623000000"])
    visits = [contact(world.a, OCTOBER) for _n in range(24)]
    unit = {"uid": str(world.a.pk), "region_code": world.a.region_code, "kind": "station", "opened_on": date(2022, 1, 1), "plated_on": date(2022, 1, 1)}  # fmt: skip
    staff = [
        {"uid": f"w{n}", "region_code": "411623000000", "joined_on": date(2023, 1, 1)}
        for n in range(3)
    ]
    facts = facts_of(service_contact=visits, service_unit=[unit], worker=staff)
    bulletin = write(TEMPLATE, county, Span(date(2026, 10, 1), 1), facts)
    assert bulletin.headline == "商水县2026年10月社会工作服务情况"
    first, second, third = bulletin.texts
    assert first == "截至2026年10月31日，商水县共建成社工站1个、配备社工3名。"
    assert second == "2026年10月，商水县各社工站服务群众24人次。入户走访24户次。"
    assert third == "今年以来，累计服务群众24人次。"
    assert bulletin.left_out == 6


@pytest.mark.django_db
def test_a_stations_brief_counts_only_the_station(world):
    rows = [contact(world.a, OCTOBER) for _n in range(6)] + [contact(world.b, OCTOBER)] * 9
    facts = facts_of(service_contact=rows)
    span = Span(date(2026, 10, 1), 1)
    text = write(shipped()["station-brief"], station_subject(world.a), span, facts).texts[0]
    assert text == "2026年10月，新城街道社工站服务居民6人、6人次。入户走访6户次，走访6户。"
    silent = write(shipped()["station-brief"], replace(station_subject(world.far)), span, facts)
    assert silent.paragraphs == ()
    assert list(writing.plain(silent)) == [silent.headline]
