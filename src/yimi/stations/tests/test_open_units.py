"""Opening, correcting, renaming and closing units."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.urls import reverse

from yimi.audit.models import AuditEvent
from yimi.core import clock
from yimi.core.errors import Conflict, Forbidden, Invalid
from yimi.core.ids import new_uid
from yimi.stations import queries
from yimi.stations.actions import (
    NameDraft,
    UnitDraft,
    close_unit,
    correct_unit,
    open_unit,
    open_units,
    rename_unit,
    reopen_unit,
)
from yimi.stations.errors import UnitAlreadyClosed, UnitStillOpen
from yimi.stations.models import NameKind, ServedArea, ServiceUnit, UnitKind
from yimi.stations.tests.factories import (
    DONGCHENG,
    HONGHUAJI,
    HUANGZHAI,
    make_engagement,
    make_operator,
    make_unit,
)

pytestmark = pytest.mark.django_db


def draft(**fields):
    defaults = {"name": "黄寨镇社工站", "kind": UnitKind.STATION, "region_code": HUANGZHAI}
    return UnitDraft(**(defaults | fields))


def test_an_officer_opens_a_station_that_serves_its_town(people):
    unit = open_unit(draft(opened_on=date(2024, 5, 1)), actor=people.li)
    assert unit.number.startswith("411623-")
    assert [area.region_prefix for area in unit.served_areas.all()] == ["411623101"]
    assert list(queries.units_serving("411623101203", date(2024, 5, 1))) == [unit]
    event = AuditEvent.objects.get(subject_uid=str(unit.uid))
    assert event.action == "stations.open_units"
    assert event.region_code == HUANGZHAI


def test_colleagues_without_the_right_and_officers_of_elsewhere_are_refused(people):
    for actor in (people.drolma, people.head, people.wang, people.nobody):
        with pytest.raises(Forbidden):
            open_unit(draft(), actor=actor)
    assert ServiceUnit.objects.count() == 1


def test_a_batch_equals_one_by_one(people):
    one, other = draft(name="甲站"), draft(name="乙站", names=(NameDraft(text="“双语”社工站"),))
    batch = open_units([one, other], actor=people.li)
    single = [open_unit(draft(name=f"{unit.name}二", names=each.names), actor=people.li) for unit, each in zip(batch, (one, other), strict=True)]  # fmt: skip
    for left, right in zip(batch, single, strict=True):
        assert left.kind == right.kind
        assert left.served_areas.count() == right.served_areas.count()
        assert [n.text for n in left.names.all()] == [n.text for n in right.names.all()]
    assert len({unit.number for unit in [*batch, *single]}) == 4


def test_a_batch_costs_the_same_for_3_and_30(people, django_assert_num_queries):
    # regions, doubles, numbers (4: savepoint-free upsert + atomic), units, areas, names, one audit event
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    costs = []
    for count in (3, 30):
        drafts = [draft(name=f"站{count}-{n}") for n in range(count)]
        with CaptureQueriesContext(
            connection,
        ) as spent:
            open_units(drafts, actor=people.li)
        costs.append(len(spent))
    assert costs[0] == costs[1]


def test_a_room_and_its_station_come_in_one_batch(people):
    station = draft()
    room = draft(name="社工室", kind=UnitKind.COMMUNITY_ROOM, parent_uid=station.uid)
    _station, opened = open_units([station, room], actor=people.li)
    assert opened.parent_id == station.uid


def test_a_temporary_team_serves_several_counties(people):
    team = open_unit(
        draft(name="防汛临时服务队", kind=UnitKind.TEMPORARY_TEAM, serves=("411623000000", "411622000000")),
        actor=people.li,
    )  # fmt: skip
    assert team in queries.units_serving(HONGHUAJI, clock.today())
    assert team in queries.units_serving(DONGCHENG, clock.today())


@pytest.mark.parametrize(
    "fields, at",
    [
        ({"name": "  "}, "name"),
        ({"name": "站" * 101}, "name"),
        ({"kind": "palace"}, "kind"),
        ({"region_code": "411623999000"}, "region_code"),
        ({"parent_uid": new_uid()}, "parent"),
    ],
)
def test_what_cannot_be_right_is_said_at_its_field(people, fields, at):
    with pytest.raises(Invalid) as refused:
        open_unit(draft(**fields), actor=people.li)
    assert list(refused.value.fields) == [at]


def test_the_same_name_twice_at_one_place_is_refused(people):
    open_unit(draft(), actor=people.li)
    with pytest.raises(Invalid):
        open_unit(draft(name="黄寨镇 社工站".replace(" ", "")), actor=people.li)
    with pytest.raises(Invalid):
        open_units([draft(name="甲"), draft(name="甲")], actor=people.li)


def test_a_head_corrects_the_phone_but_not_the_name(people):
    unit = correct_unit(
        people.unit, actor=people.head, expected=1, changes={"phone": "0394-5441234"}
    )
    assert unit.row_version == 2
    with pytest.raises(Forbidden):
        correct_unit(unit, actor=people.head, expected=2, changes={"name": "别的站"})
    with pytest.raises(Forbidden):
        correct_unit(unit, actor=people.drolma, expected=2, changes={"phone": "1"})


def test_a_head_saves_the_whole_form_when_only_contact_facts_differ(people):
    same = {"name": people.unit.name, "phone": "0394-5441234"}
    assert correct_unit(people.unit, actor=people.head, expected=1, changes=same).phone


def test_the_slower_of_two_editors_learns_of_it(people):
    correct_unit(people.unit, actor=people.li, expected=1, changes={"phone": "1"})
    stale = ServiceUnit.objects.get(pk=people.unit.pk)
    with pytest.raises(Conflict):
        correct_unit(stale, actor=people.li, expected=1, changes={"phone": "2"})
    with pytest.raises(Conflict):
        correct_unit(stale, actor=people.li, expected=1, changes={"phone": "1"})


def test_a_unit_cannot_be_moved_to_another_county(people):
    with pytest.raises(Forbidden):
        correct_unit(people.unit, actor=people.li, expected=1, changes={"region_code": HONGHUAJI})


def test_a_unit_never_stands_below_itself(people):
    room = make_unit(name="社工室", parent=people.unit)
    with pytest.raises(Invalid):
        correct_unit(people.unit, actor=people.li, expected=1, changes={"parent": room})


def test_a_renamed_unit_keeps_its_former_name_for_its_time(people):
    on = date(2025, 3, 1)
    rename_unit(
        people.unit, actor=people.li, expected=1, name="东城街道社会工作和志愿服务站", on=on
    )
    assert queries.name_on(people.unit, on - timedelta(days=1)) == "东城街道社工站"
    assert queries.name_on(people.unit, on) == "东城街道社会工作和志愿服务站"
    former = people.unit.names.get()
    assert (former.kind, former.starts_on) == (NameKind.FORMER_NAME, date(2022, 1, 1))
    with pytest.raises(Invalid):
        rename_unit(people.unit, actor=people.li, expected=2, name="再改", on=date(2025, 2, 1))


def test_a_name_that_holds_from_tomorrow_waits_until_tomorrow(people):
    with pytest.raises(Invalid):
        rename_unit(people.unit, actor=people.li, expected=1, name="新站", on=clock.today() + timedelta(days=1))  # fmt: skip


def test_closing_ends_what_hung_on_the_unit_and_keeps_its_past(people):
    make_engagement(people.unit, make_operator())
    close_unit(people.unit, actor=people.li, expected=1, closed_on=date(2025, 6, 30), reason="并入黄寨镇站")  # fmt: skip
    assert not people.unit.is_open(date(2025, 7, 1))
    assert people.unit.is_open(date(2025, 6, 30))
    assert [row.ends_on for row in people.unit.engagements.current()] == [date(2025, 6, 30)]
    assert ServedArea.objects.on(date(2025, 6, 30)).filter(unit=people.unit).exists()
    assert not ServedArea.objects.on(date(2025, 7, 1)).filter(unit=people.unit).exists()
    with pytest.raises(UnitAlreadyClosed):
        close_unit(
            people.unit, actor=people.li, expected=2, closed_on=date(2025, 7, 1), reason="再关"
        )


def test_a_station_with_open_rooms_stays_open(people):
    make_unit(name="社工室", parent=people.unit)
    with pytest.raises(Invalid):
        close_unit(people.unit, actor=people.li, expected=1, closed_on=clock.today(), reason="撤站")


def test_coverage_says_which_towns_have_a_station(people):
    make_unit(HUANGZHAI, kind=UnitKind.COMMUNITY_ROOM, name="社工室")
    found = {t.name: t.is_plated for t in queries.township_coverage("411623", clock.today())}
    assert found == {"东城街道": True, "黄寨镇": False}


def test_a_closed_unit_serves_again_with_its_areas_and_not_its_papers(people):
    close_unit(people.unit, actor=people.li, expected=1, closed_on=date(2025, 6, 30), reason="撤站")
    unit = reopen_unit(
        people.unit, actor=people.li, expected=2, on=date(2026, 1, 5), reason="恢复建站"
    )
    assert unit.closed_on is None
    spans = unit.served_areas.current().order_by("starts_on").values_list("starts_on", "ends_on")
    assert list(spans)[1:] == [(date(2026, 1, 5), None)]
    assert next(iter(spans))[1] == date(2025, 6, 30)


def test_reopening_is_refused_in_words(people):
    with pytest.raises(UnitStillOpen):
        reopen_unit(people.unit, actor=people.li, expected=1, on=clock.today(), reason="误点")
    close_unit(people.unit, actor=people.li, expected=1, closed_on=date(2025, 6, 30), reason="撤站")
    for day in (date(2025, 6, 30), clock.today() + timedelta(days=1)):
        with pytest.raises(Invalid):
            reopen_unit(people.unit, actor=people.li, expected=2, on=day, reason="恢复")
    with pytest.raises(Forbidden):
        reopen_unit(people.unit, actor=people.head, expected=2, on=clock.today(), reason="恢复")
    make_unit(people.unit.region_code, name=people.unit.name)
    with pytest.raises(Invalid):
        reopen_unit(people.unit, actor=people.li, expected=2, on=clock.today(), reason="恢复")


def test_the_page_of_a_closed_unit_offers_to_reopen_it(client, people):
    close_unit(people.unit, actor=people.li, expected=1, closed_on=date(2025, 6, 30), reason="撤站")
    client.force_login(people.users.li)
    page = client.get(reverse("stations:unit", args=[people.unit.pk])).content.decode()
    assert "恢复站点" in page
    sent = {"row_version": "2", "on": clock.today().isoformat(), "reason": "恢复建站"}
    assert client.post(reverse("stations:reopen", args=[people.unit.pk]), sent).status_code == 302
    people.unit.refresh_from_db()
    assert people.unit.closed_on is None
