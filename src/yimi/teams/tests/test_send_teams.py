"""Teams are sent by the county of their base, across counties if need be, and stood down with their posts."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from yimi.access.tests.factories import make_actor, make_user
from yimi.audit.models import AuditEvent
from yimi.core.errors import Conflict, Forbidden, Invalid, NotFound
from yimi.reported.tests.factories import make_figure, make_source
from yimi.services.tests.factories import make_record
from yimi.stations.actions import UnitDraft, open_unit
from yimi.stations.models import UnitKind
from yimi.stations.tests.factories import make_unit
from yimi.teams import access, queries
from yimi.teams.actions import TeamDraft, correct_deployment, deploy_unit, send_team, stand_down
from yimi.teams.models import Deployment
from yimi.teams.tests.conftest import SHANGLECUN, WANGZHUANG, XIAOHE
from yimi.teams.tests.factories import make_deployment
from yimi.workforce.models import Placement
from yimi.workforce.tests.factories import make_placement, make_worker

pytestmark = pytest.mark.django_db
START = date(2026, 3, 1)


def url(name, *args):
    return reverse(f"teams:{name}", args=args)


def draft(**changes):
    fields = {
        "name": "暴雨救灾服务队", "region_code": WANGZHUANG, "sites": (WANGZHUANG, SHANGLECUN),
        "event": "暴雨灾害", "sender": "省社会工作联合会", "starts_on": START,
    }  # fmt: skip
    return TeamDraft(**(fields | changes))


def test_the_county_of_the_base_sends_a_team_that_also_serves_another(people):
    deployment = send_team(draft(), actor=people.zhang)
    assert deployment.unit.kind == UnitKind.TEMPORARY_TEAM
    assert sorted(area.region_prefix for area in deployment.unit.served_areas.all()) == ["410621108", "410781106"]  # fmt: skip
    assert access.get_deployment_for_edit(people.zhang, deployment.pk) == deployment
    assert access.get_deployment_for_view(people.liu, deployment.pk) == deployment
    with pytest.raises(Forbidden):
        access.get_deployment_for_edit(people.liu, deployment.pk)
    for who in ("ma", "wang"):  # 小河镇 is not among the sites
        with pytest.raises(NotFound):
            access.get_deployment_for_view(getattr(people, who), deployment.pk)
    assert AuditEvent.objects.filter(action="teams.send_team", unit_uid=deployment.unit_id).exists()


def test_a_grant_on_the_unit_opens_the_team_whatever_the_county(people):
    deployment = send_team(draft(), actor=people.zhang)
    member = make_actor("worker", deployment.unit)
    assert access.get_deployment_for_view(member, deployment.pk) == deployment
    assert list(access.visible_deployments(member)) == [deployment]


@pytest.mark.parametrize("who", ["liu", "wang", "ma"])
def test_others_send_nothing_there(people, who):
    with pytest.raises(Forbidden):
        send_team(draft(), actor=getattr(people, who))
    assert not Deployment.objects.exists()


@pytest.mark.parametrize(
    "changes,field",
    [
        ({"event": " "}, "event"),
        ({"sender": ""}, "sender"),
        ({"name": ""}, "name"),
        ({"sites": ("410621999000",)}, "region_code"),
        ({"starts_on": date(2999, 1, 1)}, "starts_on"),
    ],
)
def test_what_cannot_be_is_said_at_its_field(people, changes, field):
    with pytest.raises(Invalid) as refused:
        send_team(draft(**changes), actor=people.zhang)
    assert list(refused.value.fields) == [field]


def test_a_unit_made_by_the_stations_pages_gets_its_deployment(people):
    unit = open_unit(
        UnitDraft(name="先遣队", kind=UnitKind.TEMPORARY_TEAM, region_code=XIAOHE),
        actor=people.zhang,
    )
    assert list(access.undeployed_units(people.zhang)) == [unit]
    facts = {"event": "暴雨", "sender": "县民政局", "starts_on": START}
    deployment = deploy_unit(unit, actor=people.zhang, **facts)
    assert deployment.unit == unit
    with pytest.raises(Conflict):
        deploy_unit(unit, actor=people.zhang, **facts)
    with pytest.raises(Invalid):
        deploy_unit(make_unit(XIAOHE), actor=people.zhang, **facts)


def test_standing_down_ends_posts_and_closes_the_unit_once(people):
    deployment = send_team(draft(), actor=people.zhang)
    make_placement(make_worker("卓玛"), deployment.unit, starts_on=START)
    last = date(2026, 4, 30)
    with pytest.raises(Invalid):
        stand_down(
            deployment, actor=people.zhang, expected=1, ends_on=date(2026, 2, 1), summary="早了"
        )
    with pytest.raises(Forbidden):
        stand_down(deployment, actor=people.liu, expected=1, ends_on=last, summary="不归我管")
    done = stand_down(
        deployment, actor=people.zhang, expected=1, ends_on=last, summary="服务 61 天"
    )
    assert Placement.objects.current().get().ends_on == last
    done.unit.refresh_from_db()
    assert done.unit.closed_on == last
    with pytest.raises(Invalid):
        stand_down(done, actor=people.zhang, expected=2, ends_on=last, summary="再来一次")
    correct_deployment(done, actor=people.zhang, expected=2, changes={"summary": "服务六十一天"})
    with pytest.raises(Conflict):
        correct_deployment(done, actor=people.zhang, expected=2, changes={"summary": "别的"})


def test_computed_figures_count_what_stands_in_its_days(people):
    deployment = make_deployment(WANGZHUANG, ends_on=date(2026, 3, 31))
    visit = make_record(deployment.unit, served_on=START)
    make_record(deployment.unit, served_on=date(2026, 2, 28))
    make_record(deployment.unit, served_on=START, method="activity", item_id="GV4", household=None, person_times=40)  # fmt: skip
    make_record(deployment.unit, served_on=START, outcome="not_met", person_times=0, household=visit.household)  # fmt: skip
    found = {
        key: dict(computed.values) for key, computed in queries.computed_figures(deployment).items()
    }
    assert found["visit_times"] == {"household_times": 1}
    assert found["activities"] == {"events": 1}
    assert found["person_times"] == {"person_times": 41}
    assert found["groups"] == found["cases"] == {}
    make_figure(deployment.unit, key="activities", measure="times", reading="sessions", value=14)
    make_figure(
        deployment.unit, key="person_times", measure="person_times", value=40, qualifier="odd"
    )
    lines = {line.key: line for line in queries.figures_beside(deployment)}
    assert lines["activities"].verdict == "other_unit"
    assert (lines["person_times"].verdict, lines["person_times"].difference) == (
        "consistent",
        Decimal(-1),
    )
    assert lines["visit_times"].reported is None


def test_by_pages_a_county_sends_corrects_and_stands_down(client, people):
    client.force_login(people.users.zhang)
    assert client.get(url("teams")).status_code == 200
    assert client.get(url("new_team")).status_code == 200
    new = {
        "name": "暴雨救灾服务队", "event": "暴雨灾害", "sender": "省社会工作联合会", "starts_on": "2026-03-01",
        "region_code": WANGZHUANG, "sites": "王庄镇\n卫辉市 上乐村镇", "phone": "",
    }  # fmt: skip
    wrong = client.post(url("new_team"), new | {"sites": "不存在镇"})
    assert wrong.status_code == 422
    assert "没有找到" in wrong.content.decode()
    made = client.post(url("new_team"), new)
    deployment = Deployment.objects.get()
    assert made.url == url("team", deployment.pk)
    assert "卫辉市上乐村镇" in client.get(made.url).content.decode()
    edit = {
        "event": "特大暴雨灾害",
        "sender": "省社会工作联合会",
        "starts_on": "2026-03-02",
        "row_version": "1",
    }
    assert client.get(url("edit_team", deployment.pk)).status_code == 200
    assert client.post(url("edit_team", deployment.pk), edit).status_code == 302
    assert client.post(url("edit_team", deployment.pk), edit).status_code == 409
    assert client.get(url("end_team", deployment.pk)).status_code == 200
    end = {"ends_on": "2026-04-30", "summary": "做法可行", "row_version": "2"}
    assert client.post(url("end_team", deployment.pk), end).status_code == 302
    assert "做法可行" in client.get(made.url).content.decode()
    assert client.get(url("edit_team", deployment.pk)).status_code == 200
    unit = make_unit(XIAOHE, kind=UnitKind.TEMPORARY_TEAM, name="先遣队")
    assert "先遣队" in client.get(url("teams")).content.decode()
    assert client.get(url("deploy", unit.pk)).status_code == 200
    later = {"event": "暴雨", "sender": "县民政局", "starts_on": "2026-03-01"}
    assert client.post(url("deploy", unit.pk), later).status_code == 302


def test_strangers_find_nothing_and_neighbours_may_look(client, people):
    deployment = send_team(draft(), actor=people.zhang)
    for who, seen, changed in (("zhang", 200, 200), ("liu", 200, 403), ("wang", 404, 404)):
        client.force_login(getattr(people.users, who))
        assert client.get(url("team", deployment.pk)).status_code == seen
        assert client.get(url("edit_team", deployment.pk)).status_code == changed
        assert client.get(url("end_team", deployment.pk)).status_code == changed
    client.force_login(make_user("evaluator", WANGZHUANG))
    assert client.get(url("teams")).status_code == 403


def test_list_and_page_cost_the_same_for_3_and_30(client, people):
    client.force_login(people.users.zhang)
    first, source = make_deployment(WANGZHUANG), make_source()
    costs = []
    client.get(url("teams"))
    for more in (3, 27):
        for number in range(more):
            make_deployment(XIAOHE)
            make_placement(make_worker("某某"), first.unit, starts_on=START)
            make_figure(first.unit, value=number, source=source)
        with CaptureQueriesContext(connection) as spent:
            client.get(url("teams"))
            client.get(url("team", first.pk))
        costs.append(len(spent))
    assert costs[0] == costs[1]
