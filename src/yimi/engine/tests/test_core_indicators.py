"""Every core indicator on one small county, counted by hand; the ladder, its parameters, and places' own packs."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner

from yimi.engine.backends.duckdb import DuckBackend
from yimi.engine.catalogue import load_catalogue
from yimi.engine.errors import CannotAdd, EngineError
from yimi.engine.indicators import Figures, Grouping, Periods, read_indicators, total
from yimi.engine.indicators.commands import indicators
from yimi.engine.indicators.definitions import Measure
from yimi.engine.indicators.listing import codes, indicators_of
from yimi.engine.packs import load_pack, parse_pack, shipped_packs

CATALOGUE = load_catalogue()
CORE = read_indicators(load_pack("national/core-indicators"), CATALOGUE)
A, B, COUNTY = "411623001001", "411623002001", "411623000000"
MARCH, LATE, APRIL, OLD = date(2024, 3, 5), date(2024, 3, 28), date(2024, 4, 2), date(2023, 1, 1)
Q1 = Grouping(Periods(2024, 3), place="411623")


def contact(uid, record, resident, day=MARCH, **other):
    row = {
        "uid": uid, "record_uid": record, "resident_uid": resident, "household_uid": None, "unit_uid": "u1",
        "region_code": A, "served_on": day, "recorded_on": day, "method": "home_visit", "outcome": "met",
        "person_times": 1, "estimated": False, "is_first_row": True, "domain": "EL",
    }  # fmt: skip
    return row | other


def rows(names, *values, **same):
    return [dict(zip(names.split(), line, strict=True)) | same for line in values]


#: One county in March 2024. r1 and r2 are h1; r3 is alone and on the list; r4 is on the list and was not visited.
WORLD = {
    "service_contact": [
        contact("a1", "A", "r1", household_uid="h1", in_hardship=True, minutes=40),
        contact("a2", "A", "r2", household_uid="h1", is_first_row=False, in_hardship=False),
        contact("b1", "B", "r1", LATE, household_uid="h1", in_hardship=True, minutes=30),
        contact("c1", "C", "r3", LATE, household_uid="h3", region_code=B, minutes=20),
        contact("d1", "D", None, outcome="not_met", person_times=0, household_uid="h2"),
        contact("e1", "E", None, method="activity", person_times=30, estimated=True, minutes=90),
        contact("f1", "F", "r2", method="phone", minutes=10),
        contact("g1", "G", "r2", method="case_session", minutes=50),
        # spoken about, not served; and a visit of April
        contact("g2", "G", "r4", method="case_session", is_first_row=False, person_times=0),
        contact("h1", "H", "r4", APRIL, household_uid="h4", minutes=25),
    ],
    "household": rows("uid region_code opened_on", ("h1", A, MARCH), ("h2", A, OLD), ("h3", B, LATE)),
    "resident": rows(
        "uid region_code sex file_opened_on",
        ("r1", A, "1", MARCH), ("r2", A, "2", MARCH), ("r3", B, "2", OLD), ("r4", B, "2", OLD),
    ),
    "resident_status": rows(
        "uid resident_uid region_code kind holds source started_on ended_on",
        ("s3", "r3", B, "elder_alone", True, "visit", OLD, None),
        ("s4", "r4", B, "elder_empty_nest", True, "visit", OLD, None),
        ("s1", "r1", A, "elder_alone", True, "visit", OLD, date(2024, 3, 1)),
        ("s2", "r2", A, "elder_alone", False, "visit", OLD, None),
    ),
    "case_file": rows(
        "uid unit_uid region_code stage opened_on closed_on sessions",
        ("k1", "u1", A, "intervention", MARCH, None, 1),
        ("k2", "u1", A, "closing", OLD, LATE, 4),
        ("k3", "u1", B, "intake", APRIL, None, 0),
    ),
    "group_session": rows(
        "uid group_uid unit_uid region_code session_no is_last held_on attendance",
        ("n1", "n", "u1", A, 1, False, MARCH, 8), ("n2", "n", "u1", A, 2, True, LATE, 7), ("m3", "m", "u1", A, 3, False, LATE, 9),
    ),
    "activity": rows(
        "uid unit_uid region_code held_on attendance estimated",
        ("v1", "u1", A, MARCH, 30, True), ("v2", "u1", B, LATE, 12, False),
    ),
    "volunteer_hours": rows(
        "uid volunteer_uid unit_uid region_code served_on minutes registered",
        ("w1", "z1", "u1", A, MARCH, 60, True), ("w2", "z1", "u1", A, LATE, 90, True), ("w3", "z2", "u1", A, LATE, 30, False),
    ),
    "resource_match": rows(
        "uid unit_uid region_code kind value_fen delivered_on",
        ("x1", "u1", A, "goods", 50_000, MARCH), ("x2", "u1", A, "money", None, LATE), ("x3", "u1", A, "goods", 900, None),
    ),
    "referral": rows(
        "uid unit_uid region_code status sent_on answered_on closed_on",
        ("y1", "u1", A, "closed", MARCH, MARCH, LATE), ("y2", "u1", A, "refused", MARCH, LATE, None), ("y3", "u1", A, "sent", LATE, None, None),
    ),
    # in time, late, never begun; one that nobody owed, and one due in April
    "report": rows(
        "uid region_code due_on submitted_on times_returned is_owed status",
        ("e1", A, MARCH, MARCH, 0, True, "accepted"), ("e2", B, MARCH, LATE, 2, True, "submitted"),
        ("e3", A, LATE, None, 0, True, "none"), ("e4", A, MARCH, MARCH, 1, False, "submitted"),
        ("e5", A, APRIL, None, 0, True, "none"),
        pack="station-month", level="station", period_start_on=date(2024, 2, 1), period_end_on=date(2024, 3, 1),
    ),
    # told and received, told and refused, not asked yet; one that expired, and one found in April
    "policy_lead": rows(
        "uid region_code status found_on informed_on received_on",
        ("k1", A, "received", MARCH, LATE, LATE), ("k2", B, "refused", MARCH, LATE, None), ("k3", A, "new", LATE, None, None),
        ("k4", A, "expired", MARCH, None, None), ("k5", A, "new", APRIL, None, None),
        benefit="national/resident-policies/old_age", outcome="likely",
    ),
    "supervision_session": rows(
        "uid region_code kind held_on minutes", ("p1", A, "group", MARCH, 120), ("p2", A, "online", LATE, 60),
    ),
    "training": rows(
        "uid event_uid worker_uid region_code held_on credit_minutes",
        ("t1", "T", "w1", COUNTY, MARCH, 180), ("t2", "T", "w2", COUNTY, MARCH, 180), ("t3", "U", "w1", COUNTY, LATE, 90),
    ),
    "satisfaction": rows(
        "uid region_code score valid replied_on",
        ("q1", A, 5, True, MARCH), ("q2", A, 4, True, MARCH), ("q3", A, 2, True, LATE), ("q4", A, 5, False, LATE), ("q5", A, None, True, LATE),
    ),
    "worker": rows(
        "uid region_code sex joined_on left_on",
        ("w1", COUNTY, "2", OLD, None), ("w2", COUNTY, "1", OLD, None), ("w3", COUNTY, "2", OLD, None), ("w4", COUNTY, "2", OLD, date(2024, 3, 31)),
    ),
    "certificate": rows(
        "uid worker_uid region_code level issued_on",
        ("c1", "w1", COUNTY, "assistant", OLD), ("c2", "w1", COUNTY, "intermediate", MARCH),
        ("c3", "w2", COUNTY, "assistant", LATE), ("c4", "w4", COUNTY, "senior", OLD), ("c5", "w3", COUNTY, "senior", APRIL),
    ),
    "employment": rows(
        "uid worker_uid unit_uid region_code post full_time started_on ended_on",
        ("e1", "w1", "u1", A, "station_worker", True, OLD, None), ("e2", "w1", "u2", B, "station_worker", False, OLD, None),
        ("e3", "w2", "u1", A, "assistance_clerk", True, OLD, None), ("e4", "w3", "u1", A, "station_worker", True, OLD, date(2024, 3, 31)),
    ),
    "service_unit": rows(
        "uid region_code kind opened_on closed_on posts_set",
        ("u1", A, "station", OLD, None, 3), ("u2", B, "station", OLD, None, 2), ("u3", A, "community_room", OLD, None, None),
        ("u4", COUNTY, "guidance_centre", OLD, None, 1), ("u5", A, "station", OLD, date(2024, 1, 1), 9),
    ),
    "operator": rows("uid region_code registered_on ended_on", ("o1", COUNTY, OLD, None), ("o2", COUNTY, OLD, date(2024, 2, 1))),
    "township": rows(
        "region_code class_code valid_from_on valid_to_on plated_on staffed_on professional_on last_served_week_on serving_weeks",
        ("411623001000", "0", OLD, None, OLD, OLD, OLD, date(2024, 3, 25), 5),
        ("411623002000", "0", OLD, None, OLD, OLD, None, date(2024, 3, 25), 9),  # serves, nobody certified
        ("411623100000", "1", OLD, None, OLD, None, None, None, None),
        ("411623101000", "1", OLD, None, None, OLD, None, None, None),  # somebody there, no plate
        ("411623102000", "1", OLD, None, OLD, OLD, OLD, date(2024, 2, 5), 30),  # served once, silent since
        ("411623103000", "1", OLD, date(2024, 2, 1), OLD, OLD, OLD, date(2024, 3, 25), 9),  # merged away
    ),
    "project": rows(
        "uid region_code fund_source budget_fen started_on ends_on",
        ("j1", COUNTY, "lottery", 1_000_000, OLD, None), ("j2", COUNTY, "lottery", 700, OLD, date(2024, 1, 1)),
    ),
    "expense": rows(
        "uid project_uid region_code line amount_fen spent_on paid_on",
        ("i1", "j1", COUNTY, "staff", 200_000, OLD, OLD), ("i2", "j1", COUNTY, "staff", 50_000, MARCH, LATE),
        ("i3", "j1", COUNTY, "staff", 80_000, LATE, APRIL), ("i4", "j2", COUNTY, "staff", 700, OLD, OLD),
    ),
}  # fmt: skip

#: Counted by hand for March 2024. A ratio is its two counts.
BY_HAND = {
    "P01_person_times": 36,  # 2 + 1 + 1 + 30 + 1 + 1
    "P02_persons": 3,
    "P02_unnamed": 30,
    "P03_hardship_person_times": 2,
    "P03_hardship_persons": 1,
    "P04_household_times": 3,
    "P04_visit_person_times": 4,
    "P04_households": 2,
    "P05_not_met": 1,
    "P06_files": 2,
    "P06_persons_on_file": 2,
    "P07_consultations": 1,
    "P08_cases_new": 1,
    "P08_cases_closed": 1,
    "P08_cases_active": 1,
    "P09_case_sessions": 1,
    "P10_groups_started": 1,
    "P10_groups_finished": 1,
    "P11_group_sessions": 3,
    "P12_activities": 2,
    "P13_attendance": 42,
    "P13_attendance_estimated": 30,
    "P14_volunteers": 2,
    "P14_volunteer_times": 3,
    "P14_volunteer_minutes": 180,
    "P16_links": 2,
    "P16_link_value": 50_000,
    "P17_referrals_sent": 3,
    "P17_referrals_accepted": 1,
    "P17_referrals_closed": 1,
    "P18_supervision": 2,
    "P18_supervision_minutes": 180,
    "P19_training_events": 2,
    "P19_trainee_times": 3,
    "P19_trainees": 2,
    "P19_training_minutes": 450,
    "P20_replies": 3,
    "P20_satisfied": 2,
    "P20_satisfaction": (2, 3),
    "P21_townships": 5,
    "P21_plated": 4,
    "P21_staffed": 3,
    "P21_professional": 2,
    "P21_serving": 1,
    "P21_coverage_plated": (4, 5),
    "P21_coverage_staffed": (3, 5),
    "P21_coverage_professional": (2, 5),
    "P21_coverage_serving": (1, 5),
    "P22_workers": 3,
    "P22_station_workers": 1,
    "P22_certified": 2,
    "P22_assistant": 1,
    "P22_intermediate": 1,
    "P22_senior": 0,
    "P23_certified_share": (2, 3),
    "P24_posts_set": 6,
    "P24_posts_filled": 3,
    "P25_service_minutes": 240,
    "P27_visited": 1,
    "P27_listed": 2,
    "P27_visit_rate": (1, 2),
    "P28_paid": 50_000,
    "P28_budget": 1_000_000,
    "P28_paid_to_date": 250_000,
    "P28_execution": (250_000, 1_000_000),
    "P29_reports_due": 3,
    "P29_reports_in_time": 1,
    "P29_reports_late": 2,
    "P29_times_returned": 2,
    "P29_in_time_share": (1, 3),
    "stations": 2,
    "community_rooms": 1,
    "guidance_centres": 1,
    "operators": 1,
    "policy_leads": 3,
    "policy_leads_informed": 2,
    "policy_leads_received": 1,
    "policy_uptake": (1, 3),
}


@pytest.fixture(scope="module")
def duck():
    backend = DuckBackend(CATALOGUE)
    for fact in CATALOGUE.facts:
        backend.add_rows(fact, WORLD.get(fact, []))
    backend.lock()
    return backend


def told(duck, keys, grouping=Q1, indicators=CORE):
    found = Figures(indicators, duck, CATALOGUE).compute(keys, grouping)
    return {(one.indicator.key, one.place): one.counts or one.value for one in found}


def test_every_indicator_is_what_was_counted_by_hand(duck):
    assert set(BY_HAND) == set(CORE.indicators)
    found = {key: value for (key, _), value in told(duck, list(BY_HAND)).items()}
    assert found == BY_HAND


def test_towns_add_up_to_the_county_wherever_they_may_be_added(duck):
    figures = Figures(CORE, duck, CATALOGUE)
    towns = Grouping(Periods(2024, 3), place="411623", digits=9)
    for key, whole in BY_HAND.items():
        parts = figures.compute([key], towns)
        if CORE.get(key).may_add_places:
            assert total(parts) == whole, key
        elif len(parts) > 1:
            with pytest.raises(CannotAdd):
                total(parts)


def test_persons_of_two_towns_and_two_months_are_counted_anew(duck):
    towns = Grouping(Periods(2024, 3), place="411623", digits=9)
    places = told(duck, ["P22_station_workers"], towns)
    assert set(places.values()) == {
        1
    }  # the same worker at two stations is one worker in the county
    quarter = told(duck, ["P02_persons"], Grouping(Periods(2024, 3, months=3), place="411623"))
    assert set(quarter.values()) == {4}  # March has three, April one


def test_each_rung_of_the_ladder_stands_on_the_one_below(duck):
    ladder = ["P21_townships", "P21_plated", "P21_staffed", "P21_professional", "P21_serving"]
    towns = Grouping(Periods(2024, 3), place="411623", digits=9)
    found = told(duck, ladder, towns)
    rungs = {place: [found[key, place] for key in ladder] for _, place in found}
    assert all(values == sorted(values, reverse=True) for values in rungs.values())
    assert rungs["411623002"] == [1, 1, 1, 0, 0]  # serves every week, but nobody is certified
    assert rungs["411623101"] == [1, 0, 0, 0, 0]  # somebody works there, but there is no station


LOCAL = """
[pack]
id = "411623/own"
version = 3
kind = "indicators"
base = "national/core-indicators"
title = "商水县"
title_en = "Shangshui"
region = "411623"
source = "示例"
"""
PARAMETER = """
[[parameter]]
id = "regular_weeks"
[[parameter.value]]
region = "{place}"
from = {day}
amount = {weeks}
source = "示例文件"
"""


def local(text):
    return read_indicators(
        parse_pack((LOCAL + text).encode(), Path("411623/own/pack.toml")), CATALOGUE
    )


@pytest.mark.parametrize(
    "place, day, weeks, serving",
    [
        ("411623", "2024-01-01", 6, 0),  # the county asks for more
        ("411623", "2024-05-01", 6, 1),  # but not yet in March
        ("411600", "2024-01-01", 5, 1),
        ("411623001000", "2024-01-01", 6, 0),
        ("411622", "2024-01-01", 6, 1),  # another county
    ],
)
def test_a_place_says_from_a_day_on_what_regular_means(duck, place, day, weeks, serving):
    own = local(PARAMETER.format(place=place, day=day, weeks=weeks))
    assert told(duck, ["P21_serving"], indicators=own)["P21_serving", "411623"] == serving


def test_a_place_renames_maps_and_adds_without_changing_what_is_counted(duck):
    own = read_indicators(load_pack("210100/station-indicators"), CATALOGUE)
    station = own.by_code("SY01")
    assert (station.key, station.title) == ("stations", "社会工作和社会救助服务站")
    assert station.pack == "national/core-indicators@2"
    assert station.filter == CORE.get("stations").filter
    assert own.by_code("SY04").pack == "210100/station-indicators@1"
    share = told(duck, ["SY_qualified_share"], indicators=own)
    assert share["SY_qualified_share", "411623"] == (1, 1)
    lhasa = read_indicators(load_pack("540100/bilingual-stations"), CATALOGUE)
    assert lhasa.get("stations").title == "“双语”社工站"
    assert told(duck, ["LS_service_points"], indicators=lhasa) == {
        ("LS_service_points", "411623"): 1
    }


def test_renamed_figures_add_to_the_others_and_own_ones_only_to_their_own(duck):
    own = read_indicators(load_pack("210100/station-indicators"), CATALOGUE)
    towns = Grouping(Periods(2024, 3), place="411623", digits=9)
    here = Figures(own, duck, CATALOGUE).compute(["P01_person_times"], towns)
    there = Figures(CORE, duck, CATALOGUE).compute(["P01_person_times"], towns)
    assert total([here[0], there[1]]) == 36


@pytest.mark.parametrize(
    "text, code",
    [
        ('[[local]]\nkey = "station"\ntitle = "站"', "unknown_indicator"),
        ('[[local]]\nkey = "stations"\nfilter = "kind = \'team\'"', "local_definition"),
        ('[[local]]\nkey = "stations"\nlocal_code = "A"\n[[local]]\nkey = "operators"\nlocal_code = "A"', "code_twice"),
        ('[[indicator]]\nkey = "stations"', "indicator_twice"),
        ('[[indicator]]\nkey = "L411623_01"', "local_key"),
    ],
)  # fmt: skip
def test_a_place_cannot_redefine_what_others_count(text, code):
    with pytest.raises(EngineError) as caught:
        local(text)
    assert caught.value.code == code
    with pytest.raises(EngineError, match="SY04"):
        read_indicators(load_pack("210100/station-indicators"), CATALOGUE).by_code("SY4")


def test_every_shipped_indicator_says_in_english_what_it_counts():
    sets = [read_indicators(load_pack(name), CATALOGUE) for name in shipped_packs() if load_pack(name).kind == "indicators"]  # fmt: skip
    silent = {
        key
        for found in sets
        for key, one in found.indicators.items()
        if not (one.title_en and one.definition_en and one.dedup_en and one.source_en)
    }
    assert not silent, "write definition_en, dedup_en and source_en"


def test_ratios_are_of_one_unit_and_say_their_counts():
    for indicator in CORE.indicators.values():
        if indicator.measure == Measure.RATIO:
            top, bottom = (CORE.get(key) for key in indicator.of)
            assert (indicator.unit, top.unit) == ("%", bottom.unit)


def test_the_page_of_indicators_is_current_and_leaves_no_number_open():
    root = Path(__file__).resolve().parents[4]
    text = CliRunner().invoke(indicators, ["list", "--format", "markdown"]).output
    assert (root / "docs" / "indicators.md").read_text("utf-8") == text
    assert [entry["id"] for entry in codes(CORE)] == [f"P{n:02d}" for n in range(1, 30)]
    without = [entry["id"] for entry in codes(CORE) if not indicators_of(CORE, entry["id"])]
    assert without == ["P15", "P26"]
    listed = CliRunner().invoke(indicators, ["list", "210100/station-indicators"])
    assert "社会工作和社会救助服务站（个）" in listed.output
    data = CliRunner().invoke(indicators, ["list", "--format", "json"])
    assert '"key": "P01_person_times"' in data.output
