"""Property tests: whatever is tried in whatever order, nothing leaves without a ground or closes without an outcome."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from yimi.referrals import models, rules
from yimi.referrals.rules import Standing, after, open_steps, step_fault

STEPS = st.sampled_from(sorted(rules.ALLOWED))
OUTCOMES = st.sampled_from(["", *models.Outcome.values, "nonsense"])
PATHS = st.lists(st.tuples(STEPS, OUTCOMES), max_size=25)


def walk(path):
    """Every standing on the way; steps that are refused change nothing."""
    standing = Standing("to_verify")
    yield "open", standing
    for step, outcome in path:
        if not step_fault(standing, step, outcome=outcome):
            standing = after(standing, step, outcome=outcome)
            yield step, standing


@given(PATHS)
@settings(max_examples=60)
def test_no_path_sends_without_consent_or_emergency(path):
    may_share = False
    for step, standing in walk(path):
        if step == "send":
            assert may_share
        may_share = standing.may_share


@given(PATHS)
@settings(max_examples=60)
def test_nothing_closes_without_an_outcome(path):
    for _step, standing in walk(path):
        if standing.state not in {"to_verify", "contacted", "sent"}:
            assert standing.outcome in models.Outcome.values


@given(PATHS)
@settings(max_examples=60)
def test_done_is_reached_only_through_sending_an_outcome_and_a_follow_up(path):
    seen = [standing.state for _step, standing in walk(path)]
    if "done" in seen:
        assert {"contacted", "sent", "to_follow_up"} <= set(seen)
        assert {"succeeded", "failed"} & set(seen)


@given(PATHS)
@settings(max_examples=60)
def test_what_is_closed_stays_closed(path):
    states = [standing.state for _step, standing in walk(path)]
    for state in rules.CLOSED & set(states):
        assert set(states[states.index(state) :]) == {state}


@given(PATHS)
@settings(max_examples=60)
def test_there_is_always_a_way_on_until_it_is_closed(path):
    *_, (_step, standing) = walk(path)
    assert bool(open_steps(standing)) == (standing.state not in rules.CLOSED)


def test_the_rules_speak_of_the_states_and_outcomes_that_exist():
    states = {state for allowed in rules.ALLOWED.values() for state in allowed} | rules.CLOSED
    assert states == set(models.ReferralState.values)
    assert set(models.Outcome.values) == rules.GOOD | rules.BAD
    assert set(rules.ALLOWED) | {"open"} == set(models.Step.values)
