"""The room's pages: who is let in, what they show, how many queries they cost."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse

from yimi.core import clock
from yimi.core.ids import new_uid
from yimi.forms.queries import Subject, current_entry
from yimi.groups.actions import record_group_session
from yimi.groups.models import GroupMember, GroupSession, SocialGroup
from yimi.groups.pages.papers import plan_paper
from yimi.groups.queries.held import standing_record
from yimi.groups.queries.lists import list_groups
from yimi.groups.queries.page import group_view
from yimi.groups.tests.factories import make_group, make_member, make_session
from yimi.people.actions import add_residents, open_households
from yimi.people.drafts import HouseholdDraft, ResidentDraft
from yimi.people.tests.factories import make_household, make_resident
from yimi.services.planned import PlannedFilter

pytestmark = pytest.mark.django_db


def url(name, *args):
    return reverse(f"groups:{name}", args=args)


@pytest.fixture
def drolma(client, world):
    """Signed in, with a first page behind her: the first one also writes the session."""
    client.force_login(world.users["drolma"])
    client.get(url("groups"))
    return client


def head(world, **changes):
    return {
        "title": "“银龄手工”小组", "kind": "interest", "item_id": "EL4", "place": "二楼", "starts_on": "2026-11-20",
        "capacity": "12", "leaders": [str(world.worker.pk)], "unit": str(world.unit.pk), "count": "4", "every": "7",
    } | changes  # fmt: skip


def attendance(world, **changes):
    return {
        "record_uid": str(new_uid()), "present": [str(one.pk) for one in world.people[:3]],
        "served_on": clock.today().isoformat(), "minutes": "60", "phase": "forming",
        "workers": [str(world.worker.pk)], "no": "1",
    } | changes  # fmt: skip


def test_the_plans_form_follows_the_table_of_sessions(drolma, world):
    group = make_group(world.unit, sessions=2)
    form = url("plan_form", group.pk)
    typed = {
        "row_version": "0", "a-sessions-rows": "2", "a-sessions-0-no": "1", "a-sessions-0-theme": "第 1 节",
        "a-sessions-0-activity": "名字接龙", "a-sessions-1-no": "2", "a-sessions-1-theme": "第 2 节",
    }  # fmt: skip
    assert drolma.post(form, typed).status_code == 302
    table = {
        "row_version": str(group.row_version),
        "theme_1": "相识",
        "theme_2": "告别",
        "theme_3": "再聚",
    }
    assert drolma.post(url("plan", group.pk), table).status_code == 302
    rows = plan_paper(group_view(group)).answers(current_entry(Subject("group", group.pk), "F-10"))
    said = [(row["no"], row["theme"], row.get("activity")) for row in rows["sessions"]]
    assert said == [(1, "相识", "名字接龙"), (2, "告别", None), (3, "再聚", None)]
    assert "跟着小组的节次表走" in drolma.get(form).content.decode()


def test_a_group_is_planned_on_two_pages(drolma, world):
    answer = drolma.post(url("new_group"), head(world))
    made = SocialGroup.objects.get(title="“银龄手工”小组")
    assert answer["Location"] == url("plan", made.pk)
    page = drolma.get(answer["Location"]).content.decode()
    assert page.count("待定") == 4
    rows = {
        "row_version": "1",
        "theme_1": "认识彼此",
        "on_1": "2026-11-20",
        "theme_2": "告别",
        "on_2": "",
    }
    assert drolma.post(url("plan", made.pk), rows).status_code == 302
    assert [row.theme for row in made.plan.current().order_by("no")] == ["认识彼此", "告别"]
    assert "1. 认识彼此" in drolma.get(url("group", made.pk)).content.decode()


def test_a_faulty_form_keeps_what_was_typed(drolma, world):
    answer = drolma.post(url("new_group"), head(world, capacity="0"))
    assert answer.status_code == 422
    assert "银龄手工" in answer.content.decode()


def test_attendance_is_a_list_of_names_and_one_button(drolma, world):
    page = drolma.get(url("new_session", world.group.pk)).content.decode()
    assert page.count('name="present"') == len(world.people)
    assert "checked" not in page.split('name="present"')[1][:80]
    answer = drolma.post(url("new_session", world.group.pk), attendance(world, elder="2"))
    session = GroupSession.objects.get()
    assert answer["Location"] == url("session", session.pk)
    assert standing_record(session).person_times == 5
    shown = drolma.get(answer["Location"]).content.decode()
    assert "赵桂英、孙国强、刘春梅" in shown
    assert "周德福" in shown


def test_a_session_that_cannot_be_is_told_at_its_field(drolma, world):
    answer = drolma.post(url("new_session", world.group.pk), attendance(world, present=[]))
    assert answer.status_code == 422
    assert "请选见到了谁" in answer.content.decode()


def test_the_wrong_attendance_is_put_right_and_a_late_editor_sees_both(drolma, world):
    session = record_group_session(world.held(), actor=world.drolma)
    seen = standing_record(session).pk
    fix = attendance(world, present=[str(world.people[0].pk)], seen=str(seen))
    assert drolma.post(url("correct_session", session.pk), fix).status_code == 302
    late = attendance(world, seen=str(seen))
    answer = drolma.post(url("correct_session", session.pk), late)
    assert "现在存着的" in answer.content.decode()
    assert standing_record(session).person_times == 1
    again = late | {"seen": str(standing_record(session).pk)}
    assert drolma.post(url("correct_session", session.pk), again).status_code == 302
    assert standing_record(session).person_times == 3


def test_a_voided_session_says_so_and_can_be_held_again(drolma, world):
    session = record_group_session(world.held(), actor=world.drolma)
    drolma.post(url("void_session", session.pk), {"reason": "记错了"})
    assert drolma.get(url("session", session.pk)).status_code == 404
    assert drolma.post(url("new_session", world.group.pk), attendance(world)).status_code == 302


def test_two_editors_of_the_head_see_both(drolma, world):
    sent = head(world, row_version="1", place="一楼")
    assert drolma.post(url("edit_group", world.group.pk), sent).status_code == 302
    answer = drolma.post(url("edit_group", world.group.pk), sent | {"place": "三楼"})
    assert answer.status_code == 409
    shown = answer.content.decode()
    assert "一楼" in shown
    assert "三楼" in shown


def test_members_are_found_by_name_and_added_together(drolma, world):
    village = world.unit.region_code[:9] + "201"
    (household,) = open_households(
        [HouseholdDraft(world.unit, village, opened_on=clock.today())], actor=_head_of(world)
    )
    add_residents(
        [ResidentDraft(name="何秀兰", household=household, relation="02", sex="2")],
        actor=_head_of(world),
    )
    page = drolma.post(url("add_members", world.group.pk), {"q": "何秀兰", "find": ""})
    uid = page.content.decode().split('name="residents" value="')[1][:36]
    added = drolma.post(
        url("add_members", world.group.pk),
        {"residents": [uid], "add": "", "screening": "accepted", "on": clock.today().isoformat()},
    )
    assert added.status_code == 302
    assert GroupMember.objects.filter(resident__name="何秀兰", screening="accepted").exists()


def test_a_search_text_of_any_length_is_cut_to_what_a_name_needs(drolma, world):
    page = drolma.post(url("add_members", world.group.pk), {"q": "何" * 5000, "find": ""})
    assert page.status_code == 200
    assert 'value="' + "何" * 60 + '"' in page.content.decode()


def _head_of(world):
    return world.drolma


def test_a_member_leaves_and_another_waits(drolma, world):
    member = GroupMember.objects.get(group=world.group, resident=world.people[0])
    drolma.post(
        url("leave", member.pk), {"left_on": clock.today().isoformat(), "leave_reason": "moved"}
    )
    assert "离组（迁居）" in drolma.get(url("group", world.group.pk)).content.decode()
    other = make_member(
        world.group, make_resident(make_household(world.unit), "何秀兰"), screening="waiting",
        screening_reason="full",
    )  # fmt: skip
    drolma.post(url("screen", other.pk), {"screening": "accepted", "on": clock.today().isoformat()})
    assert GroupMember.objects.current().get(resident=other.resident).screening == "accepted"


def test_a_group_is_ended_and_its_counts_stand_in_the_summary(drolma, world):
    record_group_session(world.held(present=[world.people[0].pk]), actor=world.drolma)
    world.group.refresh_from_db()
    answer = drolma.post(
        url("close", world.group.pk),
        {
            "row_version": world.group.row_version, "ended_on": clock.today().isoformat(), "reason": "completed",
            "goal_result": "full", "replies": "4", "satisfied": "4", "cost": "120.50",
        },
    )  # fmt: skip
    assert answer["Location"] == url("summary_form", world.group.pk)
    page = drolma.get(answer["Location"]).content.decode()
    assert "1 / 4 = 25.0%" in page
    saved = drolma.post(
        answer["Location"],
        {"row_version": "0", "a-reflection": "下次分两个班", "a-attendance_rate": "100%", "a-goal_results-rows": "0", "a-costs-rows": "0"},
    )  # fmt: skip
    assert saved.status_code == 302
    assert "1 / 4 = 25.0%" in drolma.get(answer["Location"]).content.decode()
    shown = drolma.get(url("group", world.group.pk)).content.decode()
    assert "4 份有效答卷，4 份满意" in shown
    assert "120.50 元" in shown


def test_a_group_that_never_was_is_called_off(drolma, world):
    drolma.post(url("cancel", world.group.pk), {"row_version": "1", "reason": "members_left"})
    assert "没有开成" in drolma.get(url("group", world.group.pk)).content.decode()


@pytest.mark.parametrize("kind", ["pdf", "docx"])
def test_the_whole_file_is_printed(drolma, world, kind):
    record_group_session(world.held(), actor=world.drolma)
    answer = drolma.get(url("file", world.group.pk, kind))
    assert answer.status_code == 200
    assert answer.content[:2] in (b"%P", b"PK")
    assert drolma.get(url("file", world.group.pk, "exe")).status_code == 404


def test_what_was_written_of_a_session_is_read_by_the_supervisor_and_written_by_the_station(
    client, world
):
    session = record_group_session(world.held(), actor=world.drolma)
    client.force_login(world.users["drolma"])
    sent = {"row_version": "0", "a-process": "组员讲了自己的手艺", "a-member_notes-rows": "0"}
    assert client.post(url("session_form", session.pk), sent).status_code == 302
    client.force_login(world.users["supervisor"])
    assert "组员讲了自己的手艺" in client.get(url("session", session.pk)).content.decode()
    assert client.get(url("session_form", session.pk)).status_code == 403


def test_the_list_costs_the_same_with_three_groups_and_thirty(drolma, world, queries_of):
    def fill(count):
        for _ in range(count):
            group = make_group(world.unit, title="小组", starts_on=clock.today())
            make_session(group, present=world.people[:1])

    fill(2)
    few = queries_of(lambda: drolma.get(url("groups")))
    fill(27)
    assert queries_of(lambda: drolma.get(url("groups"))) == few
    assert "不孤单" in drolma.get(url("groups"), {"q": "不孤单"}).content.decode()
    assert "没有符合条件的小组" in drolma.get(url("groups"), {"status": "closed"}).content.decode()


def test_the_list_is_turned_page_by_page_newest_first_and_back(world):
    for n in range(70):
        make_group(world.unit, starts_on=clock.today() - timedelta(days=n // 2))
    first_rows, first = list_groups(world.drolma, PlannedFilter())
    rest, second = list_groups(world.drolma, PlannedFilter(), before=first.older)
    days = [row.group.starts_on for row in first_rows + rest]
    assert len({row.group.pk for row in first_rows + rest}) == 71
    assert days == sorted(days, reverse=True)
    assert second.older == ""
    _back, again = list_groups(world.drolma, PlannedFilter(), after=second.newer)
    assert [row.pk for row in again.rows] == [row.pk for row in first.rows]


def test_a_groups_page_costs_the_same_with_three_sessions_and_thirty(drolma, world, queries_of):
    for no in range(1, 4):
        make_session(world.group, no, present=world.people)
    few = queries_of(lambda: drolma.get(url("group", world.group.pk)))
    for no in range(4, 31):
        make_session(world.group, no, present=world.people)
    for _ in range(10):
        make_member(world.group, make_resident(make_household(world.unit)))
    assert queries_of(lambda: drolma.get(url("group", world.group.pk))) == few


def test_strangers_get_404_and_readers_403(client, world):
    session = record_group_session(world.held(), actor=world.drolma)
    client.force_login(world.users["wang"])
    for address in (url("group", world.group.pk), url("session", session.pk)):
        assert client.get(address).status_code == 404
    client.force_login(world.users["supervisor"])
    assert client.get(url("group", world.group.pk)).status_code == 200
    for name in ("new_session", "plan", "edit_group", "close", "add_members"):
        assert client.get(url(name, world.group.pk)).status_code == 403
    client.force_login(world.users["li"])
    assert client.get(url("groups")).status_code == 403


def test_the_session_offers_the_planned_day_once_it_has_come(drolma, world):
    yesterday = clock.today() - timedelta(days=1)
    world.group.plan.filter(no=1).update(planned_on=yesterday)
    assert (
        f'value="{yesterday.isoformat()}"'
        in drolma.get(url("new_session", world.group.pk)).content.decode()
    )
