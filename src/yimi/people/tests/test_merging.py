"""Merging doubles, and undoing it."""

from __future__ import annotations

import pytest

from yimi.core import clock
from yimi.core.errors import Forbidden, Invalid
from yimi.people.actions import merge_residents, unmerge_residents
from yimi.people.errors import AlreadyMerged, MergeInCircle, MergeUndone
from yimi.people.queries import canonical_uid, canonical_uids
from yimi.people.tests.factories import make_resident

pytestmark = pytest.mark.django_db


@pytest.fixture
def three(stage):
    return [make_resident(stage.household, name) for name in ("赵一", "赵壹", "赵伊")]


def test_a_chain_leads_to_its_end(three, drolma_as_head, django_assert_num_queries):
    a, b, c = three
    merge_residents(a, b, actor=drolma_as_head, reason="同一人")
    merge_residents(b, c, actor=drolma_as_head, reason="同一人")
    assert canonical_uid(a.pk) == c.pk
    # 3: one per step of the chain, and one that finds no more
    with django_assert_num_queries(3):
        assert canonical_uids([a.pk]) == {a.pk: c.pk}
    with django_assert_num_queries(1):
        assert canonical_uids([a.pk, b.pk, c.pk]) == dict.fromkeys([a.pk, b.pk, c.pk], c.pk)


def test_nothing_is_read_in_a_circle(three, drolma_as_head):
    a, b, c = three
    merge_residents(a, b, actor=drolma_as_head, reason="同一人")
    merge_residents(b, c, actor=drolma_as_head, reason="同一人")
    with pytest.raises(MergeInCircle):
        merge_residents(c, a, actor=drolma_as_head, reason="同一人")
    with pytest.raises(MergeInCircle):
        merge_residents(c, c, actor=drolma_as_head, reason="同一人")


def test_twice_is_refused(three, drolma_as_head):
    a, b, c = three
    merge_residents(a, b, actor=drolma_as_head, reason="同一人")
    with pytest.raises(AlreadyMerged):
        merge_residents(a, c, actor=drolma_as_head, reason="同一人")


def test_undone_they_are_two_again_and_history_stays(three, drolma_as_head):
    a, b, _c = three
    link = merge_residents(a, b, actor=drolma_as_head, reason="同一人")
    between = clock.now()
    unmerge_residents(link, actor=drolma_as_head, reason="其实是堂兄弟")
    assert canonical_uid(a.pk) == a.pk
    assert canonical_uid(a.pk, known_at=between) == b.pk
    with pytest.raises(MergeUndone):
        unmerge_residents(link, actor=drolma_as_head, reason="再来一次")
    merge_residents(b, a, actor=drolma_as_head, reason="另一份更全")
    assert canonical_uid(b.pk) == a.pk


def test_it_needs_a_reason_and_the_head_of_the_station(three, drolma, drolma_as_head, li, wang):
    a, b, _c = three
    with pytest.raises(Invalid):
        merge_residents(a, b, actor=drolma_as_head, reason=" ")
    for refused in (drolma, li, wang):
        with pytest.raises(Forbidden):
            merge_residents(a, b, actor=refused, reason="同一人")
