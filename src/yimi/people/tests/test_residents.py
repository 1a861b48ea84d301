"""Adding and correcting residents; batch equals one by one."""

from __future__ import annotations

from datetime import date

import pytest
import time_machine

from yimi.audit.models import AuditEvent
from yimi.core.errors import Forbidden, Invalid, NotFound
from yimi.people.actions import (
    add_phone,
    add_resident,
    add_residents,
    correct_resident,
    end_phone,
    reveal_value,
    set_id_number,
    set_resident_address,
)
from yimi.people.drafts import ResidentDraft
from yimi.people.errors import InvalidRows, RowChanged
from yimi.people.models import (
    Consent,
    Membership,
    Phone,
    Resident,
    ResidentVersion,
    SearchToken,
)
from yimi.people.queries import search_people
from yimi.people.tests.conftest import VILLAGE
from yimi.people.tests.factories import make_household
from yimi.people.tests.test_codes import demo_id

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("stage")]


@pytest.fixture(autouse=True)
def _september():
    with time_machine.travel("2026-09-16 10:00+08:00", tick=False):
        yield


def son(stage, **fields) -> ResidentDraft:
    return ResidentDraft(
        **{"name": "赵建军", "household": stage.household, "relation": "20"} | fields
    )


def test_the_number_fills_in_sex_and_birth(stage, drolma):
    added = add_resident(son(stage, id_number=demo_id("19720301", "013")), actor=drolma)
    assert (added.sex, added.birth_on, added.birth_precision) == ("1", date(1972, 3, 1), "day")
    assert demo_id("19720301", "013").encode() not in bytes(added.id_sealed)


def test_nobody_needs_a_number(stage, drolma):
    added = add_resident(son(stage), actor=drolma)
    assert (added.id_kind, bytes(added.id_sealed), added.birth_precision) == (
        "none",
        b"",
        "unknown",
    )


@pytest.mark.parametrize(
    "fields, field, part",
    [
        ({"id_number": demo_id("19720301", "013"), "sex": "2"}, "sex", "表示“男”"),
        (
            {"id_number": demo_id("19720301", "013"), "birth_on": date(1972, 3, 2)},
            "birth_on",
            "1972-03-01",
        ),
        ({"id_number": "4.11623E+17"}, "id_number", "Excel"),
        ({"phone": "5441234"}, "phone", "区号"),
        ({"name": "  "}, "name", "姓名"),
        ({"relation": "01"}, "relation", "户主"),
        ({"relation": "02"}, "relation", "已经有户主"),
        ({"ethnic_code": "99"}, "ethnic_code", "民族"),
        ({"birth_on": date(2027, 1, 1)}, "birth_on", "还没有到"),
        ({"died_on": date(2030, 1, 1)}, "died_on", "去世日期"),
        ({"id_kind": "passport", "id_number": "护照"}, "id_number", "字母或数字"),
    ],
)
def test_what_is_wrong_stands_at_its_field(stage, drolma, fields, field, part):
    with pytest.raises(Invalid) as refused:
        add_resident(son(stage, **fields), actor=drolma)
    assert part in str(refused.value.fields[field][0])
    assert Resident.objects.count() == 1


def test_the_first_member_must_be_the_head(stage, drolma):
    empty = make_household(stage.station_a, region_code=VILLAGE)
    with pytest.raises(Invalid, match="先登记户主"):
        add_resident(son(stage, household=empty), actor=drolma)
    added = add_residents(
        [son(stage, household=empty, relation="10"), son(stage, household=empty, relation="02")],
        actor=drolma,
    )
    assert len(added) == 2


def test_the_same_number_twice_in_a_station_is_refused(stage, drolma):
    number = demo_id("19720301", "013")
    add_resident(son(stage, id_number=number), actor=drolma)
    with pytest.raises(Invalid, match="不要重复建档"):
        add_resident(son(stage, id_number=number), actor=drolma)
    with pytest.raises(InvalidRows, match="出现了两次"):
        add_residents(
            [son(stage, id_number=demo_id("19900101")), son(stage, id_number=demo_id("19900101"))],
            actor=drolma,
        )


