"""Joining two files: what is taken back is what was one too many, never more."""

from __future__ import annotations

from yimi.programmes.rules.settling import Held, Remedy, settle
from yimi.programmes.rules.slots import Slot
from yimi.programmes.rules.states import State

FULL = {"assistant": 50_000, "intermediate": 100_000, "senior": 300_000}


def held(level, fen, order, state=State.PAID):
    return Held(f"{level}{order}", "certificate", Slot("level", level), state, fen, 0, (order,))


def due(claim, before):
    """The level's full amount less what was granted before."""
    return max(0, FULL[claim.slot.value] - sum(one.net_fen for one in before))


def test_differences_of_one_file_are_left_alone_whatever_was_paid_first():
    claims = [
        held("intermediate", 100_000, 1, State.APPROVED),
        held("senior", 200_000, 2, State.PAID),
    ]
    assert settle(claims, due) == []


def test_of_two_files_the_levels_sum_up_to_the_highest():
    claims = [
        held("assistant", 50_000, 1),
        held("intermediate", 100_000, 2),
        held("senior", 250_000, 3),
    ]
    taken = {one.uid: one.fen for one in settle(claims, due)}
    assert taken == {"intermediate2": 50_000, "senior3": 50_000}


def test_a_slot_is_kept_once_and_an_open_claim_gives_way():
    claims = [
        held("assistant", 50_000, 1),
        held("assistant", 50_000, 2, State.APPROVED),
        held("assistant", 50_000, 3, State.CHECKED),
    ]
    found = {one.uid: one.remedy for one in settle(claims, due)}
    assert found == {"assistant2": Remedy.TAKE_BACK, "assistant3": Remedy.REFUSE}
