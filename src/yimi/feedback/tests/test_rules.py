"""Property tests: complaints end answered, and no sum that is shown, nor any difference of two, is about fewer than five."""

from __future__ import annotations

from datetime import date
from itertools import combinations

from hypothesis import given, settings
from hypothesis import strategies as st

from yimi.feedback import models, rules
from yimi.feedback.rules import FEWEST, Standing, Tally, after, blocks, step_fault, total

STEPS = st.sampled_from(sorted(rules.ALLOWED))
PATHS = st.lists(st.tuples(STEPS, st.sampled_from(["", "upheld", "x"])), max_size=20)
MONTHS = st.lists(st.lists(st.integers(1, 5), max_size=9), max_size=14)


def walk(path, about="worker"):
    standing = Standing("received", about)
    for step, finding in path:
        if not step_fault(standing, step, finding=finding):
            standing = after(standing, step)
            yield step, finding, standing


@given(PATHS)
@settings(max_examples=60)
def test_nothing_is_closed_unanswered_and_nothing_answered_without_a_finding(path):
    answered = False
    for step, finding, _standing in walk(path):
        if step == "answer":
            assert finding in rules.FINDINGS
        answered = (answered or step == "answer") and step != "reopen"
        assert step != "close" or answered


@given(PATHS)
@settings(max_examples=60)
def test_it_is_reopened_once_at_most(path):
    assert [step for step, _finding, _standing in walk(path)].count("reopen") <= 1


def counted(months):
    """Months of ratings as tallies, from January 2026 on."""
    found = []
    for at, ratings in enumerate(months):
        rated = tuple(ratings.count(n) for n in range(1, 6))
        day = date(2026 + at // 12, at % 12 + 1, 1)
        found.append((day, Tally(len(ratings), rated, (len(ratings), 0, 0))))
    return found


@given(MONTHS)
@settings(max_examples=60)
def test_a_block_never_holds_fewer_than_five(months):
    assert all(block.tally.answers >= FEWEST for block in blocks(counted(months)))


@given(MONTHS, st.integers(0, 14))
@settings(max_examples=60)
def test_a_block_once_shown_stays_as_it_is(months, until):
    whole = blocks(counted(months))
    earlier = blocks(counted(months)[:until])
    assert whole[: len(earlier)] == earlier


@given(MONTHS)
@settings(max_examples=40)
def test_the_difference_of_a_period_and_a_longer_one_is_never_about_fewer_than_five(months):
    known = counted(months)
    found = blocks(known)
    days = [day for day, _tally in known]

    def shown(first, last):
        return total([block for block in found if first <= block.last <= last]).answers

    for first, middle, last in combinations(days, 3):
        for part in (shown(first, middle), shown(middle, last)):
            difference = shown(first, last) - part
            assert difference == 0 or difference >= FEWEST


@given(MONTHS)
@settings(max_examples=40)
def test_what_is_shown_and_what_is_held_back_add_up(months):
    known = counted(months)
    held_back = sum(tally.answers for _day, tally in known) - total(blocks(known)).answers
    assert 0 <= held_back < FEWEST


def test_the_rules_speak_of_the_codes_that_exist():
    assert set(models.Finding.values) == rules.FINDINGS
    assert set(rules.ALLOWED) | {"receive"} == set(models.Step.values)
    assert {state for allowed in rules.ALLOWED.values() for state in allowed} == set(
        models.ComplaintState.values
    )
