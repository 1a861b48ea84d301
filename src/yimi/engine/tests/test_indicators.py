"""Figures counted by hand, the refusal to add, and the shipped definitions."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from yimi.engine.backends.duckdb import DuckBackend
from yimi.engine.catalogue import load_catalogue
from yimi.engine.errors import CannotAdd, EngineError
from yimi.engine.indicators import Figure, Figures, Grouping, Periods, read_indicators, total
from yimi.engine.packs import load_pack, parse_pack

CATALOGUE = load_catalogue()
CORE = read_indicators(load_pack("national/core-indicators"), CATALOGUE)
ALL = list(CORE.indicators)


def contact(uid, record, resident, household, day, place="411623001001", **other):
    row = {
        "uid": uid, "record_uid": record, "resident_uid": resident, "household_uid": household, "unit_uid": "u",
        "region_code": place, "served_on": day, "recorded_on": day, "method": "home_visit", "outcome": "met",
        "person_times": 1, "estimated": False, "is_first_row": True, "sex": "2", "domain": "EL",
    }  # fmt: skip
    return row | other


@pytest.fixture(scope="module")
def figures():
    march, april = date(2024, 3, 5), date(2024, 4, 2)
    duck = DuckBackend(CATALOGUE)
    duck.add_rows(
        "service_contact",
        [
            # one visit, two people of one household: 1 户次, 2 人次, 2 人, 1 户
            contact("a1", "A", "r1", "h1", march),
            contact("a2", "A", "r2", "h1", march, is_first_row=False),
            # the same household again in March: 2 户次, still 1 户, 2 人
            contact("b1", "B", "r1", "h1", date(2024, 3, 31)),
            # April, another town: r1 again
            contact("c1", "C", "r1", "h1", april, place="411623002001"),
            # nobody met
            contact("d1", "D", None, "h2", march, outcome="not_met", person_times=0),
            # an activity with thirty unnamed people
            contact(
                "e1", "E", None, None, march, method="activity", person_times=30, estimated=True
            ),
        ],
    )
    duck.add_rows(
        "worker",
        [
            {"uid": "w1", "region_code": "411623000000", "joined_on": date(2023, 1, 1)},
            {
                "uid": "w2",
                "region_code": "411623000000",
                "joined_on": date(2023, 1, 1),
                "left_on": date(2024, 3, 31),
            },
        ],
    )
    duck.add_rows(
        "certificate",
        [
            {
                "uid": "c",
                "worker_uid": "w1",
                "region_code": "411623000000",
                "level": "senior",
                "issued_on": date(2024, 3, 31),
            }
        ],
    )
    duck.lock()
    return Figures(CORE, duck, CATALOGUE)


def values(found):
    return {(f.place, f.period): f.value for f in found}


SPRING = Grouping(Periods(2024, 3, count=2), place="411623", digits=9)


@pytest.mark.parametrize(
    "key, expected",
    [
        ("P01_person_times", {("411623001", "2024-03"): 33, ("411623002", "2024-04"): 1}),
        ("P02_persons", {("411623001", "2024-03"): 2, ("411623002", "2024-04"): 1}),
        ("P04_household_times", {("411623001", "2024-03"): 2, ("411623002", "2024-04"): 1}),
        ("P04_households", {("411623001", "2024-03"): 1, ("411623002", "2024-04"): 1}),
        ("P05_not_met", {("411623001", "2024-03"): 1, ("411623002", "2024-04"): 0}),
    ],
)
def test_it_counts_as_by_hand(figures, key, expected):
    assert values(figures.compute([key], SPRING)) == expected


def test_a_report_month_may_begin_on_the_26th(figures):
    grouping = replace(SPRING, periods=Periods(2024, 3, count=2, first_day=26), digits=0)
    found = values(figures.compute(["P01_person_times"], grouping))
    assert found == {("411623", "2024-03"): 32, ("411623", "2024-04"): 2}


def test_a_quarter_counts_persons_anew(figures):
    grouping = replace(SPRING, periods=Periods(2024, 1, count=2, months=3), digits=6)
    assert values(figures.compute(["P02_persons"], grouping)) == {
        ("411623", "2024-Q1"): 2,
        ("411623", "2024-Q2"): 1,
    }
    year = replace(SPRING, periods=Periods(2024, 1, months=12), digits=6)
    assert values(figures.compute(["P02_persons"], year)) == {("411623", "2024"): 2}


def test_a_stock_is_counted_at_the_last_day(figures):
    grouping = replace(SPRING, periods=Periods(2024, 2, count=2), digits=6)
    assert values(figures.compute(["P22_workers"], grouping)) == {
        ("411623", "2024-02"): 2,
        ("411623", "2024-03"): 1,
    }
    share = {
        f.period: (f.counts, f.permille) for f in figures.compute(["P23_certified_share"], grouping)
    }
    assert share == {"2024-02": ((0, 2), 0), "2024-03": ((1, 1), 1000)}


def test_cuts_divide_what_they_cut(figures):
    grouping = replace(SPRING, periods=Periods(2024, 3), cuts=("method",))
    found = figures.compute(["P01_person_times"], grouping)
    assert {f.cuts["method"]: f.value for f in found} == {"home_visit": 3, "activity": 30}
    assert total(found) == 33
    with pytest.raises(EngineError, match="不能按“level”分"):
        figures.compute(["P01_person_times"], replace(grouping, cuts=("level",)))


def test_many_indicators_of_a_fact_take_one_statement(figures):
    flows = [k for k in ALL if CORE.get(k).fact == "service_contact"]
    assert len(figures.statements(flows, SPRING)) == 1


def test_every_shipped_indicator_computes(figures):
    figures.compute(ALL, Grouping(Periods(2024, 1, months=12), digits=2))


def test_every_indicator_says_what_it_is():
    numbers = {key.partition("_")[0] for key in ALL}
    # P15 needs the organisations' register, P26 is reported with its method
    assert {f"P{n:02d}" for n in range(1, 30)} - numbers == {"P15", "P26"}
    for indicator in CORE.indicators.values():
        assert all(
            [
                indicator.title,
                indicator.title_en,
                indicator.unit,
                indicator.definition,
                indicator.dedup,
                indicator.source,
            ]
        )


def figure(key, place="411623", period="2024-03", value=1, **other):
    return Figure(CORE.get(key), CORE.pack.name, place, period, value, **other)


@pytest.mark.parametrize(
    "code, found",
    [
        ("units", [figure("P01_person_times"), figure("P02_persons")]),
        ("different", [figure("P01_person_times"), figure("P04_visit_person_times")]),
        ("distinct", [figure("P02_persons"), figure("P02_persons", place="411624")]),
        ("distinct", [figure("P02_persons"), figure("P02_persons", period="2024-04")]),
        ("stock", [figure("P22_workers"), figure("P22_workers", period="2024-04")]),
        ("ratio", [figure("P23_certified_share"), figure("P23_certified_share", place="411624")]),
        ("overlap", [figure("P01_person_times", place="4116"), figure("P01_person_times")]),
        ("overlap", [figure("P01_person_times"), figure("P01_person_times")]),
        ("versions", [figure("P01_person_times"), figure("P01_person_times", place="411624")._replace(of="x@2")]),
    ],
)  # fmt: skip
def test_it_refuses_to_add(code, found):
    with pytest.raises(CannotAdd) as caught:
        total(found)
    assert caught.value.code == code


def test_it_adds_places_and_months_of_a_flow():
    parts = [
        figure("P01_person_times", value=3),
        figure("P01_person_times", place="411624", value=4),
        figure("P01_person_times", period="2024-04", value=5),
    ]
    assert total(parts) == 12


def test_a_percentage_comes_from_its_two_counts():
    ningxia = figure("P23_certified_share", value=None, counts=(1063, 2752))
    assert ningxia.permille == 386


@pytest.mark.parametrize(
    "text, code",
    [
        ('measure = "sum"\nfact = "activity"\non = "held_on"\nvalue = "kind"', "indicator_value"),
        ('measure = "count"\nfact = "activity"\non = "kind"', "indicator_time"),
        ('measure = "count"\nfact = "activity"', "indicator_time"),
        (
            'measure = "count"\nfact = "activity"\non = "held_on"\nfilter = "attendence > 1"',
            "unknown_column",
        ),
        ('measure = "ratio"\nof = ["x", "y"]', "unknown_indicator"),
    ],
)
def test_a_wrong_definition_is_told_where(text, code):
    head = '[pack]\nid = "a/b"\nversion = 1\nkind = "indicators"\ntitle = "a"\ntitle_en = "a"\nregion = "national"\nsource = "a"\n'
    words = '[[indicator]]\nkey = "k"\ntitle = "a"\ntitle_en = "a"\nunit = "个"\ndefinition = "a"\ndedup = "a"\nsource = "a"\n'
    pack = parse_pack((head + words + text).encode(), Path("a/b/pack.toml"))
    with pytest.raises(EngineError) as caught:
        read_indicators(pack, CATALOGUE)
    assert caught.value.code == code
    assert caught.value.where.rule == "k"
