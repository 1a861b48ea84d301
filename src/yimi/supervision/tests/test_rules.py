"""The rule of 东莞–铜仁 (2021): two supervisors, each at least 2 visits and 1 month on site; one local worker for 3 months."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from yimi.supervision.rules import (
    Clause,
    Outcome,
    PairingFacts,
    PairingRule,
    Stay,
    days_covered,
    months_served,
    pairing_conditions,
    pairing_outcome,
)
from yimi.supervision.tests.factories import EXACT_STAYS, FIRST, LAST, LOCAL, ONE, TWO

#: A busy machine is no fault of the rule.
PATIENT = settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.too_slow])
RULE = PairingRule(FIRST, LAST)
#: Each supervisor comes twice and stays 15 days; the local worker serves 1 June to 31 August.
EXACT = PairingFacts(
    has_agency=True,
    supervisors=(ONE, TWO),
    visits=EXACT_STAYS,
    local_workers=(Stay(LOCAL, date(2021, 6, 1), date(2021, 8, 31)),),
)  # fmt: skip


def standing(facts, as_of=LAST + timedelta(days=1), rule=RULE):
    found = pairing_conditions(rule, facts, as_of=as_of)
    return {(c.clause, c.worker): (c.outcome, c.found) for c in found}, pairing_outcome(found, rule)


def test_the_agreement_of_dongguan_and_tongren_is_met_to_the_day():
    lines, outcome = standing(EXACT)
    assert outcome == Outcome.MET
    assert lines == {
        (Clause.AGENCY, None): (Outcome.MET, 1),
        (Clause.SUPERVISORS, None): (Outcome.MET, 2),
        (Clause.ONSITE_VISITS, ONE): (Outcome.MET, 2),
        (Clause.ONSITE_DAYS, ONE): (Outcome.MET, 30),
        (Clause.ONSITE_VISITS, TWO): (Outcome.MET, 2),
        (Clause.ONSITE_DAYS, TWO): (Outcome.MET, 30),
        (Clause.LOCAL_WORKERS, None): (Outcome.MET, 1),
        (Clause.LOCAL_MONTHS, LOCAL): (Outcome.MET, 3),
    }


@pytest.mark.parametrize(
    "facts,clause,found",
    [
        (PairingFacts(has_agency=False), (Clause.AGENCY, None), 0),
        (PairingFacts(True, (ONE,)), (Clause.SUPERVISORS, None), 1),
        (PairingFacts(True, (ONE,), EXACT.visits[:1]), (Clause.ONSITE_VISITS, ONE), 1),
        (
            PairingFacts(
                True, (ONE,), (EXACT.visits[0], Stay(ONE, date(2021, 9, 1), date(2021, 9, 14)))
            ),
            (Clause.ONSITE_DAYS, ONE),
            29,
        ),
        (
            PairingFacts(True, local_workers=(Stay(LOCAL, date(2021, 6, 1), date(2021, 8, 30)),)),
            (Clause.LOCAL_MONTHS, LOCAL),
            2,
        ),
        (PairingFacts(True), (Clause.LOCAL_WORKERS, None), 0),
    ],
)
def test_one_short_is_not_met_after_the_end_and_not_yet_before(facts, clause, found):
    lines, outcome = standing(facts)
    assert lines[clause] == (Outcome.NOT_MET, found)
    assert outcome == Outcome.NOT_MET
    lines, outcome = standing(facts, as_of=LAST)
    assert lines[clause] == (Outcome.NOT_YET, found)
    assert outcome == Outcome.NOT_YET


def test_a_replaced_supervisor_spoils_nothing_when_two_others_did_their_part():
    three = PairingFacts(True, (UUID(int=9), *EXACT.supervisors), EXACT.visits, EXACT.local_workers)
    lines, outcome = standing(three)
    assert lines[Clause.ONSITE_VISITS, UUID(int=9)] == (Outcome.NOT_MET, 0)
    assert outcome == Outcome.MET


def test_one_month_is_a_parameter():
    thirty_one = PairingRule(FIRST, LAST, onsite_days_min=31)
    assert standing(EXACT, rule=thirty_one)[1] == Outcome.NOT_MET


STAYS = st.lists(
    st.builds(
        lambda first, length: Stay(ONE, FIRST + timedelta(days=first), FIRST + timedelta(days=first + length)),
        st.integers(0, 60), st.integers(0, 40),
    ),
    max_size=6,
)  # fmt: skip


@PATIENT
@given(STAYS, st.integers(0, 120))
def test_days_on_site_are_counted_once_each(stays, offset):
    as_of = FIRST + timedelta(days=offset)
    by_hand = {
        stay.starts_on + timedelta(days=n)
        for stay in stays
        for n in range((stay.ends_on - stay.starts_on).days + 1)
    }
    assert days_covered(stays, as_of=as_of) == len([day for day in by_hand if day <= as_of])


@PATIENT
@given(st.dates(date(2020, 1, 1), date(2030, 1, 1)), st.integers(0, 800))
def test_months_of_service_never_shrink_from_one_day_to_the_next(first, length):
    stay = Stay(LOCAL, first)
    day = first + timedelta(days=length)
    served, next_day = (months_served(stay, as_of=day + timedelta(days=n)) for n in (0, 1))
    assert served <= next_day <= served + 1
    assert served == 0 or length >= served * 28 - 1
