"""Planning an activity, its co-organisers and its budget; calling it off."""

from __future__ import annotations

from datetime import date

import pytest

from yimi.activities.access import get_activity_for_edit, get_activity_for_view
from yimi.activities.actions import (
    cancel_activity,
    change_activity,
    hold_activity,
    open_sheet,
    plan_activities,
    plan_activity,
    set_budget,
    set_partners,
)
from yimi.activities.drafts import PartnerDraft
from yimi.activities.errors import ActivityNotPlanned
from yimi.activities.models import Activity, BudgetLine, Partner
from yimi.activities.rules import Line, budget_total
from yimi.core.errors import Conflict, Forbidden, Invalid, NotFound
from yimi.core.ids import new_uid
from yimi.stations.tests.factories import make_authority

pytestmark = pytest.mark.django_db


def test_an_activity_is_planned_with_partners_and_budget(world):
    police = make_authority("商水县公安局")
    lines = (Line("横幅", 12_000), Line("矿泉水", 6_050))
    partners = (PartnerDraft(police.name, police.pk), PartnerDraft("东城街道办事处"))
    made = plan_activity(world.draft(partners=partners, budget=lines), actor=world.drolma)
    assert made.number.startswith(f"{world.unit.number}-")
    assert [one.authority_id for one in made.partners.order_by("uid")] == [police.pk, None]
    assert budget_total(made.budget.all()) == (18_050, 0)


def test_planning_many_costs_the_same_queries_as_planning_one(world, queries_of):
    one = queries_of(lambda: plan_activity(world.draft(), actor=world.drolma))
    drafts = [world.draft() for _ in range(20)]
    assert queries_of(lambda: plan_activities(drafts, actor=world.drolma)) == one


def test_only_the_station_plans(world):
    for stranger in (world.supervisor, world.wang, world.li):
        with pytest.raises(Forbidden):
            plan_activity(world.draft(), actor=stranger)
    with pytest.raises(NotFound):
        get_activity_for_view(world.wang, world.activity.pk)
    assert get_activity_for_view(world.supervisor, world.activity.pk) == world.activity
    with pytest.raises(Forbidden):
        get_activity_for_edit(world.supervisor, world.activity.pk)


@pytest.mark.parametrize(
    "field, changes",
    [
        ("title", {"title": ""}),
        ("place", {"place": " "}),
        ("kind", {"kind": "group"}),
        ("expected", {"expected": 0}),
        ("item_code", {"item_code": "XX"}),
        ("budget", {"budget": (Line("", 100),)}),
        ("budget", {"budget": (Line("水", -1),)}),
        ("partners", {"partners": (PartnerDraft("派出所"), PartnerDraft(" 派出所 "))}),
        ("partners", {"partners": (PartnerDraft("派出所", new_uid()),)}),
    ],
)
def test_a_plan_that_cannot_be_is_told_at_its_field(world, field, changes):
    with pytest.raises(Invalid) as told:
        plan_activity(world.draft(**changes), actor=world.drolma)
    assert field in told.value.fields
    assert Activity.objects.count() == 1


def test_two_people_never_overwrite_each_other(world):
    seen = world.activity.row_version
    change_activity(
        world.activity, actor=world.drolma, expected=seen, changes={"place": "二楼会议室"}
    )
    with pytest.raises(Conflict):
        set_partners(world.activity, [PartnerDraft("妇联")], actor=world.drolma, expected=seen)
    assert Activity.objects.get(pk=world.activity.pk).place == "二楼会议室"


def test_a_gone_partner_and_a_changed_line_stay_as_they_were(world):
    made = plan_activity(world.draft(budget=(Line("横幅", 12_000),)), actor=world.drolma)
    set_partners(made, [PartnerDraft("妇联")], actor=world.drolma, expected=made.row_version)
    assert list(Partner.objects.current().values_list("name", flat=True)) == ["妇联"]
    assert Partner.objects.count() == 2
    (line,) = set_budget(
        made, [Line("横幅", 12_000, 11_800)], actor=world.drolma, expected=made.row_version
    )
    assert line.replaces.actual_fen is None
    assert BudgetLine.objects.count() == 2


def test_what_was_called_off_is_neither_changed_nor_held(world):
    with pytest.raises(Invalid):
        cancel_activity(
            world.activity, actor=world.drolma, expected=world.activity.row_version, reason=""
        )
    cancel_activity(
        world.activity, actor=world.drolma, expected=world.activity.row_version, reason="weather"
    )
    with pytest.raises(ActivityNotPlanned):
        hold_activity(world.held(), actor=world.drolma)
    with pytest.raises(ActivityNotPlanned):
        change_activity(
            world.activity,
            actor=world.drolma,
            expected=world.activity.row_version,
            changes={"place": "礼堂"},
        )


def test_a_year_typed_wrongly_takes_nobody_elses_number(world):
    """1926 and 2126 once took the numbers of 2026, and the station could plan nothing any more."""
    years = (1926, 2026, 2126)
    planned = [
        plan_activity(world.draft(planned_on=date(year, 9, 1)), actor=world.drolma)
        for year in years
    ]
    assert len({activity.number for activity in planned}) == 3


def test_calling_it_off_shuts_the_sheet(world):
    sheet = open_sheet(world.activity, actor=world.drolma)
    cancel_activity(
        world.activity, actor=world.drolma, expected=world.activity.row_version, reason="weather"
    )
    sheet.refresh_from_db()
    assert not sheet.is_open
