"""What the page shows comes back as the answers that are kept; nothing is required, everything is checked."""

from __future__ import annotations

from html.parser import HTMLParser
from typing import Any

import pytest
from django.http import QueryDict
from django.template.loader import render_to_string
from hypothesis import given, settings
from hypothesis import strategies as st

from yimi.forms.answers import AnswersForm, answers_form, read_lines
from yimi.forms.checking import check_answers, missing_required
from yimi.forms.definitions import shipped, shipped_forms
from yimi.forms.definitions.shape import Code, Field, FormDefinition, Kind
from yimi.forms.tests.factories import sample_answers


class Filled(HTMLParser):
    """What a browser would send for a page's form."""

    def __init__(self) -> None:
        super().__init__()
        self.sent = QueryDict(mutable=True)
        self.area = self.select = ""

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        attrs = dict(attributes)
        name = attrs.get("name") or ""
        if tag == "textarea":
            self.area, self.text = name, ""
        elif tag == "select":
            self.select = name
        elif tag == "option" and "selected" in attrs:
            self.sent.appendlist(self.select, attrs["value"])
        elif tag == "input" and ("checked" in attrs or attrs["type"] not in {"checkbox", "radio"}):
            self.sent.appendlist(name, attrs.get("value") or "")

    def handle_data(self, data: str) -> None:
        if self.area:
            self.text += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea":
            self.sent.appendlist(self.area, self.text.removeprefix("\n"))
            self.area = ""


def drawn(form: AnswersForm) -> str:
    return render_to_string("forms/_fields.html", {"answers": form})


def sent_by(form: AnswersForm) -> QueryDict:
    """The data that the drawn form sends when nobody touches it."""
    page = Filled()
    page.feed(drawn(form))
    return page.sent


@pytest.mark.parametrize("form", shipped_forms(), ids=lambda form: form.code)
def test_a_filled_form_comes_back_as_it_was(form: FormDefinition) -> None:
    kept, faults = check_answers(form, sample_answers(form))
    assert not faults
    again = answers_form(form, sent_by(answers_form(form, initial=kept)))
    assert again.is_valid(), again.errors
    assert again.cleaned_data == kept


@pytest.mark.parametrize("form", shipped_forms(), ids=lambda form: form.code)
def test_an_empty_form_is_valid_and_warns(form: FormDefinition) -> None:
    empty = answers_form(form, sent_by(answers_form(form)))
    assert empty.is_valid(), empty.errors
    assert empty.cleaned_data == {}
    assert empty.missing == [field for field in form.fields if field.required]
    assert missing_required(form, sample_answers(form)) == []


def _definition(*fields: Field) -> FormDefinition:
    from yimi.forms.definitions import Section

    return FormDefinition(
        "F-98", 1, "试", "Try", "试", "x", "open", (Section("s", "一", "One", fields),)
    )


ALL_KINDS = _definition(
    *(Field(kind.value, kind, kind.value) for kind in Kind if kind not in {Kind.TABLE, Kind.CHOICE, Kind.CHOICES}),
    Field("choice", Kind.CHOICE, "单选", codes=(Code("a", "甲"), Code("b", "乙"))),
    Field("choices", Kind.CHOICES, "多选", codes=(Code("a", "甲"), Code("b", "乙"))),
    Field("table", Kind.TABLE, "小表", columns=(Field("t", Kind.TEXT, "字"), Field("m", Kind.MONEY, "钱"))),
)  # fmt: skip
WORDS = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Cn")), max_size=40)
NAMES = st.text("赵桂英卓玛·扎西 abc", min_size=1, max_size=10)
KEPT = st.fixed_dictionaries(
    {},
    optional={
        "text": WORDS,
        "long_text": WORDS,
        "number": st.one_of(
            st.integers(-(10**9), 10**9), st.floats(-1e6, 1e6).map(lambda n: round(n, 2))
        ),
        "money": st.integers(0, 10**9),
        "scale": st.integers(1, 5),
        "yes_no": st.booleans(),
        "people": st.lists(NAMES, max_size=4),
        "date": st.dates().map(lambda day: day.isoformat()),
        "time": st.times().map(lambda at: f"{at:%H:%M}"),
        "signature": st.fixed_dictionaries({}, optional={"who": NAMES}),
        "choice": st.sampled_from("ab"),
        "choices": st.lists(st.sampled_from("ab"), unique=True),
        "table": st.lists(
            st.fixed_dictionaries({}, optional={"t": WORDS, "m": st.integers(0, 10**6)}), max_size=3
        ),
    },
)


