"""Who is on a case: supervisors, helpers, hand-overs. A case always has one owner."""

from __future__ import annotations

import pytest

from yimi.cases.access import part_in, visible_cases
from yimi.cases.actions import (
    add_co_worker,
    assign_supervisor,
    end_assignment,
    hand_over,
    hand_over_all,
)
from yimi.cases.models import Case, CaseAssignment, HandOver
from yimi.core.errors import Conflict, Forbidden, Invalid


def open_owners(case):
    rows = CaseAssignment.objects.current().filter(case=case, role="owner", ends_on=None)
    return [row.worker_id for row in rows]


def test_the_new_owner_reads_and_the_old_one_no_longer_does(world):
    case = world.case()
    hand_over(case, world.staff["tashi"], actor=world.mei, expected=1, note="周三上午在家")
    case = Case.objects.select_related("unit").get(pk=case.pk)
    assert open_owners(case) == [case.owner_id] == [world.staff["tashi"].pk]
    assert part_in(world.tashi, case).may_read_notes
    row = HandOver.objects.get()
    assert case.key.open(row.note_sealed, field="hand_over", row=row.pk) == "周三上午在家"


def test_the_former_owner_is_out_at_once(world):
    case = world.case()
    hand_over(case, world.staff["tashi"], actor=world.mei, expected=1)
    assert not part_in(world.drolma, case).may_read_notes
    assert not visible_cases(world.drolma).exists()


def test_only_the_head_hands_over(world):
    case = world.case()
    for actor in (world.drolma, world.tashi, world.zhao, world.wang, world.li):
        with pytest.raises(Forbidden):
            hand_over(case, world.staff["tashi"], actor=actor, expected=1)
    assert open_owners(case) == [world.staff["drolma"].pk]


def test_a_case_goes_to_somebody_of_the_station(world):
    case = world.case()
    for to in ("wang", "drolma"):
        with pytest.raises(Invalid):
            hand_over(case, world.staff[to], actor=world.mei, expected=1)
    with pytest.raises(Conflict):
        hand_over(case, world.staff["tashi"], actor=world.mei, expected=7)
    assert open_owners(case) == [world.staff["drolma"].pk]


def test_a_leaving_workers_cases_go_all_or_none(world):
    cases = [world.case(), world.case(resident=world.son)]
    tashi = world.staff["tashi"]
    with pytest.raises(Invalid):
        hand_over_all(cases, {cases[0].pk: tashi}, actor=world.mei)
    hand_over_all(cases, {case.pk: tashi for case in cases}, actor=world.mei)
    assert [open_owners(case) for case in cases] == [[tashi.pk], [tashi.pk]]


def test_a_helper_becomes_owner_and_is_no_helper_any_more(world):
    case = world.case()
    tashi = world.staff["tashi"]
    add_co_worker(case, tashi, actor=world.mei)
    hand_over(case, tashi, actor=world.mei, expected=1)
    roles = CaseAssignment.objects.current().filter(case=case, worker=tashi, ends_on=None)
    assert [row.role for row in roles] == ["owner"]


def test_a_new_supervisor_takes_the_place_of_the_old(world):
    case = world.case()
    assign_supervisor(case, world.staff["wang"], actor=world.mei)
    held = CaseAssignment.objects.current().filter(case=case, role="supervisor", ends_on=None)
    assert [row.worker for row in held] == [world.staff["wang"]]
    for wrong in ("drolma", "wang"):
        with pytest.raises(Invalid):
            assign_supervisor(case, world.staff[wrong], actor=world.mei)


def test_the_owner_is_never_simply_taken_off(world):
    case = world.case()
    own = CaseAssignment.objects.get(case=case, role="owner")
    with pytest.raises(Invalid):
        end_assignment(own, actor=world.mei)
    supervising = CaseAssignment.objects.get(case=case, role="supervisor")
    end_assignment(supervising, actor=world.mei)
    with pytest.raises(Conflict):
        end_assignment(CaseAssignment.objects.get(pk=supervising.pk), actor=world.mei)
