"""People come in once, in their households; what is wrong comes back with its reason."""

from __future__ import annotations

import random

import pytest

from yimi.imports.tests.conftest import HEADER, demo_id, family, workbook
from yimi.people.models import Household, Membership, Phone, Resident, ResidentStatus


def test_a_family_comes_in_with_its_household_phone_and_status(world):
    job = world.run(workbook([HEADER, *family()]))
    assert job.state == "done"
    assert job.counts["written"] == 2
    household = Household.objects.get()
    assert household.unit == world.unit
    assert household.region_code == "411623001201"
    assert dict(Membership.objects.values_list("resident__name", "relation")) == {
        "赵桂英": "02",
        "赵建军": "20",
    }
    elder = Resident.objects.get(name="赵桂英")
    assert (elder.sex, elder.birth_on.isoformat(), elder.ethnic_code) == ("2", "1944-05-06", "01")
    assert elder.recorded_by == world.drolma.uid
    assert Phone.objects.count() == 1
    assert ResidentStatus.objects.get().kind_id == "dibao"


def test_the_same_file_again_changes_nothing(world):
    content = workbook([HEADER, *family(), *family("2", "邓西村", 2)])
    world.run(content)
    before = set(Resident.objects.values_list("pk", "row_version"))
    again = world.run(content)
    assert (again.counts["fresh"], again.counts["unchanged"], again.counts["written"]) == (0, 4, 0)
    assert set(Resident.objects.values_list("pk", "row_version")) == before


def test_the_same_people_in_another_layout_are_known(world):
    world.run(workbook([HEADER, *family()]))
    rows = [[row[5], row[1], row[2], row[7], "1"] for row in family()]
    job = world.check(workbook([["公民身份号码", "名字", "户主关系", "行政村", "户号"], *rows]))
    assert (job.counts["fresh"], job.counts["unchanged"]) == (0, 2)


def test_the_order_of_rows_does_not_matter(world):
    rows = [row for n in range(1, 8) for row in family(str(n), "邓东村", n)]
    world.check(workbook([HEADER, *rows]))
    first = world.run(workbook([HEADER, *rows]))
    shuffled = list(rows)
    random.Random(5).shuffle(shuffled)
    again = world.check(workbook([HEADER, *shuffled]))
    assert first.counts["written"] == 14
    assert (again.counts["fresh"], again.counts["unchanged"], again.counts["faulty"]) == (0, 14, 0)


def test_good_rows_go_in_and_faulty_ones_are_named(world):
    rows = [
        *family(),
        ["2", "李明", "户主", "男", "", "990101194405061229", "汉", "邓东村", "", "", ""],
    ]
    job = world.run(workbook([HEADER, *rows]))
    assert job.counts["written"] == 2
    assert world.faults(job) == [(4, "id_number", "id_checksum")]


def test_households_are_told_apart_by_order_when_the_file_has_no_key(world):
    header = ["姓名", "与户主关系", "村", "身份证号"]
    rows = [[row[1], row[2], row[7], row[5]] for n in (1, 2) for row in family("", "邓东村", n)]
    rows[2][0] = "孙国强"
    world.run(workbook([header, *rows]))
    assert Household.objects.count() == 2


def test_households_are_told_apart_by_the_heads_name(world):
    header = ["户主姓名", "姓名", "与户主关系", "村", "身份证号"]
    rows = [["赵桂英", row[1], row[2], row[7], row[5]] for row in reversed(family())]
    job = world.run(workbook([header, *rows]))
    assert (Household.objects.count(), job.counts["written"]) == (1, 2)


def test_someone_alone_is_head_of_their_own_household(world):
    world.run(workbook([["姓名", "村"], ["钱多多", "邓东"], ["周全", "东城街道邓西村"]]))
    assert set(Membership.objects.values_list("relation", flat=True)) == {"02"}
    assert Household.objects.count() == 2


def test_family_of_a_faulty_head_waits_for_it(world):
    rows = family()
    rows[0][5] = "990101194405061229"
    job = world.check(workbook([HEADER, *rows]))
    assert job.counts["fresh"] == 0
    assert world.faults(job) == [
        (2, "id_number", "id_checksum"),
        (3, "relation", "household_faulty"),
    ]


