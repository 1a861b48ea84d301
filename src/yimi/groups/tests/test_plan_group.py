"""Planning a group, changing its plan, its leaders and its members."""

from __future__ import annotations

from datetime import timedelta

import pytest

from yimi.audit.models import AuditEvent
from yimi.core import clock
from yimi.core.errors import Conflict, Forbidden, Invalid, NotFound
from yimi.groups.access import get_group_for_edit, get_group_for_view
from yimi.groups.actions import (
    add_members,
    cancel_group,
    change_group,
    close_group,
    correct_ending,
    end_membership,
    plan_group,
    plan_groups,
    record_group_session,
    screen_member,
    set_leaders,
    set_plan,
)
from yimi.groups.drafts import EndingDraft
from yimi.groups.errors import (
    GroupHasSessions,
    GroupIsOver,
    GroupNotHeld,
    MemberAlreadyThere,
    MemberWasThere,
)
from yimi.groups.models import GroupLeader, GroupMember, PlannedSession, SocialGroup
from yimi.groups.rules import PlanRow
from yimi.people.tests.factories import make_household, make_resident

pytestmark = pytest.mark.django_db


def test_a_group_is_planned_with_its_table_and_leaders(world):
    group = plan_group(world.draft(), actor=world.drolma)
    assert group.number.startswith(f"{world.unit.number}-")
    assert group.status == "planned"
    assert [row.theme for row in group.plan.order_by("no")] == ["认识彼此", "告别"]
    leaders = group.leaders.order_by("-is_lead")
    assert [row.worker_id for row in leaders] == [world.worker.pk, world.colleague.pk]
    assert [row.is_lead for row in leaders] == [True, False]


def test_planning_many_costs_the_same_queries_as_planning_one(world, queries_of):
    one = queries_of(lambda: plan_group(world.draft(), actor=world.drolma))
    drafts = [world.draft() for _ in range(20)]
    assert queries_of(lambda: plan_groups(drafts, actor=world.drolma)) == one
    assert AuditEvent.objects.filter(action="groups.plan_groups").count() == 2


def test_only_the_station_plans_its_groups(world):
    with pytest.raises(Forbidden):
        plan_group(world.draft(), actor=world.supervisor)
    with pytest.raises(Forbidden):
        plan_group(world.draft(), actor=world.wang)
    with pytest.raises(Forbidden):
        plan_group(world.draft(), actor=world.li)
    assert SocialGroup.objects.count() == 1


@pytest.mark.parametrize(
    "field, changes",
    [
        ("title", {"title": "  "}),
        ("kind", {"kind": "choir"}),
        ("item_code", {"item_code": "XX"}),
        ("capacity", {"capacity": 0}),
        ("sessions", {"sessions": ()}),
        ("sessions", {"sessions": (PlanRow(1, "一"), PlanRow(3, "三"))}),
        ("leaders", {"leader_uids": ()}),
    ],
)
def test_a_plan_that_cannot_be_is_told_at_its_field(world, field, changes):
    with pytest.raises(Invalid) as told:
        plan_group(world.draft(**changes), actor=world.drolma)
    assert field in told.value.fields


def test_strangers_find_no_group_and_a_supervisor_only_reads(world):
    assert get_group_for_view(world.supervisor, world.group.pk) == world.group
    with pytest.raises(Forbidden):
        get_group_for_edit(world.supervisor, world.group.pk)
    with pytest.raises(NotFound):
        get_group_for_view(world.wang, world.group.pk)
    with pytest.raises(Forbidden):
        get_group_for_view(world.li, world.group.pk)


def test_two_people_never_overwrite_each_other(world):
    seen = world.group.row_version
    change_group(world.group, actor=world.drolma, expected=seen, changes={"place": "二楼活动室"})
    with pytest.raises(Conflict):
        change_group(world.group, actor=world.drolma, expected=seen, changes={"place": "一楼"})
    with pytest.raises(Conflict):
        set_plan(world.group, actor=world.drolma, expected=seen, rows=[PlanRow(1, "一")])
    world.group.refresh_from_db()
    assert world.group.place == "二楼活动室"


def test_a_changed_plan_keeps_what_it_was(world):
    rows = [PlanRow(1, "第 1 节"), PlanRow(2, "换了主题"), PlanRow(3, "第 3 节")]
    standing = set_plan(
        world.group, actor=world.drolma, expected=world.group.row_version, rows=rows
    )
    assert [row.theme for row in standing] == ["第 1 节", "换了主题", "第 3 节"]
    assert standing[1].replaces.theme == "第 2 节"
    assert PlannedSession.objects.filter(group=world.group).count() == 7


