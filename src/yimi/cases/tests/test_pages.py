"""A case through its doors: opened, agreed, planned, met, evaluated, closed, followed up, reopened, printed."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from yimi.audit.models import AuditEvent
from yimi.cases.models import Case, CaseSession, FamilyPicture, FollowUp, Goal, Plan
from yimi.cases.tests.conftest import days_ago
from yimi.core import clock
from yimi.core.ids import new_uid
from yimi.forms.models import FormEntry

TODAY = clock.today().isoformat()


def signed_in(world, name="drolma"):
    client = Client()
    client.force_login(world.users[name])
    return client


def post(client, name, case, data, *args, after=""):
    """Send a form; it must lead somewhere."""
    response = client.post(reverse(f"cases:{name}", args=[case.pk, *args]) + after, data)
    assert response.status_code == 302, response.content.decode()[:6000]
    return Case.objects.get(pk=case.pk)


def test_a_case_from_intake_to_a_new_episode(world):
    client = signed_in(world)
    opening = reverse("cases:new") + f"?household={world.household.pk}"
    assert "赵桂英" in client.get(opening).content.decode()
    data = {
        "resident": world.client.pk, "source": "outreach", "level": "3", "opened_on": TODAY,
        "owner": world.staff["drolma"].pk,
    }  # fmt: skip
    assert client.post(opening, data).status_code == 302
    case = Case.objects.get()
    page = client.get(reverse("cases:case", args=[case.pk])).content.decode()
    assert "填接案登记表" in page
    post(client, "intake_form", case, {"a-problem": "老人说晚上害怕", "row_version": 0})
    case = post(
        client, "decide", case, {"decision": "accepted", "decided_on": TODAY, "row_version": 1}
    )
    assert case.stage == "assessment"
    agreed = {"purpose": "service", "basis": "consent", "given_by": "client", "form": "written", "given_on": TODAY}  # fmt: skip
    post(client, "agreement", case, agreed)
    post(client, "agreement_form", case, {"a-purpose": "陪伴", "row_version": 0})
    case = post(client, "assessment", case, {"a-risk_level": "middle", "row_version": 0})
    assert case.risk == "medium"
    case = post(client, "move", case, {"to": "plan", "row_version": case.row_version})
    post(
        client,
        "new_goal",
        case,
        {
            "kind": "specific", "problem": "整天一个人在屋里", "text": "每周出门两次",
            "measure": "走访时问",
        },
    )  # fmt: skip
    for name in ("case", "plan"):
        page = client.get(reverse(f"cases:{name}", args=[case.pk])).content.decode()
        assert "整天一个人在屋里" in page
    goal = Goal.objects.current().get()
    page = client.get(reverse("cases:goal", args=[case.pk, goal.pk])).content.decode()
    assert "整天一个人在屋里" in page
    post(client, "plan", case, {"a-client_view": "愿意试试", "row_version": 0})
    assert Plan.objects.get().version == 1
    post(client, "agree_plan", case, {"given_by": "client", "form": "oral", "given_on": TODAY})
    case.refresh_from_db()
    case = post(client, "move", case, {"to": "intervention", "row_version": case.row_version})
    goal = Goal.objects.current().get()
    scale = {"name": "孤独感", "lowest": 0, "highest": 10, "higher_is_better": "no", "score": 8, "read_on": days_ago(0)}  # fmt: skip
    post(client, "new_scale", case, scale)
    session = {
        "uid": new_uid(), "kind": "home", "served_on": TODAY, "minutes": "other", "minutes_other": 50,
        "present": [world.client.pk, world.son.pk], "item": "EL3", "note": "第一次一起走到村口",
        f"goal_{goal.line.hex}": "in_progress",
    }  # fmt: skip
    post(client, "new_session", case, session)
    row = CaseSession.objects.get()
    form = client.get(reverse("cases:session_form", args=[case.pk, row.pk])).content.decode()
    assert "第一次一起走到村口" in form
    post(client, "session_form", case, {"a-aim": "出门", "row_version": 0}, row.pk)
    post(client, "new_note", case, {"uid": new_uid(), "text": "电话里听着轻松些"})
    post(client, "new_note", case, {"uid": new_uid(), "text": "补一句"}, after=f"?session={row.pk}")
    page = client.get(reverse("cases:case", args=[case.pk])).content.decode()
    for words in ("第一次一起走到村口", "电话里听着轻松些", "补一句", "每周出门两次", "进行中"):
        assert words in page
    case.refresh_from_db()
    for stage in ("evaluation", "closing"):
        case = post(client, "move", case, {"to": stage, "row_version": case.row_version})
    evaluation = {
        "row_version": 0, "a-goal_results-rows": 1, "a-goal_results-0-goal": "每周出门两次",
        "a-goal_results-0-attainment": "full", "a-changes": "敢出门了",
    }  # fmt: skip
    post(client, "evaluate", case, evaluation)
    assert Goal.objects.current().get().attainment == "full"
    closing = {"reason": "goals_met", "closed_on": TODAY, "follow_up_on": TODAY, "row_version": case.row_version}  # fmt: skip
    case = post(client, "close", case, closing)
    assert case.stage == "follow_up"
    follow_up = {
        "uid": new_uid(), "followed_on": TODAY, "mode": "phone", "state": "better", "minutes": "10",
        "item": "EL3", "has_new_needs": "on",
    }  # fmt: skip
    case = post(client, "new_follow_up", case, follow_up)
    assert case.stage == "done"
    post(
        client,
        "follow_up_form",
        case,
        {"a-situation": "挺好", "row_version": 0},
        FollowUp.objects.get().pk,
    )
    post(client, "reopen", case, {})
    assert Case.objects.get(previous=case).episode == 2
    codes = FormEntry.objects.filter(superseded_at=None).values_list("code", flat=True)
    assert sorted(codes) == ["F-01", "F-02", "F-03", "F-04", "F-05", "F-08", "F-09"]


def test_the_page_says_what_is_amiss_and_the_reader_stands_in_the_trail(world):
    case = world.case(stage="intervention")
    page = signed_in(world).get(reverse("cases:case", args=[case.pk])).content.decode()
    assert "还没有服务协议" in page
    assert "还没有定稿的服务计划" in page
    assert AuditEvent.objects.filter(action="cases.view_case", actor_uid=world.drolma.uid).exists()


def test_the_missing_agreement_is_told_at_the_form(world):
    case = world.case(stage="plan")
    client = signed_in(world)
    url = reverse("cases:move", args=[case.pk])
    response = client.post(url, {"to": "intervention", "row_version": 1})
    assert response.status_code == 422
    assert "还没有同意接受服务" in response.content.decode()


def test_a_clash_is_told_and_nothing_is_overwritten(world):
    case = world.case(agreed=True)
    response = signed_in(world).post(
        reverse("cases:move", args=[case.pk]), {"to": "plan", "row_version": 9}
    )
    assert response.status_code == 409
    assert Case.objects.get(pk=case.pk).stage == "assessment"


def test_two_editors_of_a_form_see_both(world):
    case = world.case()
    client = signed_in(world)
    post(client, "assessment", case, {"a-needs": "甲的话", "row_version": 0})
    response = client.post(
        reverse("cases:assessment", args=[case.pk]), {"a-needs": "乙的话", "row_version": 0}
    )
    page = response.content.decode()
    assert response.status_code == 422
    assert "甲的话" in page
    assert "乙的话" in page


def test_the_supervisor_of_another_county_answers_on_the_page(world):
    case = world.case()
    post(signed_in(world), "ask_review", case, {"about": "plan"})
    zhao = signed_in(world, "zhao")
    listed = zhao.get(reverse("cases:cases")).content.decode()
    assert "等您看的" in listed
    review = case.reviews.get()
    url = reverse("cases:answer_review", args=[case.pk, review.pk])
    assert zhao.post(url, {"answer": "returned", "comment": "写具体些"}).status_code == 302
    page = signed_in(world).get(reverse("cases:case", args=[case.pk])).content.decode()
    assert "写具体些" in page
    assert zhao.get(reverse("cases:case", args=[case.pk])).status_code == 200
    assert zhao.get(reverse("cases:new_note", args=[case.pk])).status_code == 403


def test_the_head_sees_the_index_and_hands_over(world):
    case = world.case()
    post(signed_in(world), "new_note", case, {"uid": new_uid(), "text": "只有我能看"})
    mei = signed_in(world, "mei")
    assert case.number in mei.get(reverse("cases:cases")).content.decode()
    page = mei.get(reverse("cases:case", args=[case.pk])).content.decode()
    assert "只有我能看" not in page
    assert "卓玛" in page
    tashi = world.staff["tashi"].pk
    case = post(
        mei, "hand_over", case, {"to": tashi, "reason": "workload", "on": TODAY, "row_version": 1}
    )
    assert case.owner_id == tashi
    assert (
        "只有我能看"
        in signed_in(world, "tashi").get(reverse("cases:case", args=[case.pk])).content.decode()
    )


def test_the_head_hands_over_everything_of_somebody_who_leaves(world):
    cases = [world.case(), world.case(resident=world.son)]
    mei = signed_in(world, "mei")
    url = reverse("cases:leaving", args=[world.staff["drolma"].pk])
    assert cases[0].number in mei.get(url).content.decode()
    assert mei.post(url, {"to": world.staff["tashi"].pk, "on": TODAY}).status_code == 302
    assert set(Case.objects.values_list("owner", flat=True)) == {world.staff["tashi"].pk}


def test_the_picture_is_drawn_from_the_household_and_by_hand(world):
    case = world.case()
    client = signed_in(world)
    post(client, "prefill", case, {})
    page = client.get(reverse("cases:picture", args=[case.pk])).content.decode()
    assert "<svg" in page
    assert "赵建军" in page
    son = {"name": "赵建军", "sex": "1", "born": 1972, "mark": "外出务工", "mother": "p1", "union": "married", "version": 1}  # fmt: skip
    post(client, "person", case, son, "p2")
    post(client, "system", case, {"name": "镇卫生院", "tie": "strong", "version": 2}, "new")
    page = client.get(reverse("cases:picture", args=[case.pk])).content.decode()
    assert "镇卫生院" in page
    assert "外出务工" in page
    stale = client.post(
        reverse("cases:system", args=[case.pk, "new"]),
        {"name": "学校", "tie": "weak", "version": 1},
    )
    assert stale.status_code == 409
    post(client, "remove", case, {"version": 3}, "s1")
    assert FamilyPicture.objects.current().get().version == 4


def test_the_county_sets_its_own_levels(world):
    li = signed_in(world, "li")
    assert "一级" in li.get(reverse("cases:levels")).content.decode()
    url = reverse("cases:meaning", args=["1"])
    assert li.post(url, {"name": "红色", "visit_days": 3}).status_code == 302
    assert "红色" in li.get(reverse("cases:levels")).content.decode()
    data = {"wants_review": "", "emergency_days": 5, "follow_up_days": 20, "row_version": 0}
    assert li.post(reverse("cases:setting"), data).status_code == 302


@pytest.mark.parametrize("kind", ["pdf", "docx"])
def test_the_whole_file_prints_and_says_who_took_it(world, kind):
    case = world.case(agreed=True)
    client = signed_in(world)
    post(client, "new_goal", case, {"kind": "overall", "text": "安心在家养老"})
    post(client, "plan", case, {"row_version": 0})
    post(client, "prefill", case, {})
    response = client.get(reverse("cases:whole_file", args=[case.pk, kind]))
    assert response.status_code == 200
    assert len(response.content) > 5000
    assert AuditEvent.objects.get(action="cases.print_case").details["kind"] == kind