@settings(max_examples=60, deadline=None)
@given(KEPT)
def test_whatever_is_kept_survives_the_page_and_a_second_check(answers: dict[str, Any]) -> None:
    kept, faults = check_answers(ALL_KINDS, answers)
    assert not faults
    assert check_answers(ALL_KINDS, kept) == (kept, {})
    again = answers_form(ALL_KINDS, sent_by(answers_form(ALL_KINDS, initial=kept)))
    assert again.is_valid(), again.errors
    assert again.cleaned_data == kept


def test_another_row_comes_without_script_and_saves_nothing() -> None:
    form = shipped("F-05")
    page = answers_form(form, initial={"goal_progress": [{"goal": "一"}], "aim": "了解"})
    data = sent_by(page)
    data["add_row"] = "goal_progress"
    again = answers_form(form, data)
    assert not again.is_valid()
    assert not again.is_refused
    table = next(part for s in again.sections for part in s.parts if part.layout == "table")
    assert len(table.rows) == 3
    assert 'value="一"' in drawn(again)
    assert "了解" in drawn(again)
    assert "data-form-error" not in drawn(again)


def test_faults_stand_at_their_cells_with_what_was_typed() -> None:
    form = shipped("F-04")
    data = sent_by(answers_form(form, initial={"goals": [{"goal": "一"}]}))
    data["a-goals-0-due_on"] = "下个月"
    data["a-period_to"] = "2026-13-01"
    again = answers_form(form, data)
    assert not again.is_valid()
    assert set(again.errors) == {"goals", "period_to"}
    page = drawn(again)
    assert 'id="id_a-goals-0-due_on-error"' in page
    assert 'value="下个月"' in page
    assert "data-form-error" in page


def test_what_saving_refused_is_shown_at_its_field() -> None:
    form = shipped("F-05")
    page = answers_form(form, sent_by(answers_form(form)))
    page.is_valid()
    page.add_faults({"aim": ["太长"], "elsewhere": ["别的"]})
    assert page.errors["aim"] == ["太长"]
    assert page.non_field_errors() == ["别的"]


@pytest.mark.parametrize("count", ["-1", "99999", "x", "１２"])
def test_a_tampered_row_count_does_no_harm(count: str) -> None:
    form = shipped("F-05")
    data = sent_by(answers_form(form))
    data["a-goal_progress-rows"] = count
    again = answers_form(form, data)
    assert again.is_valid(), again.errors
    assert again.cleaned_data == {}


def test_a_nul_or_a_flood_is_refused_without_a_crash() -> None:
    form = shipped("F-05")
    data = sent_by(answers_form(form))
    data["a-aim"], data["a-process"], data["a-session_no"] = "a\x00b", "长" * 30_000, "9" * 5000
    again = answers_form(form, data)
    assert not again.is_valid()
    assert set(again.errors) == {"aim", "process", "session_no"}


def test_initial_values_that_the_form_does_not_know_are_left_out() -> None:
    page = answers_form(shipped("F-05"), initial={"aim": "一", "no_such": "二"})
    assert page.initial == {"aim": "一"}


def test_reading_shows_what_was_answered_in_words() -> None:
    lines = read_lines(
        shipped("F-08"),
        {
            "client_rating": 4,
            "goal_results": [{"goal": "能独自去卫生室", "attainment": "partly"}],
            "worker_signature": {"who": "卓玛", "on": "2026-11-05"},
        },
    )
    assert [(line.field.key, line.text) for line in lines] == [
        ("goal_results", "目标：能独自去卫生室；达成程度：部分达成"),
        ("client_rating", "4 分（1–5）"),
        ("worker_signature", "卓玛 2026年11月5日"),
    ]


def test_what_the_system_knows_stands_whatever_is_sent() -> None:
    kept, _faults = check_answers(
        ALL_KINDS,
        {
            "text": "字", "money": 12050, "scale": 4, "yes_no": False, "people": ["赵桂英"], "date": "2026-11-05",
            "time": "09:30", "number": 2.5, "choice": "b", "choices": ["a"], "table": [{"t": "一", "m": 5}],
            "signature": {"who": "卓玛"},
        },
    )  # fmt: skip
    sent = {
        "a-text": "别的",
        "a-money": "1",
        "a-yes_no": "yes",
        "a-table-rows": "0",
        "a-people": "王强",
    }
    for data in (sent, {}):
        again = answers_form(ALL_KINDS, data, initial=kept)
        again.is_bound = True
        for field in again.fields.values():
            field.disabled = True
        assert again.is_valid(), again.errors
        assert again.cleaned_data == kept
        assert "再加一行" not in drawn(again)
