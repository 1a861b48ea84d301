"""Who reaches which case, and whose notes they read."""

from __future__ import annotations

import pytest

from yimi.cases import access
from yimi.cases.errors import NotesNotYours, NotOnThisCase
from yimi.cases.models import CaseAssignment
from yimi.core.errors import Forbidden, NotFound


def test_owner_and_assigned_supervisor_read_the_notes(world):
    case = world.case()
    assert access.get_case_for_reading(world.drolma, case.pk) == case
    assert access.get_case_for_reading(world.zhao, case.pk) == case
    assert access.get_case_for_edit(world.drolma, case.pk) == case


def test_the_supervisor_sees_the_assigned_case_only_and_changes_nothing(world):
    case, other = world.case(), world.case(supervised=False)
    assert list(access.visible_cases(world.zhao)) == [case]
    with pytest.raises(NotOnThisCase):
        access.get_case_for_edit(world.zhao, case.pk)
    with pytest.raises(NotFound):
        access.get_case_for_view(world.zhao, other.pk)
    CaseAssignment.objects.filter(case=case, role="supervisor").update(ends_on=case.opened_on)
    with pytest.raises(NotFound):
        access.get_case_for_view(world.zhao, case.pk)


def test_the_head_sees_the_index_and_no_notes(world):
    case = world.case()
    assert access.get_case_for_view(world.mei, case.pk) == case
    assert access.get_case_to_assign(world.mei, case.pk) == case
    with pytest.raises(NotesNotYours):
        access.get_case_for_reading(world.mei, case.pk)
    with pytest.raises(NotOnThisCase):
        access.get_case_for_edit(world.mei, case.pk)


def test_a_colleague_at_the_same_station_is_a_stranger_to_the_case(world):
    case = world.case()
    with pytest.raises(NotFound):
        access.get_case_for_view(world.tashi, case.pk)
    assert not access.visible_cases(world.tashi).exists()


def test_a_worker_does_not_assign(world):
    case = world.case()
    with pytest.raises(Forbidden):
        access.get_case_to_assign(world.drolma, case.pk)


def test_another_county_finds_nothing_and_an_office_has_no_door(world):
    case = world.case()
    with pytest.raises(NotFound):
        access.get_case_for_view(world.wang, case.pk)
    with pytest.raises(NotFound):
        access.get_case_for_view(world.li, case.pk)
    with pytest.raises(Forbidden):
        access.visible_cases(world.li)