def test_another_stations_number_is_nobodys_business(stage, drolma, wang):
    number = demo_id("19720301", "013")
    add_resident(son(stage, id_number=number), actor=drolma)
    theirs = make_household(stage.far_station)
    added = add_resident(son(stage, household=theirs, relation="02", id_number=number), actor=wang)
    assert added.unit_id == stage.far_station.pk


def test_someone_without_a_household_belongs_to_the_unit(stage, drolma):
    added = add_resident(
        ResidentDraft("无名氏", unit=stage.station_a, region_code=VILLAGE), actor=drolma
    )
    assert not Membership.objects.filter(resident=added).exists()
    assert [hit.resident_uid for hit in search_people(drolma, "无名").hits] == [added.pk]


def test_under_fourteen_the_guardians_consent_is_pending(stage, drolma):
    child = add_resident(son(stage, name="赵一诺", birth_on=date(2015, 6, 1)), actor=drolma)
    grown = add_resident(son(stage, name="赵建国", birth_on=date(2012, 9, 16)), actor=drolma)
    pending = Consent.objects.get()
    assert (pending.resident_id, pending.given_on) == (child.pk, None)
    assert pending.due_on == date(2026, 10, 16)
    assert pending.resident_id != grown.pk


def test_a_batch_equals_one_by_one(stage, drolma):
    drafts = [
        son(stage, name="赵一", id_number=demo_id("19720301", "013"), phone="10012340001"),
        son(stage, name="赵二", birth_on=date(2018, 1, 2), birth_precision="month"),
        son(stage, name="阿依•古丽", relation="38", ethnic_code="05"),
    ]
    other = make_household(stage.station_a, region_code=VILLAGE)
    add_resident(son(stage, name="户主", household=other, relation="02"), actor=drolma)
    together = add_residents(drafts, actor=drolma)
    import dataclasses

    moved = [dataclasses.replace(draft, household=other, id_number="") for draft in drafts]
    moved[0] = dataclasses.replace(moved[0], sex="1", birth_on=date(1972, 3, 1))
    single = [add_resident(draft, actor=drolma) for draft in moved]
    for one, two in zip(together, single, strict=True):
        assert (one.name, one.sex, one.birth_on, one.birth_precision) == (
            two.name, two.sex, two.birth_on, two.birth_precision
        )  # fmt: skip
        for model in (Membership, Phone, Consent):
            counts = [model.objects.filter(resident=row).count() for row in (one, two)]
            assert counts[0] == counts[1]
        tokens = [
            set(SearchToken.objects.filter(resident=row, kind="n").values_list("token", flat=True))
            for row in (one, two)
        ]
        assert tokens[0] == tokens[1]


def test_queries_do_not_grow_with_rows(stage, drolma, django_assert_max_num_queries):
    # rows: keys, residents, memberships, tokens; checks: heads, IDs; one event; a savepoint
    with django_assert_max_num_queries(14):
        add_residents([son(stage, name="甲")] * 3, actor=drolma)
    # SQLite takes 999 parameters a statement: inserts of 30 rows are split there
    with django_assert_max_num_queries(22):
        add_residents([son(stage, name="乙")] * 30, actor=drolma)


def test_strangers_add_nobody(stage, wang, li, township_officer):
    for stranger in (wang, li, township_officer):
        with pytest.raises(Forbidden):
            add_resident(son(stage), actor=stranger)


def test_a_correction_keeps_what_figures_rested_on(stage, drolma):
    correct_resident(stage.head, actor=drolma, row_version=1, birth_on=date(1944, 5, 6), sex="1")
    stage.head.refresh_from_db()
    assert (stage.head.birth_on, stage.head.row_version) == (date(1944, 5, 6), 2)
    before = ResidentVersion.objects.get(resident=stage.head)
    assert (before.birth_on, before.sex, before.row_version) == (date(1970, 5, 6), "2", 1)
    event = AuditEvent.objects.get(action="people.correct_resident")
    assert event.details["fields"] == ["birth_on", "sex"]
    assert "1944" not in str(event.details)


