"""An address says one question, and one question has one address."""

from __future__ import annotations

from datetime import date
from urllib.parse import parse_qsl
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from yimi.core.errors import Invalid
from yimi.insight.figures.exposure import load_exposure
from yimi.insight.figures.indicators import core_indicators
from yimi.insight.figures.question import Question
from yimi.insight.figures.spans import Span

CORE = core_indicators()
FIRST = Question(("P01_person_times",), Span(2026, 1, 12), "411623", rows="town")
SPANS = st.builds(Span, st.integers(2000, 2098), st.integers(1, 12), st.integers(1, 24))


@settings(max_examples=60, deadline=None)
@given(
    span=SPANS,
    where=st.sampled_from([("41", None), ("411623", None), ("411623000", None), ("", UUID(int=5))]),
    keys=st.lists(st.sampled_from(sorted(CORE.indicators)), min_size=1, max_size=8, unique=True),
    versus=st.sampled_from([(), ("year",), ("year", "target")]),
    known_on=st.none() | st.dates(date(2020, 1, 1), date(2026, 12, 31)),
)
def test_an_address_reads_back_as_the_question_it_was_made_of(span, where, keys, versus, known_on):
    question = Question(tuple(keys), span, *where, versus=versus, known_on=known_on)
    params = dict(parse_qsl(question.query()))
    again = Question.parse(params, default=FIRST.but(rows=""), known=CORE)
    assert again == question.but(place=again.place) or not where[0]
    assert (again.place, again.unit) in {where, (FIRST.place, where[1])}
    assert again.query() == question.query()


@settings(max_examples=60, deadline=None)
@given(SPANS)
def test_a_span_reads_back_as_written(span):
    assert Span.parse(str(span)) == span
    assert span.last_year().shifted(12) == span


@pytest.mark.parametrize(
    "params, field",
    [
        ({"at": "4116x"}, "at"),
        ({"at": "unit:nobody"}, "at"),
        ({"known": "yesterday"}, "known"),
        ({"i": ""}, "i"),
        ({"rows": "county"}, "rows"),
        ({"rows": "nonsense"}, "rows"),
        ({"rows": "quarter", "t": "2026-05"}, "t"),
        ({"cut": "sex,sex,item,domain"}, "cut"),
        ({"rows": "sex", "cut": "sex"}, "cut"),
    ],
)
def test_what_makes_no_sense_is_told_by_name(params, field):
    with pytest.raises(Invalid) as found:
        Question.parse(params, default=FIRST, known=CORE)
    assert field in found.value.fields


def test_the_rule_of_exposure_names_only_what_there_is():
    rule = load_exposure()
    facts = {
        part.fact
        for one in CORE.indicators.values()
        for part in ([CORE.get(key) for key in one.of] if one.of[0] else [one])
    }
    assert facts <= set(rule.facts)
    assert {*rule.below_township, rule.counts_people} <= set(CORE.indicators)
