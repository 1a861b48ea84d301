"""The flood team of 2021 is entered as it was, without a station, and its figures stand beside the computed ones."""

from __future__ import annotations

from datetime import date
from types import SimpleNamespace

import pytest

from yimi.access.queries.actors import system_actor
from yimi.cases.models import Case
from yimi.core.errors import Conflict, NotFound
from yimi.people.models import Resident
from yimi.reported.models import ReportedFigure
from yimi.reported.rules import DayReading, Verdict
from yimi.stations.models import ServiceUnit, UnitKind
from yimi.teams import access, queries
from yimi.teams.flood2021 import ROOMS, write_flood_2021
from yimi.workforce.models import Placement

pytestmark = pytest.mark.django_db


@pytest.fixture
def flood(people):
    """The team as the shipped data has it."""
    deployment = write_flood_2021(actor=system_actor("示例数据", *ROOMS))
    lines = {line.key: line for line in queries.figures_beside(deployment)}
    return SimpleNamespace(team=deployment, unit=deployment.unit, lines=lines)


def test_it_stands_without_any_station(flood):
    assert ServiceUnit.objects.get() == flood.unit
    assert (flood.unit.kind, flood.unit.parent) == (UnitKind.TEMPORARY_TEAM, None)
    assert (flood.team.starts_on, flood.team.ends_on) == (date(2021, 9, 23), date(2021, 12, 5))


def test_it_serves_three_towns_of_two_counties(flood):
    (sites,) = queries.sites_of([flood.unit]).values()
    assert sorted(sites) == ["卫辉市上乐村镇", "浚县小河镇", "浚县王庄镇"]
    places = set(Resident.objects.values_list("region_code", flat=True))
    assert places == {"410621108000", "410621105000", "410781106000"}


def test_75_reported_days_stand_beside_74_computed_and_the_difference_is_explained(flood):
    line = flood.lines["days"]
    assert (line.reported.value, line.computed[0][0], line.difference) == (75, 74, 1)
    assert (line.verdict, line.days) == (Verdict.DIFFERENT, DayReading.DAY_AFTER)
    assert line.reported.is_ambiguous


def test_10_cases_are_derived_and_agree(flood):
    line = flood.lines["cases"]
    assert Case.objects.count() == 10
    assert (line.reported.value, [value for value, _unit in line.computed]) == (10, [10])
    assert line.verdict == Verdict.EQUAL


def test_14_group_activities_have_a_reading_and_stay_ambiguous(flood):
    figure = flood.lines["groups"].reported
    assert (figure.value, figure.measure, figure.read_as) == (14, "times", "sessions")
    assert figure.is_ambiguous
    assert "14 个小组" in figure.note
    assert flood.lines["groups"].verdict == Verdict.NOT_COMPUTED
    assert flood.lines["activities"].reported.read_as == "events"


def test_4130_is_reach_reported_and_never_computed(flood):
    line = flood.lines["beneficiaries"]
    assert (line.reported.value, line.reported.measure, line.computed) == (4130, "persons", [])
    assert line.verdict == Verdict.NOT_COMPUTED
    assert "persons" not in flood.lines
    assert ReportedFigure.objects.values("source").distinct().count() == 1


def test_it_stands_down_with_everything_it_had(flood):
    assert flood.unit.closed_on == date(2021, 12, 5)
    assert set(Placement.objects.current().values_list("ends_on", flat=True)) == {date(2021, 12, 5)}
    assert not Case.objects.filter(closed_on=None).exists()
    assert [post.is_head for post in queries.members_of(flood.unit)] == [True, False, False]


def test_both_counties_and_their_towns_look_back_and_nobody_else(flood, people):
    for who in ("zhang", "liu", "ma"):
        assert access.get_deployment_for_view(getattr(people, who), flood.team.pk) == flood.team
    for who in ("wang", "drolma"):
        with pytest.raises(NotFound):
            access.get_deployment_for_view(getattr(people, who), flood.team.pk)


def test_entered_twice_it_is_refused(flood):
    with pytest.raises(Conflict):
        write_flood_2021(actor=system_actor("示例数据", *ROOMS))


def test_the_page_shows_both_and_the_words(client, flood, people):
    client.force_login(people.users.liu)
    page = client.get(f"/teams/{flood.team.pk}/").content.decode()
    for words in (
        "75",
        "74",
        "上报多 1",
        "连收队第二天也算",
        "4,130",
        "原文有歧义",
        "按“节”理解",
        "一致",
    ):
        assert words in page