def test_a_new_name_is_found_and_the_old_one_is_not(stage, drolma):
    correct_resident(stage.head, actor=drolma, row_version=1, name="赵桂芳")
    assert search_people(drolma, "桂芳").hits
    assert not search_people(drolma, "桂英").hits
    assert not ResidentVersion.objects.exists()


def test_the_second_to_correct_is_shown_both(stage, drolma):
    correct_resident(stage.head, actor=drolma, row_version=1, name="赵桂芳")
    with pytest.raises(RowChanged) as clash:
        correct_resident(stage.head, actor=drolma, row_version=1, name="赵桂香")
    assert clash.value.current.name == "赵桂芳"
    assert clash.value.code == "row_changed"


def test_a_correction_must_agree_with_the_number_on_file(stage, drolma):
    added = add_resident(son(stage, id_number=demo_id("19720301", "013")), actor=drolma)
    with pytest.raises(Invalid, match="1972-03-01"):
        correct_resident(added, actor=drolma, row_version=1, birth_on=date(1973, 3, 1))
    with pytest.raises(Invalid):
        correct_resident(added, actor=drolma, row_version=1, unit_id=stage.station_b.pk)


def test_a_death_is_a_correction(stage, drolma):
    correct_resident(stage.head, actor=drolma, row_version=1, died_on=date(2026, 9, 1))
    stage.head.refresh_from_db()
    assert stage.head.died_on == date(2026, 9, 1)
    assert ResidentVersion.objects.get().died_on is None


def test_a_number_can_come_later_and_go_again(stage, drolma):
    number = demo_id("19700506", "002")
    set_id_number(stage.head, actor=drolma, row_version=1, number=number)
    assert [hit.name for hit in search_people(drolma, number).hits] == ["赵桂英"]
    assert [hit.name for hit in search_people(drolma, number[-4:]).hits] == ["赵桂英"]
    set_id_number(stage.head, actor=drolma, row_version=2, number="")
    assert not search_people(drolma, number).hits
    with pytest.raises(NotFound):
        reveal_value(stage.head, "id", actor=drolma)


def test_each_value_is_shown_alone_and_written_down(stage, drolma):
    added = add_resident(
        son(stage, id_number=demo_id("19720301", "013"), phone="10012340214"), actor=drolma
    )
    phone = Phone.objects.get(resident=added)
    set_resident_address(added, actor=drolma, kind="living", detail="东莞市长安镇")
    assert reveal_value(added, "id", actor=drolma, reason="核对低保材料") == demo_id(
        "19720301", "013"
    )
    assert reveal_value(added, f"phone:{phone.pk}", actor=drolma) == "10012340214"
    assert reveal_value(added, "address:living", actor=drolma) == "东莞市长安镇"
    assert reveal_value(stage.household, "address", actor=drolma) == "东城路 12 号"
    events = AuditEvent.objects.filter(action="people.reveal_value").order_by("id")
    assert [event.details["field"] for event in events] == [
        "id", f"phone:{phone.pk}", "address:living", "address"
    ]  # fmt: skip
    assert events[0].reason == "核对低保材料"


@pytest.mark.parametrize("field", ["id", "phone:x", "phone", "address:hukou", "name", "", "key"])
def test_what_is_not_there_is_not_shown(stage, drolma, field):
    with pytest.raises(NotFound):
        reveal_value(stage.head, field, actor=drolma)
    assert not AuditEvent.objects.filter(action="people.reveal_value").exists()


def test_only_the_station_reveals(stage, wang, li, township_officer):
    for stranger in (wang, li, township_officer):
        with pytest.raises(Forbidden):
            reveal_value(stage.household, "address", actor=stranger)


def test_an_ended_phone_is_no_longer_found(stage, drolma):
    phone = add_phone(stage.head, actor=drolma, number="10012345567", label="本人")
    assert search_people(drolma, "5567").hits
    assert search_people(drolma, "10012345567").hits
    assert not search_people(drolma, "10099995567").hits
    end_phone(phone, actor=drolma)
    assert not search_people(drolma, "5567").hits
