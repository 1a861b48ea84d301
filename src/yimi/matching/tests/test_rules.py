"""What becomes of a lead, and when asking is worth a visit; no database."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from yimi.matching.packs_in_force import shipped_resident_packs
from yimi.matching.rules import (
    BY_STATUS,
    CLOSED,
    OPEN,
    STEPS,
    Found,
    Held,
    LeadOutcome,
    State,
    may_note,
    settle,
)

FOUND = Found("p/b", "高龄津贴", "p@1", LeadOutcome.LIKELY, (("alive", "✓"),))
STATES = st.sampled_from(State)
FINDS = st.sampled_from([None, FOUND])


@given(STATES, st.sampled_from(["", BY_STATUS, FOUND.reasons]), FINDS, st.booleans())
def test_deciding_twice_changes_nothing_the_second_time(state, noted, found, receiving):
    once = settle(Held(state, noted), found, is_receiving=receiving)
    noted_then = noted if once == state else BY_STATUS if once == State.RECEIVED else ""
    assert settle(Held(once, noted_then), found, is_receiving=receiving) == once


def test_a_lead_is_begun_only_for_what_is_found_and_not_received():
    assert settle(None, FOUND, is_receiving=False) == State.NEW
    assert settle(None, None, is_receiving=True) is None
    assert settle(None, None, is_receiving=False) is None


def test_not_applicable_stands_while_the_reasons_stay():
    held = Held(State.NOT_APPLICABLE, FOUND.reasons)
    assert settle(held, FOUND, is_receiving=False) == State.NOT_APPLICABLE
    other = Found("p/b", "高龄津贴", "p@1", LeadOutcome.UNKNOWN, (("alive", "?"),))
    assert settle(held, other, is_receiving=False) == State.NEW


def test_what_a_worker_noted_is_not_undone():
    for state in (State.VISITED, State.INFORMED, State.APPLIED, State.REFUSED):
        assert settle(Held(state, ""), FOUND, is_receiving=False) == state
    assert settle(Held(State.RECEIVED, ""), FOUND, is_receiving=False) == State.RECEIVED
    assert settle(Held(State.RECEIVED, BY_STATUS), FOUND, is_receiving=False) == State.NEW


def test_every_open_lead_can_be_moved_on_and_every_ended_one_only_back():
    for state in OPEN:
        assert any(may_note(state, step) for step in STEPS)
    assert not any(may_note(State.EXPIRED, step) for step in STEPS)
    assert {step for step in STEPS if may_note(State.REFUSED, step)} == {
        State.INFORMED,
        State.APPLIED,
    }
    assert set(OPEN) | set(CLOSED) == set(State)


def test_only_one_missing_answer_about_somebody_it_is_meant_for_is_worth_a_visit():
    (pack,) = shipped_resident_packs()
    signs = pack.signs
    assert signs["living_subsidy"].worth_asking(("poor",)), "holds the card; is the family poor?"
    assert not signs["living_subsidy"].worth_asking(("card",)), "poor; nobody said disabled"
    assert signs["old_age"].worth_asking(("registered_here",)), "the station can look it up"
    assert not signs["old_age"].worth_asking(("old_enough",)), "no birth date on file"
    assert not signs["orphan"].worth_asking(("both_gone",)), "every child would be one"
    assert not signs["elder_service"].worth_asking(("amount_set",)), "the county has set nothing"
    assert not signs["medical"].worth_asking(("class",))