def test_a_former_leader_keeps_their_days(world):
    group = plan_group(world.draft(starts_on=clock.today() - timedelta(days=9)), actor=world.drolma)
    set_leaders(
        group, actor=world.drolma, expected=group.row_version, worker_uids=[world.worker.pk]
    )
    former = GroupLeader.objects.current().get(group=group, worker=world.colleague)
    assert former.ends_on == clock.today() - timedelta(days=1)
    assert [one.worker for one in group.leaders.on(clock.today())] == [world.worker]


def test_members_wait_join_and_leave_and_every_step_stays(world):
    newcomer = make_resident(make_household(world.unit), "何秀兰")
    (waiting,) = add_members(
        world.group, [newcomer.pk], actor=world.drolma, screening="waiting", reason="full"
    )
    taken = screen_member(waiting, actor=world.drolma, screening="accepted", on=clock.today())
    gone = end_membership(
        taken, actor=world.drolma, left_on=clock.today(), reason="moved", note_text="去女儿家"
    )
    assert gone.replaces.replaces == waiting
    assert bytes(gone.note_sealed)
    assert "女儿" not in str(bytes(gone.note_sealed))
    assert GroupMember.objects.filter(resident=newcomer).count() == 3
    with pytest.raises(MemberAlreadyThere):
        add_members(world.group, [newcomer.pk], actor=world.drolma)


def test_a_declined_resident_needs_a_reason_and_a_strangers_file_is_not_found(world):
    newcomer = make_resident(make_household(world.unit), "何秀兰")
    with pytest.raises(Invalid):
        add_members(world.group, [newcomer.pk], actor=world.drolma, screening="declined")
    stranger = make_resident(make_household(world.elsewhere), "苏阳光")
    with pytest.raises(NotFound):
        add_members(world.group, [stranger.pk], actor=world.drolma)


def test_no_date_may_exclude_an_attendance(world):
    record_group_session(world.held(), actor=world.drolma)
    member = GroupMember.objects.select_related("resident__key").get(
        group=world.group, resident=world.people[0]
    )
    member.group = get_group_for_view(world.drolma, world.group.pk)
    with pytest.raises(MemberWasThere):
        end_membership(
            member,
            actor=world.drolma,
            left_on=clock.today() - timedelta(days=1),
            reason="no_time",
        )
    with pytest.raises(MemberWasThere):
        screen_member(
            member, actor=world.drolma, screening="declined", on=clock.today(), reason="own_wish"
        )


def test_a_group_ends_once_with_its_counts_and_is_corrected_afterwards(world):
    draft = EndingDraft(
        ended_on=clock.today(), reason="completed", goal_result="partly", replies=11, satisfied=10,
        cost_fen=36_050,
    )  # fmt: skip
    with pytest.raises(GroupNotHeld):
        close_group(world.group, draft, actor=world.drolma, expected=world.group.row_version)
    world.group.refresh_from_db()
    record_group_session(world.held(), actor=world.drolma)
    close_group(world.group, draft, actor=world.drolma, expected=world.group.row_version)
    with pytest.raises(GroupIsOver):
        close_group(world.group, draft, actor=world.drolma, expected=world.group.row_version)
    fixed = correct_ending(
        world.group,
        EndingDraft(ended_on=clock.today(), reason="goals_met", replies=12, satisfied=12),
        actor=world.drolma,
        expected=world.group.row_version,
    )
    assert fixed.replaces.satisfied == 10
    with pytest.raises(Invalid):
        correct_ending(
            world.group,
            EndingDraft(ended_on=clock.today() - timedelta(days=1), reason="completed"),
            actor=world.drolma,
            expected=world.group.row_version,
        )


def test_only_a_group_without_sessions_is_called_off(world):
    other = plan_group(world.draft(), actor=world.drolma)
    cancel_group(other, actor=world.drolma, expected=other.row_version, reason="members_left")
    with pytest.raises(GroupIsOver):
        add_members(other, [world.people[0].pk], actor=world.drolma)
    record_group_session(world.held(), actor=world.drolma)
    with pytest.raises(GroupHasSessions):
        cancel_group(
            world.group,
            actor=world.drolma,
            expected=world.group.row_version,
            reason="members_left",
        )
