"""The room's pure rules. No database."""

from __future__ import annotations

from datetime import date
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yimi.core.codes.citizen_id import parse_citizen_id
from yimi.people.rules.collecting import (
    ALWAYS,
    Answer,
    Collecting,
    ConsentFact,
    may_collect,
    needs_guardian,
)
from yimi.people.rules.identity import Difference, differences, read_birth
from yimi.people.rules.merging import canonical, would_cycle
from yimi.people.rules.names import NameProblem, read_name
from yimi.people.rules.tokens import Asked, answers, name_tokens, read_question

ON = date(2026, 9, 16)
NUMBER = parse_citizen_id("11010519491231002X", today=ON)


def given_consent(by: str = "guardian", **fields) -> ConsentFact:
    values = {
        "purpose": "photo",
        "basis": "consent",
        "given_on": date(2026, 1, 1),
        "withdrawn_on": None,
    }
    return ConsentFact(given_by=by, **values | fields)


@pytest.mark.parametrize("kind", sorted(ALWAYS))
def test_first_contact_and_the_basic_file_never_wait(kind):
    assert may_collect(kind, by_guardian=True, consents=[], on=ON) == Answer.YES


@pytest.mark.parametrize(
    "by_guardian, consents, answer",
    [
        (True, [], Answer.NOT_ASKED),
        (True, [given_consent(given_on=None)], Answer.PENDING),
        (True, [given_consent()], Answer.YES),
        (True, [given_consent("self")], Answer.GUARDIAN_MISSING),
        (False, [given_consent("self")], Answer.YES),
        (False, [given_consent("self", withdrawn_on=ON)], Answer.WITHDRAWN),
        (False, [given_consent("self", withdrawn_on=date(2026, 9, 17))], Answer.YES),
        (False, [given_consent("self", given_on=date(2026, 9, 17))], Answer.PENDING),
        (True, [given_consent("", basis="emergency")], Answer.YES),
        (False, [given_consent("self", purpose="sharing")], Answer.NOT_ASKED),
    ],
)
def test_a_photo_waits_for_the_right_person(by_guardian, consents, answer):
    found = may_collect(Collecting.PHOTO, by_guardian=by_guardian, consents=consents, on=ON)
    assert found == answer


def test_at_fourteen_a_child_answers_alone():
    assert needs_guardian(date(2012, 9, 17), on=ON)
    assert not needs_guardian(date(2012, 9, 16), on=ON)
    assert not needs_guardian(None, on=ON)
    assert needs_guardian(date(1960, 1, 1), on=ON, lacks_capacity=True)


def test_the_number_is_compared_with_what_was_typed():
    assert differences(NUMBER, sex="2", birth_on=date(1949, 12, 31), birth_precision="day") == []
    assert differences(NUMBER, sex="1", birth_on=None, birth_precision="unknown") == [
        Difference.SEX
    ]
    assert differences(NUMBER, sex="0", birth_on=date(1949, 1, 1), birth_precision="year") == []
    assert differences(NUMBER, sex="2", birth_on=date(1949, 12, 1), birth_precision="month") == []
    assert differences(NUMBER, sex="2", birth_on=date(1950, 2, 17), birth_precision="day") == [
        Difference.BIRTH
    ]


@pytest.mark.parametrize(
    "text, on, precision",
    [
        ("1944-05-06", date(1944, 5, 6), "day"),
        ("1944年5月6日", date(1944, 5, 6), "day"),
        ("1944.5", date(1944, 5, 1), "month"),
        ("1944年", date(1944, 1, 1), "year"),
        ("19440506", date(1944, 5, 6), "day"),
        ("不详", None, "unknown"),
        ("", None, "unknown"),
    ],
)
def test_birth_dates_are_as_exact_as_they_are_known(text, on, precision):
    birth = read_birth(text)
    assert birth is not None
    assert (birth.on, birth.precision) == (on, precision)


@pytest.mark.parametrize("text", ["1944-13-01", "44年", "明天", "1944-02-30", "5/6/1944"])
def test_what_is_no_birth_date_is_refused(text):
    assert read_birth(text) is None


def test_names_are_refused_with_a_reason():
    assert read_name("李明2")[1] == NameProblem.DIGITS
    assert read_name("<b>李</b>")[1] == NameProblem.SIGNS
    assert read_name("李" * 61)[1] == NameProblem.TOO_LONG
    assert read_name("\u200b\x00 ")[1] == NameProblem.EMPTY
    assert read_name("李\ue001")[1] is None


@pytest.mark.parametrize(
    "text, asked",
    [
        ("李", Asked.NAME), ("晓明", Asked.NAME), ("阿依古丽·艾合买提", Asked.NAME), ("བསོད་ནམས", Asked.NAME),
        ("lxm", Asked.INITIALS), ("LXM", Asked.INITIALS), ("l", Asked.NOTHING), ("", Asked.NOTHING),
        ("0137", Asked.LAST_FOUR), ("002x", Asked.LAST_FOUR), ("12", Asked.NOTHING), ("12345", Asked.NOTHING),
        ("11010519491231002x", Asked.ID), ("110105491231002", Asked.ID), ("13800000000", Asked.PHONE),
        ("DC-0137", Asked.HOUSEHOLD), ("ｄｃ137", Asked.HOUSEHOLD), ("%_'", Asked.NAME), ("\x00", Asked.NOTHING),
    ],
)  # fmt: skip
def test_what_was_typed_is_understood(text, asked):
    assert read_question(text).asked == asked


@given(st.text(max_size=60))
def test_any_text_is_understood_somehow(text):
    question = read_question(text)
    assert all(0 < len(token) <= 41 for token in question.tokens)


@given(
    st.lists(st.sampled_from("李王晓明伟英桂古丽单长"), min_size=2, max_size=6).map("".join),
    st.data(),
)
def test_every_part_of_a_name_finds_it(name, data):
    start = data.draw(st.integers(0, len(name) - 1))
    part = name[start : data.draw(st.integers(start + 1, len(name)))]
    question = read_question(part)
    assert set(question.tokens) <= name_tokens(name)
    assert answers(question, name)


def test_a_merge_never_runs_in_a_circle():
    a, b, c = (UUID(int=number) for number in (1, 2, 3))
    links = {a: b, b: c}
    assert canonical(a, links) == c
    assert would_cycle(c, a, links)
    assert not would_cycle(UUID(int=4), a, links)
    assert would_cycle(a, a, {})