def test_a_later_file_adds_a_member_to_the_household(world):
    world.run(workbook([HEADER, *family()]))
    more = [
        "1",
        "赵小花",
        "孙女",
        "女",
        "2012-06-01",
        demo_id(3, "20120601"),
        "汉",
        "邓东村",
        "",
        "",
        "",
    ]
    job = world.run(workbook([HEADER, *family(), more]))
    assert (job.counts["written"], job.counts["unchanged"]) == (1, 2)
    assert Household.objects.get().memberships.count() == 3


def test_someone_entered_by_hand_under_the_same_id_is_known(world):
    from yimi.people.actions import add_resident, open_household
    from yimi.people.drafts import HouseholdDraft, ResidentDraft

    home = open_household(HouseholdDraft(world.unit, "411623001201"), actor=world.drolma)
    add_resident(ResidentDraft("赵桂英", home, "02", id_number=demo_id(1)), actor=world.drolma)
    job = world.check(workbook([HEADER, family()[0]]))
    assert (job.counts["fresh"], job.counts["unchanged"]) == (0, 1)


def test_a_row_said_twice_is_taken_once(world):
    job = world.check(workbook([HEADER, *family(), family()[1]]))
    assert (job.counts["fresh"], job.counts["duplicates"], job.counts["faulty"]) == (2, 1, 0)


def test_one_person_told_in_two_ways_is_a_fault_of_both_rows(world):
    other = [*family()[1]]
    other[9] = "10000009999"
    job = world.check(workbook([HEADER, *family(), other]))
    assert [(row, problem) for row, _field, problem in world.faults(job)] == [
        (3, "same_person_twice"),
        (4, "same_person_twice"),
    ]


@pytest.mark.parametrize(
    "column,value,problem",
    [
        (1, "", "missing"),
        (2, "师父", "unknown_choice"),
        (3, "男", "sex_differs"),
        (4, "1944-05-07", "birth_differs"),
        (4, "44.5.6", "two_digit_year"),
        (4, "1944-02-30", "no_such_date"),
        (4, "五月初六", "date_style"),
        (5, 990101194405061228.0, "id_float"),
        (5, "990101194405061000", "id_rounded"),
        (5, "99010119440506122", "id_length"),
        (5, "99010119440506122A", "id_characters"),
        (7, "红花集村", "unknown_village"),
        (7, "411622101201", "village_elsewhere"),
        (7, "黄寨村", "unknown_village"),
        (9, "5441234", "phone_no_area_code"),
        (9, "123456", "phone_unknown"),
        (10, "大善人", "unknown_status"),
    ],
)  # fmt: skip
def test_a_wrong_cell_is_refused_at_its_column(world, column, value, problem):
    row = [*family()[0]]
    row[column] = value
    job = world.check(workbook([HEADER, row]))
    assert job.counts["fresh"] == 0
    assert [found for _row, _field, found in world.faults(job)] == [problem]


@pytest.mark.parametrize(
    "told,is_ours",
    [
        ("邓东村", True),
        ("邓东村民委员会", True),
        ("东城街道办邓东村", False),
        ("商水县东城街道邓东村", True),
        ("河南省周口市商水县东城街道邓东村委会", True),
        ("周口市西华县东城街道邓东村", False),
        ("411623001201", True),
    ],
)
def test_a_village_is_known_by_its_names_and_path_and_not_under_another_county(
    world, told, is_ours
):
    row = [*family()[0]]
    row[7] = told
    assert world.check(workbook([HEADER, row])).counts["fresh"] == int(is_ours)


@pytest.mark.parametrize(
    "told,expected",
    [
        ("农村低保，肢体残疾二级", {("dibao", "", ""), ("disabled", "2", "4")}),
        ("分散供养特困", {("tekun", "", "scattered")}),
        ("一般户", set()),
        ("孤儿/临时救助", {("orphan", "", ""), ("temporary_assistance", "", "")}),
    ],
)
def test_statuses_are_understood_in_the_words_of_offices(world, told, expected):
    row = [*family()[0]]
    row[10] = told
    world.run(workbook([HEADER, row]))
    assert set(ResidentStatus.objects.values_list("kind_id", "level", "variety")) == expected
