"""The rules: what sends, what a step needs, how a chain is read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from yimi.protection import rules
from yimi.protection.models.reports import HarmKind, PersonKind, ReportedTo, StepKind, Way
from yimi.protection.rules import (
    NewReport,
    NewStep,
    ReportContent,
    chain_of,
    check_report,
    check_step,
    standing,
)

NOON = datetime(2026, 9, 1, 12, tzinfo=UTC)


@dataclass
class Step:
    """A step as the rules see it."""

    kind: str
    at: datetime
    to_whom: str = ""
    corrects_id: UUID | None = None
    pk: UUID = None

    def __post_init__(self):
        self.pk = self.pk or uuid4()


def report(**content):
    return NewReport(uid=uuid4(), found_at=NOON, content=ReportContent(**content))


def test_the_choices_of_the_tables_are_those_of_the_rules():
    assert tuple(HarmKind.values) == rules.HARM_KINDS
    assert tuple(PersonKind.values) == rules.PERSON_KINDS
    assert tuple(StepKind.values) == rules.STEP_KINDS
    assert tuple(ReportedTo.values) == rules.AUTHORITIES
    assert tuple(Way.values) == rules.WAYS


@pytest.mark.parametrize(
    "content",
    [
        {"kinds": ("injury",)},
        {"text": "孩子说不敢回家"},
        {"who": "穿红衣服的女孩"},
        {"where": "村小学门口"},
        {"resident_uid": uuid4()},
    ],
)
def test_one_tap_or_one_word_sends(content):
    assert check_report(report(**content), now=NOON) == {}


def test_nothing_at_all_does_not_send():
    assert check_report(report(), now=NOON) == {"kinds": ["say_something"]}


def test_a_report_from_the_future_is_a_slip_but_a_clock_may_differ_a_little():
    sent = NewReport(uid=uuid4(), found_at=NOON, content=ReportContent(text="x"))
    assert check_report(sent, now=NOON - timedelta(minutes=4)) == {}
    assert "found_at" in check_report(sent, now=NOON - timedelta(minutes=6))


@pytest.mark.parametrize(
    "changes,field",
    [
        ({"kind": "reported"}, "to_whom"),
        ({"kind": "reported", "to_whom": "police"}, "way"),
        ({"kind": "receipt", "to_whom": "police"}, "receipt"),
        ({"kind": "follow_up"}, "text"),
        ({"kind": "correction"}, "text"),
        ({"kind": "found"}, "kind"),
        ({"kind": "follow_up", "text": "x", "corrects_uid": uuid4()}, "kind"),
    ],
)
def test_a_step_says_what_it_needs(changes, field):
    assert field in check_step(NewStep(uid=uuid4(), at=NOON, **changes), now=NOON)


def test_a_correction_takes_back_that_an_authority_was_told():
    told = Step("reported", NOON + timedelta(minutes=9), "police")
    assert chain_of(NOON, [Step("found", NOON), told]).minutes == 9
    taken_back = [Step("found", NOON), told, Step("correction", NOON, corrects_id=told.pk)]
    assert not chain_of(NOON, taken_back).is_reported
    assert told not in standing(taken_back)


def test_the_first_authority_told_counts_whatever_was_written_down_first():
    late, early = NOON + timedelta(minutes=50), NOON + timedelta(minutes=5)
    chain = chain_of(NOON, [Step("reported", late, "education"), Step("reported", early, "police")])
    assert (chain.minutes, chain.told) == (5, ("police", "education"))


steps = st.lists(
    st.tuples(st.sampled_from(rules.STEP_KINDS), st.integers(0, 600), st.integers(0, 9)),
    max_size=10,
)


@settings(max_examples=60, deadline=None)
@given(steps)
def test_no_step_is_lost_and_only_corrections_take_back(history):
    rows: list[Step] = []
    for kind, minutes, back in history:
        corrects = rows[back].pk if kind == "correction" and back < len(rows) else None
        rows.append(Step(kind, NOON + timedelta(minutes=minutes), "police", corrects))
    taken_back = {row.corrects_id for row in rows} - {None}
    assert {row.pk for row in standing(rows)} == {row.pk for row in rows} - taken_back
    assert chain_of(NOON, rows).is_reported == any(
        row.kind == "reported" and row.pk not in taken_back for row in rows
    )
