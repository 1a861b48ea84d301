"""Operators, authorities, names, areas and hours: true from a day to a day, and known since an instant."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from yimi.core import clock
from yimi.core.errors import Conflict, Forbidden, Invalid
from yimi.stations import queries
from yimi.stations.actions import (
    AuthorityDraft,
    EngagementDraft,
    OperatorDraft,
    add_unit_name,
    correct_operator,
    end_engagement,
    end_served_area,
    end_unit_name,
    engage_operator,
    register_authority,
    register_operator,
    serve_area,
    set_lead_authority,
    set_opening_hours,
)
from yimi.stations.errors import EngagementsOverlap
from yimi.stations.models import OperatorEngagement
from yimi.stations.rules import Opening
from yimi.stations.tests.conftest import COUNTY
from yimi.stations.tests.factories import make_authority, make_operator, make_unit

pytestmark = pytest.mark.django_db
MONDAY = date(2026, 3, 2)


def engage(people, operator, first, last=None):
    return engage_operator(
        EngagementDraft(unit=people.unit, operator=operator, starts_on=first, ends_on=last, document="合同 1 号"),
        actor=people.li,
    )  # fmt: skip


def test_an_operator_is_registered_once(people):
    draft = OperatorDraft(
        name="阳光社会工作服务中心", region_code=COUNTY, uscc="91350100m000100y43"
    )
    assert register_operator(draft, actor=people.li).uscc == "91350100M000100Y43"
    again = OperatorDraft(name="又一家", region_code=COUNTY, uscc="91350100M000100Y43")
    with pytest.raises(Invalid) as refused:
        register_operator(again, actor=people.li)
    assert "阳光" in str(refused.value)


def test_an_operator_may_have_no_code(people):
    for name in ("甲", "乙"):
        assert (
            register_operator(OperatorDraft(name=name, region_code=COUNTY), actor=people.li).uscc
            is None
        )


def test_a_wrong_code_says_what_is_wrong(people):
    with pytest.raises(Invalid) as refused:
        register_operator(OperatorDraft(name="甲", region_code=COUNTY, uscc="123"), actor=people.li)
    assert "18 位" in str(refused.value)


def test_only_those_who_keep_the_register_change_operators(people):
    operator = make_operator()
    for actor in (people.drolma, people.head, people.wang):
        with pytest.raises(Forbidden):
            correct_operator(operator, actor=actor, expected=1, changes={"name": "改"})
    correct_operator(operator, actor=people.li, expected=1, changes={"name": "改"})
    with pytest.raises(Conflict):
        correct_operator(operator, actor=people.li, expected=1, changes={"name": "再改"})


def test_two_operators_never_run_a_unit_on_one_day(people):
    first = make_operator(name="甲机构")
    engage(people, first, date(2024, 1, 1), date(2024, 12, 31))
    with pytest.raises(EngagementsOverlap) as refused:
        engage(people, make_operator(), date(2024, 12, 31))
    assert "甲机构" in str(refused.value)
    engage(people, make_operator(), date(2025, 1, 1))


def test_ending_an_engagement_keeps_what_was_known_before(people):
    engagement = engage(people, make_operator(), date(2024, 1, 1))
    before = clock.now()
    ended = end_engagement(engagement, actor=people.li, ends_on=date(2024, 6, 30))
    rows = OperatorEngagement.objects.filter(unit=people.unit)
    assert rows.current().get() == ended
    assert rows.known_at(before).get() == engagement
    with pytest.raises(Conflict):
        end_engagement(engagement, actor=people.li, ends_on=date(2024, 7, 31))


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.lists(st.tuples(st.integers(0, 40), st.integers(0, 15)), max_size=6))
def test_whatever_is_tried_no_day_has_two_operators(people, spans):
    unit, operator = make_unit(), make_operator()
    accepted: set[date] = set()
    for first, length in spans:
        start = date(2024, 1, 1) + timedelta(days=first)
        days = {start + timedelta(days=n) for n in range(length + 1)}
        draft = EngagementDraft(unit=unit, operator=operator, starts_on=start, ends_on=max(days))
        if accepted & days:
            with pytest.raises(EngagementsOverlap):
                engage_operator(draft, actor=people.li)
        else:
            engage_operator(draft, actor=people.li)
            accepted |= days


def test_the_leading_authority_changes_from_a_day(people):
    civil, party = make_authority(name="商水县民政局"), make_authority(name="商水县委社会工作部")
    set_lead_authority(people.unit, actor=people.li, authority=civil, starts_on=date(2022, 1, 1))
    set_lead_authority(people.unit, actor=people.li, authority=party, starts_on=date(2024, 1, 1))
    assert queries.lead_on(people.unit, date(2023, 12, 31)) == civil
    assert queries.lead_on(people.unit, date(2024, 1, 1)) == party


def test_an_authority_is_registered_once_per_place(people):
    draft = AuthorityDraft(name="商水县总工会", region_code=COUNTY, line="trade_union")
    register_authority(draft, actor=people.li)
    with pytest.raises(Invalid):
        register_authority(AuthorityDraft(name="商水县总工会", region_code=COUNTY), actor=people.li)
    with pytest.raises(Forbidden):
        register_authority(AuthorityDraft(name="别县", region_code=COUNTY), actor=people.wang)


def test_a_sign_is_data_and_goes_out_of_use(people):
    sign = add_unit_name(people.unit, actor=people.li, kind="sign", text="“双语”社工站", starts_on=date(2023, 1, 1))  # fmt: skip
    assert [name.text for name in queries.names_on(people.unit, date(2023, 1, 1))] == [
        "“双语”社工站"
    ]
    with pytest.raises(Invalid):
        add_unit_name(people.unit, actor=people.li, kind="sign", text="“双语”社工站", starts_on=date(2023, 2, 1))  # fmt: skip
    with pytest.raises(Invalid):
        add_unit_name(people.unit, actor=people.li, kind="former_name", text="旧", starts_on=MONDAY)
    end_unit_name(sign, actor=people.li, ends_on=date(2024, 1, 1))
    assert not queries.names_on(people.unit, date(2024, 1, 2))


def test_served_areas_come_and_go(people):
    area = serve_area(
        people.unit, actor=people.li, region_code="411623101000", starts_on=date(2024, 1, 1)
    )
    assert people.unit in queries.units_serving("411623101000", date(2024, 1, 1))
    with pytest.raises(Invalid):
        serve_area(people.unit, actor=people.li, region_code="411623101000", starts_on=MONDAY)
    end_served_area(area, actor=people.li, ends_on=date(2024, 12, 31))
    assert people.unit not in queries.units_serving("411623101000", date(2025, 1, 1))


def test_a_new_week_replaces_the_old_one_from_its_day(people):
    old = [Opening(1, time(9), time(12)), Opening(1, time(14), time(17))]
    set_opening_hours(people.unit, actor=people.head, week=old, from_on=date(2025, 1, 1))
    set_opening_hours(
        people.unit, actor=people.head, week=[Opening(2, time(9), time(17))], from_on=MONDAY
    )
    before = queries.week_of(people.unit, MONDAY - timedelta(days=1))
    assert [len(day.stretches) for day in before] == [2, 0, 0, 0, 0, 0, 0]
    assert [len(day.stretches) for day in queries.week_of(people.unit, MONDAY)] == [
        0,
        1,
        0,
        0,
        0,
        0,
        0,
    ]


def test_hours_that_overlap_are_refused_and_a_worker_cannot_set_them(people):
    with pytest.raises(Invalid):
        set_opening_hours(people.unit, actor=people.head, week=[Opening(1, time(9), time(8))], from_on=MONDAY)  # fmt: skip
    with pytest.raises(Forbidden):
        set_opening_hours(people.unit, actor=people.drolma, week=[], from_on=MONDAY)


def test_the_door_is_open_in_shanghai_time(people):
    set_opening_hours(
        people.unit, actor=people.head, week=[Opening(1, time(9), time(12))], from_on=MONDAY
    )
    week = queries.week_of(people.unit, MONDAY)
    assert queries.is_open_at(people.unit, week, datetime(2026, 3, 2, 1, 0, tzinfo=UTC))
    assert not queries.is_open_at(people.unit, week, datetime(2026, 3, 2, 4, 0, tzinfo=UTC))
    assert not queries.is_open_at(people.unit, week, datetime(2026, 3, 3, 1, 0, tzinfo=UTC))
