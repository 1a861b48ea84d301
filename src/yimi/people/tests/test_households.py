"""Opening, correcting, closing and moving household files."""

from __future__ import annotations

from datetime import date

import pytest
import time_machine

from yimi.audit.models import AuditEvent
from yimi.core.errors import Forbidden, Invalid
from yimi.people.actions import (
    add_resident,
    close_household,
    correct_household,
    move_household,
    open_household,
    open_households,
    set_household_address,
)
from yimi.people.drafts import HouseholdDraft, ResidentDraft
from yimi.people.errors import HouseholdIsClosed, InvalidRows, RowChanged
from yimi.people.models import (
    Household,
    HouseholdAddress,
    Resident,
    ResidentVersion,
    SearchToken,
)
from yimi.people.queries import search_people
from yimi.people.tests.conftest import FAR_VILLAGE, NEXT_VILLAGE, VILLAGE
from yimi.people.tests.test_codes import demo_id
from yimi.regions.models import Region

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("stage")]


def draft(stage, **fields) -> HouseholdDraft:
    return HouseholdDraft(stage.station_a, VILLAGE, **fields)


def test_a_file_gets_the_townships_number(stage, drolma):
    Region.objects.filter(code="411623001000").update(name="东城街道")
    first = open_household(draft(stage, address="东城路 8 号"), actor=drolma)
    second = open_household(draft(stage), actor=drolma)
    assert (first.number, second.number) == ("DC-0001", "DC-0002")
    assert first.opened_on is not None


def test_many_are_numbered_by_their_own_townships(stage, everyone_helper):
    opened = open_households(
        [
            draft(stage),
            HouseholdDraft(stage.station_b, NEXT_VILLAGE),
            draft(stage),
        ],
        actor=everyone_helper,
    )
    assert [household.number[-4:] for household in opened] == ["0001", "0001", "0002"]
    assert [household.series for household in opened] == ["411623001", "411623101", "411623001"]


def test_the_address_is_sealed(stage, drolma):
    household = open_household(draft(stage, address="东城路 8 号"), actor=drolma)
    stored = HouseholdAddress.objects.get(household=household)
    assert "东城路".encode() not in bytes(stored.detail_sealed)
    assert (
        household.key.open(stored.detail_sealed, field="address", row=household.pk) == "东城路 8 号"
    )


def test_one_event_for_many_rows_and_nothing_personal(stage, drolma):
    open_households([draft(stage, address="东城路 8 号") for _ in range(3)], actor=drolma)
    event = AuditEvent.objects.get(action="people.open_household")
    assert event.details["count"] == 3
    assert len({uid for uid, _digest in event.details["rows"]}) == 3
    assert "东城路" not in str(event.details)


def test_a_stranger_opens_nothing(stage, wang, li, township_officer):
    for stranger in (wang, li, township_officer):
        with pytest.raises(Forbidden):
            open_household(draft(stage), actor=stranger)
    assert Household.objects.count() == 1


def test_faulty_rows_come_back_with_their_place(stage, drolma):
    rows = [draft(stage), HouseholdDraft(stage.station_a, "411623001000")]
    with pytest.raises(InvalidRows) as refused:
        open_households(rows, actor=drolma)
    assert list(refused.value.rows) == [1]
    assert Household.objects.count() == 1


def test_the_second_to_save_is_shown_both(stage, drolma):
    correct_household(stage.household, actor=drolma, row_version=1, opened_on=date(2023, 5, 1))
    with pytest.raises(RowChanged) as clash:
        correct_household(stage.household, actor=drolma, row_version=1, opened_on=date(2023, 6, 1))
    assert clash.value.current.opened_on == date(2023, 5, 1)


def test_a_closed_file_takes_nothing_more(stage, drolma):
    close_household(
        stage.household,
        actor=drolma,
        row_version=1,
        reason="moved_away",
        closed_on=date(2025, 1, 1),
    )
    with pytest.raises(HouseholdIsClosed):
        add_resident(
            ResidentDraft("赵建军", household=stage.household, relation="20"), actor=drolma
        )
    with pytest.raises(HouseholdIsClosed):
        close_household(
            stage.household, actor=drolma, row_version=2, reason="moved_away",
            closed_on=date(2025, 1, 1),
        )  # fmt: skip


@pytest.mark.parametrize(
    "reason, closed_on", [("because", date(2025, 1, 1)), ("moved_away", date(2020, 1, 1))]
)
def test_closing_needs_a_reason_and_a_day(stage, drolma, reason, closed_on):
    with pytest.raises(Invalid):
        close_household(
            stage.household, actor=drolma, row_version=1, reason=reason, closed_on=closed_on
        )


def test_an_earlier_address_keeps_its_dates(stage, drolma):
    set_household_address(stage.household, actor=drolma, detail="新区 3 栋", since=date(2025, 3, 1))
    rows = HouseholdAddress.objects.current().order_by("starts_on")
    assert [row.ends_on for row in rows] == [date(2025, 2, 28), None]
    old = rows[0]
    opened = stage.household.key.open(old.detail_sealed, field="address", row=stage.household.pk)
    assert opened == "东城路 12 号"


@pytest.fixture
def registered(stage, drolma) -> Resident:
    return add_resident(
        ResidentDraft(
            "赵建军", household=stage.household, relation="20", id_number=demo_id("19720301", "013"),
            phone="10012340214",
        ),
        actor=drolma,
    )  # fmt: skip


def test_a_household_that_moves_takes_its_people_along(stage, drolma, wang, registered):
    with time_machine.travel("2026-09-01 10:00+08:00"):
        move_household(
            stage.household, actor=drolma, row_version=1, unit=stage.far_station,
            region_code=FAR_VILLAGE, on=date(2026, 9, 1), address="红花村一组",
        )  # fmt: skip
    registered.refresh_from_db()
    assert (registered.unit_id, registered.region_code) == (stage.far_station.pk, FAR_VILLAGE)
    assert set(
        SearchToken.objects.filter(resident=registered).values_list("region_code", flat=True)
    ) == {FAR_VILLAGE}
    before = ResidentVersion.objects.get(resident=registered)
    assert (before.unit_id, before.region_code) == (stage.station_a.pk, VILLAGE)
    # the digests belong to the new county, so the new station finds both numbers
    for text in ("赵建军", "0214", demo_id("19720301", "013")):
        assert [hit.name for hit in search_people(wang, text).hits] == ["赵建军"]
        assert not search_people(drolma, text).hits


def test_a_corrected_village_takes_its_people_along(stage, drolma, registered):
    village = "411623001002"
    correct_household(stage.household, actor=drolma, row_version=1, region_code=village)
    registered.refresh_from_db()
    assert registered.region_code == village
    assert [hit.region_code for hit in search_people(drolma, "0214").hits] == [village]
    with pytest.raises(Invalid):
        correct_household(stage.household, actor=drolma, row_version=2, region_code="411623001000")


def test_nobody_takes_a_household_away_from_another_station(stage, wang):
    with pytest.raises(Forbidden):
        move_household(
            stage.household, actor=wang, row_version=1, unit=stage.far_station,
            region_code=FAR_VILLAGE, on=date(2026, 9, 1),
        )  # fmt: skip
