"""The tags that every template has."""

from __future__ import annotations

from datetime import date

import pytest
import time_machine
from django import forms
from django.template import Context, Template
from django.utils import translation


def drawn(source: str, **context: object) -> str:
    return Template(source).render(Context(context))


def test_an_icon_is_drawn_inline_and_hidden_from_screen_readers() -> None:
    assert drawn('{% icon "home" "m3" %}').startswith(
        '<svg class="i m3" viewBox="0 0 24 24" aria-hidden="true"><path'
    )


def test_an_unknown_icon_is_noticed_at_once() -> None:
    with pytest.raises(KeyError):
        drawn('{% icon "hoem" %}')


def test_a_meter_needs_no_inline_style_and_never_leaves_its_rail() -> None:
    bar = drawn("{% meter 118 230 153 behind=True %}")
    assert 'class="meter w"' in bar
    assert 'class="val" y="3" width="51.3%"' in bar
    assert 'class="due" x="66.5%"' in bar
    assert "style" not in bar
    assert 'width="100.0%"' in drawn("{% meter 7 5 %}")


@time_machine.travel("2026-09-16T08:00:00+08:00")
def test_days_and_ages_are_said_as_people_say_them() -> None:
    born = date(1944, 5, 6)
    assert (
        drawn("{{ day|chinese_date }} · {{ day|lunar_date }}", day=date(2026, 9, 16))
        == "9 月 16 日 星期三 · 农历八月初六"
    )
    assert drawn("{{ born|age }}", born=born) == "82 岁"
    assert drawn("{{ born|age }}", born=date(2026, 6, 17)) == "2 个月"
    assert drawn("{{ born|age }}", born=None) == "年龄不详"
    with translation.override("en"):
        assert (
            drawn("{{ day|chinese_date }}{{ day|lunar_date }}", day=date(2026, 9, 16))
            == "Wednesday 16 September"
        )
        assert drawn("{{ born|age }}", born=born) == "82 years old"


class VisitForm(forms.Form):
    who = forms.CharField(label="见到谁", help_text="写名字")
    result = forms.ChoiceField(
        label="结果", choices=[("met", "见到"), ("out", "未遇")], required=False
    )
    items = forms.MultipleChoiceField(
        label="做了什么",
        choices=[("a", "探访")],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )


def test_a_field_keeps_what_was_typed_and_says_its_error_where_it_stands() -> None:
    form = VisitForm({"who": "", "result": "met"})
    form.is_valid()
    field = drawn("{% field form.who %}", form=form)
    assert 'aria-invalid="true"' in field
    assert 'aria-describedby="id_who-error id_who-help"' in field
    assert '<p class="err" id="id_who-error">' in field
    assert "可不填" not in field
    assert '<option value="met" selected>' in drawn("{% field form.result %}", form=form)


def test_choices_become_chips_in_a_fieldset_and_what_is_optional_says_so() -> None:
    field = drawn("{% field form.items %}", form=VisitForm())
    assert "<fieldset" in field
    assert 'class="chip"' in field
    assert "可不填" in field


def test_typed_text_is_escaped() -> None:
    form = VisitForm({"who": '"><script>alert(1)</script>'})
    assert "<script>" not in drawn("{% field form.who %}", form=form)
    assert "<script>" not in drawn('{% figure label 3 "人" %}', label="<script>")
