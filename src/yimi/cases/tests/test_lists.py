"""Lists cost the same with 3 rows and with 30; the whole file prints as fast with 40 sessions as it should."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from yimi.cases.actions import add_note, record_sessions
from yimi.cases.choices import AssignmentRole
from yimi.cases.models import Case
from yimi.cases.paper_file import whole_file
from yimi.cases.queries.figures import case_figures
from yimi.cases.queries.lists import (
    case_list,
    case_timeline_entries,
    cases_due,
    cases_left_behind,
    first_view,
    household_cases,
    reviews_waiting,
)
from yimi.cases.tests.conftest import days_ago
from yimi.cases.tests.factories import make_assignment, make_case
from yimi.core import clock
from yimi.core.errors import Forbidden
from yimi.people.tests.factories import make_resident


def many(world, count):
    for number in range(count):
        resident = make_resident(world.household, f"某人{number}")
        world.case(resident=resident, due_on=days_ago(number), level="3")


def page_queries(django_assert_num_queries, client, url, number):
    client.get(url)  # the session is written once
    with django_assert_num_queries(number):
        assert client.get(url).status_code == 200


@pytest.mark.parametrize("count", [3, 30])
@pytest.mark.parametrize(
    "name, view, queries",
    [
        # 4: rows, levels, last meetings, waiting reviews; the rest is the session, the person and their rights
        ("drolma", "mine", 4),
        ("mei", "station", 4),
        ("zhao", "supervised", 5),  # 1 more: what waits for an answer
    ],
)
def test_a_list_costs_the_same_with_3_rows_and_with_30(
    world, django_assert_num_queries, count, name, view, queries
):
    many(world, count)
    actor = getattr(world, name)
    with django_assert_num_queries(queries):
        rows, _more = case_list(actor, view)
        if view == "supervised":
            reviews_waiting(actor)
    assert len(rows) == count
    client = Client()
    client.force_login(world.users[name])
    assert client.get(reverse("cases:cases") + f"?view={view}").status_code == 200


@pytest.mark.parametrize("count", [3, 30])
def test_the_head_sees_whose_owner_is_no_longer_placed_here(
    world, django_assert_num_queries, count
):
    many(world, count)
    world.case(stage="declined", closed_on=clock.today())
    assert cases_left_behind(world.mei) == 0
    client = Client()
    client.force_login(world.users["mei"])
    url = reverse("cases:cases") + "?view=station"
    assert "已不在本站，请交接" not in client.get(url).content.decode()
    world.staff["drolma"].placements.update(ends_on=days_ago(1))
    make_case(world.unit, world.staff["tashi"])
    with django_assert_num_queries(1):
        assert cases_left_behind(world.mei) == count
    with django_assert_num_queries(4):  # rows, levels, last meetings, waiting reviews
        rows, _more = case_list(world.mei, "station", state="left")
    assert {row.case.owner for row in rows} == {world.staff["drolma"]}
    assert len(rows) == count
    assert cases_left_behind(world.li) == 0
    page = client.get(url).content.decode()
    assert f"{count} 个没办完的个案，责任社工已不在本站，请交接" in page
    assert client.get(url + "&state=left").status_code == 200


def test_what_is_longest_overdue_comes_first_and_filters_narrow(world):
    many(world, 3)
    rows, _more = case_list(world.drolma, "mine")
    assert [row.days_late for row in rows] == [2, 1, 0]
    assert [row.level for row in rows] == ["三级"] * 3
    found, _more = case_list(world.drolma, "mine", q="某人1")
    assert [row.case.resident.name for row in found] == ["某人1"]
    assert case_list(world.drolma, "mine", state="closed")[0] == []
    assert cases_due(world.drolma, by=clock.today())[1] == 3


@pytest.mark.parametrize("count", [3, 30])
def test_the_household_shows_its_cases_at_a_constant_price(world, django_assert_num_queries, count):
    many(world, count)
    with django_assert_num_queries(4):  # cases, levels, last meetings, reviews
        assert len(household_cases(world.mei, world.household)) == count
    with django_assert_num_queries(1):
        assert len(case_timeline_entries(world.mei, world.household)) == count
    assert household_cases(world.tashi, world.household) == []
    assert household_cases(world.li, world.household) == []


def long_case(world, sessions):
    case = world.case(agreed=True, stage="intervention")
    batch = [
        world.session(
            case, served_on=days_ago(sessions - number), note=f"第 {number} 次记录。" * 20
        )
        for number in range(sessions)
    ]
    record_sessions(batch, actor=world.drolma)
    add_note(case, "电话", actor=world.drolma)
    return Case.objects.select_related(
        "unit", "resident", "household", "key", "owner", "intake"
    ).get(pk=case.pk)


@pytest.mark.parametrize("sessions", [3, 40])
def test_the_case_page_and_the_whole_file_cost_the_same_with_3_and_40_sessions(
    world, django_assert_max_num_queries, sessions
):
    case = long_case(world, sessions)
    with django_assert_max_num_queries(45):
        sheets = whole_file(case)
    assert len(sheets) == 3 + sessions
    client = Client()
    client.force_login(world.users["drolma"])
    client.get(reverse("cases:cases"))
    with django_assert_max_num_queries(55):
        assert client.get(reverse("cases:case", args=[case.pk])).status_code == 200


def test_figures_tell_stock_from_flow(world):
    case = world.case()
    case.intake.decision, case.intake.decided_on = "accepted", days_ago(20)
    case.intake.save()
    make_case(world.unit, stage="intake")
    record_sessions([world.session(case, served_on=days_ago(5))] * 1, actor=world.drolma)
    figures = case_figures(world.li, first=days_ago(30), last=clock.today())
    assert (figures.opened, figures.at_work, figures.closed, figures.sessions) == (1, 1, 0, 1)
    later = case_figures(world.li, first=days_ago(10), last=clock.today())
    assert (later.opened, later.at_work) == (0, 1)
    with pytest.raises(Forbidden):
        case_figures(world.zhao, first=days_ago(30), last=clock.today())


def test_a_leaving_supervisor_no_longer_sees_what_waits(world):
    case = make_case(world.unit, world.staff["drolma"])
    row = make_assignment(case, world.staff["zhao"], AssignmentRole.SUPERVISOR)
    assert case_list(world.zhao, "supervised")[0]
    row.ends_on = clock.today() - timedelta(days=1)
    row.save()
    assert not case_list(world.zhao, "supervised")[0]


def test_a_supervisor_with_no_case_of_their_own_opens_on_those_they_supervise(world):
    world.case()
    assert first_view(world.zhao, ["mine", "supervised"]) == "supervised"
    assert first_view(world.drolma, ["mine", "station"]) == "mine"
    assert first_view(world.wang, ["mine", "supervised"]) == "mine"
    assert first_view(world.li, []) == ""
