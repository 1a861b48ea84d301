"""Finding people, within scope only."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from yimi.core.errors import Forbidden
from yimi.people.actions import add_residents, merge_residents, rebuild_tokens
from yimi.people.drafts import ResidentDraft
from yimi.people.models import SearchToken
from yimi.people.queries import possible_duplicates, residents_with_ids, search_people
from yimi.people.queries.duplicates import Likeness
from yimi.people.tests.conftest import FAR_VILLAGE, VILLAGE
from yimi.people.tests.factories import make_household
from yimi.people.tests.test_codes import demo_id

pytestmark = pytest.mark.django_db

NAMES = [
    "王伟", "王伟民", "李晓明", "单晓明", "阿依古丽·艾合买提", "བསོད་ནམས་རྒྱལ་མཚན", "John Smith", "𠮷小田", "李\ue001",
]  # fmt: skip


@pytest.fixture
def crowd(stage, everyone_helper):
    here = [
        ResidentDraft(name, unit=stage.station_a, region_code=VILLAGE, birth_on=date(1980, 1, 1))
        for name in NAMES
    ]
    there = [ResidentDraft(name, unit=stage.far_station, region_code=FAR_VILLAGE) for name in NAMES]
    return add_residents(here + there, actor=everyone_helper)


def names(found) -> list[str]:
    return [hit.name for hit in found.hits]


@pytest.mark.parametrize(
    "text, expected",
    [
        ("王伟", ["王伟", "王伟民"]),
        ("伟", ["王伟", "王伟民"]),
        ("晓明", ["单晓明", "李晓明"]),
        ("李晓明", ["李晓明"]),
        ("lxm", ["李晓明"]),
        ("sxm", ["单晓明"]),
        ("dxm", ["单晓明"]),
        ("xm", ["单晓明", "李晓明"]),
        ("WWM", ["王伟民"]),
        ("艾合买提", ["阿依古丽·艾合买提"]),
        ("阿依古丽艾合买提", ["阿依古丽·艾合买提"]),
        ("阿依古丽 • 艾合买提", ["阿依古丽·艾合买提"]),
        ("བསོད་ནམས", ["བསོད་ནམས་རྒྱལ་མཚན"]),
        ("smith", ["John Smith"]),
        ("john smith", ["John Smith"]),
        ("𠮷", ["𠮷小田"]),
        ("\ue001", ["李\ue001"]),
        ("明晓", []),
        ("%", []),
        ("_", []),
        ("' OR 1=1 --", []),
    ],
)
def test_people_are_found_by_any_part(crowd, drolma, text, expected):
    assert sorted(names(search_people(drolma, text))) == sorted(expected)


def test_the_exact_name_stands_first(crowd, drolma):
    assert names(search_people(drolma, "王伟"))[0] == "王伟"


def test_every_place_finds_its_own_people_only(crowd, drolma, wang):
    ours, theirs = crowd[: len(NAMES)], crowd[len(NAMES) :]
    for actor, expected in ((drolma, ours), (wang, theirs)):
        hit = search_people(actor, "李晓明").hits[0]
        assert hit.resident_uid == expected[2].pk


def test_an_office_searches_nobody(crowd, li, township_officer):
    for office in (li, township_officer):
        with pytest.raises(Forbidden):
            search_people(office, "李晓明")


def test_a_household_is_found_by_its_number(stage, drolma, wang):
    number = stage.household.number
    hit = search_people(drolma, number.lower().replace("-", "")).hits[0]
    assert (hit.household_uid, hit.name) == (stage.household.pk, "赵桂英")
    empty = make_household(stage.station_a, region_code=VILLAGE, number="ZZ-0009")
    assert search_people(drolma, "zz9").hits[0].household_uid == empty.pk
    assert not search_people(wang, number).hits


def test_merged_people_are_one_answer(crowd, stage, drolma_as_head):
    duplicate = add_residents(
        [ResidentDraft("李晓明", unit=stage.station_a, region_code=VILLAGE)], actor=drolma_as_head
    )[0]
    assert len(search_people(drolma_as_head, "李晓明").hits) == 2
    merge_residents(duplicate, crowd[2], actor=drolma_as_head, reason="同一人")
    hits = search_people(drolma_as_head, "李晓明").hits
    assert [hit.resident_uid for hit in hits] == [crowd[2].pk]


def test_more_than_fit_is_said(stage, drolma):
    add_residents(
        [ResidentDraft("王芳", unit=stage.station_a, region_code=VILLAGE) for _ in range(25)],
        actor=drolma_helper(drolma),
    )
    found = search_people(drolma, "王芳", limit=20)
    assert len(found.hits) == 20
    assert found.is_cut


def drolma_helper(actor):
    return actor


def test_the_number_of_queries_stays(stage, drolma, django_assert_max_num_queries):
    # 7: the unit's townships, exact, tokens, merges, people, homes
    for count in (3, 30):
        add_residents(
            [ResidentDraft("陈静", unit=stage.station_a, region_code=VILLAGE)] * count, actor=drolma
        )
        with django_assert_max_num_queries(7):
            assert search_people(drolma, "陈静").hits


def test_ids_are_matched_in_one_go(stage, drolma, wang):
    numbers = [demo_id("19720301", f"{n:03d}") for n in range(11, 15)]
    added = add_residents(
        [
            ResidentDraft("赵", unit=stage.station_a, region_code=VILLAGE, id_number=number)
            for number in numbers
        ],
        actor=drolma,
    )
    found = residents_with_ids(drolma, [*numbers, demo_id("19000101")], county="411623")
    assert found == dict(zip(numbers, (row.pk for row in added), strict=True))
    assert residents_with_ids(wang, numbers, county="411623") == {}


def test_tokens_can_be_made_again(crowd, stage, everyone_helper):
    uids = [resident.pk for resident in crowd]
    before = set(SearchToken.objects.values_list("token", "kind", "region_code", "resident"))
    assert rebuild_tokens(uids, actor=everyone_helper) == len(before)
    assert before == set(
        SearchToken.objects.values_list("token", "kind", "region_code", "resident")
    )


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(text=st.text(max_size=40))
def test_no_text_breaks_the_search(stage, drolma, text):
    search_people(drolma, text)


class TestPossibleDuplicates:
    """While somebody types."""

    def test_a_same_number_is_the_strongest_sign(self, stage, drolma):
        number = demo_id("19720301", "013")
        add_residents(
            [ResidentDraft("赵建军", unit=stage.station_a, region_code=VILLAGE, id_number=number)],
            actor=drolma,
        )
        found = possible_duplicates(drolma, name="赵建君", id_number=number.lower())
        assert [one.likeness for one in found] == [Likeness.SAME_ID]

    def test_name_and_birth_within_a_year(self, crowd, drolma):
        found = possible_duplicates(drolma, name="李晓明", birth_on=date(1981, 3, 3))
        assert [one.likeness for one in found] == [Likeness.SAME_NAME_AND_BIRTH]

    def test_the_same_sound_and_birthday(self, crowd, drolma):
        found = possible_duplicates(drolma, name="李小鸣", birth_on=date(1980, 1, 1))
        assert [one.hit.name for one in found] == ["李晓明"]

    def test_strangers_learn_nothing(self, crowd, drolma, wang):
        found = possible_duplicates(wang, name="李晓明")
        assert {one.hit.resident_uid for one in found} == {crowd[len(NAMES) + 2].pk}

    def test_nobody_is_their_own_double(self, crowd, drolma):
        assert not possible_duplicates(drolma, name="李晓明", except_uid=crowd[2].pk)
