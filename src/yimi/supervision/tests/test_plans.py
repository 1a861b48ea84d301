"""Plans are made by those concerned, for people whom the supervisor supervises; 暂无督导 is an answer."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from yimi.audit.models import AuditEvent
from yimi.core.errors import Conflict, Forbidden, Invalid, NotFound
from yimi.supervision import access, queries
from yimi.supervision.actions import PlanDraft, correct_plan, make_plan, void_plan
from yimi.supervision.tests.factories import make_assignment
from yimi.supervision.tests.factories import make_plan as plan_row
from yimi.workforce.tests.factories import make_placement, make_worker

pytestmark = pytest.mark.django_db
TODAY = date(2026, 3, 3)


def draft(people, **changes):
    fields = {
        "supervisor": people.staff.guo, "unit": people.a, "starts_on": date(2026, 1, 1), "ends_on": date(2026, 12, 31),
        "aims": "提升个案评估能力", "sessions_planned": 12,
    }  # fmt: skip
    return PlanDraft(**(fields | changes))


@pytest.mark.parametrize("who", ["guo", "head", "li"])
def test_supervisor_head_and_county_plan(people, who):
    plan = make_plan(
        draft(people, worker_uids=[people.staff.drolma.pk]), actor=getattr(people, who)
    )
    for reader in (people.guo, people.drolma, people.head, people.li):
        assert access.get_plan_for_view(reader, plan.pk) == plan
    for stranger in (people.wang, people.nima, people.town):
        with pytest.raises(NotFound):
            access.get_plan_for_view(stranger, plan.pk)
    with pytest.raises(Forbidden):
        access.get_plan_for_edit(people.drolma, plan.pk)


@pytest.mark.parametrize("who", ["drolma", "wang", "head_b", "town"])
def test_nobody_else_plans(people, who):
    with pytest.raises(Forbidden):
        make_plan(draft(people), actor=getattr(people, who))


@pytest.mark.parametrize(
    "changes,field",
    [
        ({"aims": " "}, "aims"),
        ({"ends_on": date(2025, 1, 1)}, "ends_on"),
        ({"sessions_planned": 0}, "sessions_planned"),
        ({"starts_on": date(2023, 1, 1)}, "supervisor"),
    ],
)
def test_what_cannot_be_planned_is_said_at_its_field(people, changes, field):
    with pytest.raises(Invalid) as refused:
        make_plan(draft(people, **changes), actor=people.head)
    assert list(refused.value.fields) == [field]


def test_a_plan_is_for_people_of_the_supervisor(people):
    with pytest.raises(Invalid):
        make_plan(draft(people, worker_uids=[people.staff.nima.pk]), actor=people.li)


def test_a_plan_changes_with_its_version_and_leaves_its_trace(people):
    plan = plan_row(people.a, people.staff.guo)
    correct_plan(plan, actor=people.head, expected=1, changes={"sessions_planned": 10})
    event = AuditEvent.objects.get(action="supervision.correct_plan")
    assert event.details["before"] == {"sessions_planned": "12"}
    with pytest.raises(Conflict):
        correct_plan(plan, actor=people.guo, expected=1, changes={"sessions_planned": 9})
    with pytest.raises(Invalid):
        correct_plan(plan, actor=people.guo, expected=2, changes={"ends_on": date(2025, 1, 1)})
    with pytest.raises(Invalid):
        void_plan(plan, actor=people.li, expected=2, reason=" ")
    plan.refresh_from_db()
    void_plan(plan, actor=people.li, expected=plan.row_version, reason="督导另有安排")
    with pytest.raises(NotFound):
        access.get_plan_for_view(people.head, plan.pk)


def test_no_supervisor_is_an_answer_and_shown(people):
    make_assignment(people.staff.guo, people.staff.nima, ends_on=date(2025, 1, 1))
    with_one, without = queries.arrangements([people.a, people.b], TODAY)
    assert (with_one.has_none, with_one.without) == (False, [])
    assert (without.has_none, without.without) == (True, [people.staff.nima])
    make_assignment(people.staff.guo, people.staff.nima, starts_on=date(2026, 1, 1))
    (now,) = queries.arrangements([people.b], TODAY)
    assert (now.has_none, now.without) == (False, [])


def test_a_supervisor_finds_everybody_named_in_person_or_through_a_unit(people):
    make_assignment(people.staff.guo, people.staff.nima)
    found = queries.supervisees_today(people.staff.guo.pk, TODAY)
    assert [worker.name for worker, _units in found] == sorted(
        ["卓玛", "扎西", "陈明", "尼玛"], key=[worker.name for worker, _units in found].index
    )
    assert {unit.name for _worker, units in found for unit in units} == {"甲站", "乙站"}
    assert set(queries.units_supervised(people.staff.guo.pk, TODAY)) == {people.a, people.b}


def test_arrangements_cost_the_same_for_3_and_30_workers(people):
    costs = []
    for more in (3, 27):
        for _ in range(more):
            worker = make_worker("某某")
            make_placement(worker, people.a)
            make_assignment(people.staff.guo, worker)
        with CaptureQueriesContext(connection) as spent:
            queries.arrangements([people.a, people.b], TODAY)
        costs.append(len(spent))
    assert costs == [3, 3]
