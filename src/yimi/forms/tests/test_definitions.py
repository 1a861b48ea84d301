"""The shipped forms agree with themselves; places add to them."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import translation

from yimi.core import clock
from yimi.core.errors import Conflict, Forbidden, Invalid
from yimi.forms.actions import Wording, reword_local_field
from yimi.forms.definitions import definition, definition_of, definitions_of, shipped, shipped_forms
from yimi.forms.definitions.shape import FormDefinition, Kind
from yimi.forms.definitions.shipped import BadDefinition, read_definition
from yimi.forms.errors import UnknownForm
from yimi.forms.tests.conftest import World
from yimi.forms.tests.factories import make_local_field, make_subject

CODES = [f"F-{number:02d}" for number in range(1, 24)]


def test_all_forms_of_the_profession_ship() -> None:
    assert [form.code for form in shipped_forms()] == CODES


@pytest.mark.parametrize("form", shipped_forms(), ids=lambda form: form.code)
def test_every_label_help_and_code_says_something_in_both_languages(form: FormDefinition) -> None:
    chinese = set("，。；（）")
    for field in form.fields:
        for one in (field, *field.columns):
            assert all([one.zh, one.en]), one.key
            assert bool(one.help_zh) == bool(one.help_en), one.key
            assert not chinese & set(one.en + one.help_en), one.key
    assert all([form.zh, form.en, form.source, form.stage])
    assert all(section.zh and section.en for section in form.sections)


def test_an_english_page_shows_english_labels() -> None:
    form = shipped("F-01")
    with translation.override("en"):
        assert form.title == "Intake registration"
        assert form.field("sex").choices[0] == ("1", "Male")
    with translation.override("zh-hans"):
        assert form.title == "接案登记表"


def test_a_form_that_does_not_ship_is_refused() -> None:
    with pytest.raises(UnknownForm):
        shipped("F-99")
    with pytest.raises(UnknownForm):
        shipped("F-01", 99)


def _raw(**field: Any) -> dict[str, Any]:
    return {
        "code": "F-98", "version": 1, "title": "试", "title_en": "Try", "source": "试", "stage": "x",
        "confidentiality": "open",
        "section": [{"key": "s", "title": "一", "title_en": "One", "fields": [
            {"key": "a", "kind": "text", "label": "甲", "en": "A"} | field]}],
    }  # fmt: skip


@pytest.mark.parametrize(
    "wrong",
    [
        {"key": "local_a"},
        {"key": "大"},
        {"kind": "choice"},
        {"kind": "choice", "codes": "nowhere"},
        {"codes": "sex"},
        {"kind": "table"},
        {"kind": "scale", "least": 5, "most": 5},
        {"colour": "red"},
    ],
)
def test_a_definition_that_contradicts_itself_does_not_load(wrong: dict[str, Any]) -> None:
    with pytest.raises(BadDefinition):
        read_definition(_raw(**wrong), {"sex": [["1", "男", "Male"]]}, name="F-98.toml")


def test_a_key_stands_once() -> None:
    raw = _raw()
    raw["section"] = [raw["section"][0], raw["section"][0] | {"key": "t"}]
    with pytest.raises(BadDefinition, match="stand twice"):
        read_definition(raw, {}, name="F-98.toml")


def test_a_place_adds_to_a_form_there_and_below(world: World) -> None:
    added = make_local_field(section="person")
    make_local_field(region_code="410000000000", label="全省都问", kind="text")
    make_local_field(region_code=world.elsewhere.region_code, label="别处才问")
    here = definition("F-01", region_code=world.unit.region_code)
    assert [field.label for field in here.fields if field.is_local] == ["是否脱贫户", "全省都问"]
    person = next(section for section in here.sections if section.key == "person")
    assert person.fields[-1].key == added.key
    assert here.sections[-1].title == "本地补充"
    there = definition("F-01", region_code=world.elsewhere.region_code)
    assert [field.label for field in there.fields if field.is_local] == ["全省都问", "别处才问"]


def test_a_local_field_is_asked_from_its_first_day_to_its_last(world: World) -> None:
    make_local_field(starts_on=date(2026, 3, 1), ends_on=date(2026, 3, 31))
    asked = {
        day: any(
            f.is_local
            for f in definition("F-01", region_code=world.unit.region_code, on=day).fields
        )
        for day in (date(2026, 2, 28), date(2026, 3, 1), date(2026, 3, 31), date(2026, 4, 1))
    }
    assert list(asked.values()) == [False, True, True, False]


def test_an_entry_is_read_with_the_form_it_was_filled_in_with(world: World) -> None:
    field = make_local_field(form_code="F-05", kind="choice", options="旱厕\n水冲厕\n")
    entry = world.save(answers={field.key: "2"})
    today = clock.today()
    type(field).objects.filter(pk=field.pk).update(ends_on=today)
    with clock.standing_at(clock.now() + timedelta(days=3)):
        assert definition("F-05", region_code=world.unit.region_code).field(field.key) is None
        asked = definition_of(entry).field(field.key)
    assert asked is not None
    assert asked.choices == [("1", "旱厕"), ("2", "水冲厕")]


def test_an_answered_local_field_stays_readable_after_it_ended(world: World) -> None:
    field = make_local_field(form_code="F-05", kind="text", ends_on=date(2024, 2, 1))
    entry = world.save()
    assert definition_of(entry).field(field.key) is None
    assert definition_of(entry, [field.key]).field(field.key).kind == Kind.TEXT


def test_the_forms_of_a_whole_file_cost_one_query(
    world: World, django_assert_num_queries: Any
) -> None:
    field = make_local_field(form_code="F-05", kind="text")
    entries = [
        world.save("F-05", subject=make_subject("case_session"), answers={field.key: "本地的话"})
        for _n in range(3)
    ]
    intake = world.save("F-01", answers={"name": "赵桂英"})
    with django_assert_num_queries(1):
        forms = definitions_of([*((entry, [field.key]) for entry in entries), (intake, ["name"])])
    assert [form.code for form in forms] == ["F-05", "F-05", "F-05", "F-01"]
    assert [form.field(field.key) is not None for form in forms] == [True, True, True, False]


def test_a_question_is_worded_better_and_filled_in_forms_keep_their_words(world: World) -> None:
    li = world.li
    start = clock.now() - timedelta(days=9)
    field = make_local_field(
        form_code="F-05", kind="choice", options="旱厕\n水冲厕", label="厕所", recorded_at=start
    )
    before = world.save("F-05", answers={field.key: "1"})
    with clock.standing_at(clock.now() + timedelta(minutes=1)):
        words = Wording(
            "厕所类型", label_en="Kind of toilet", options=("旱厕（户外）", "水冲厕", "没有")
        )
        fresh = reword_local_field(field, words, actor=li)
        again = make_subject("case_session")
        after = world.save("F-05", subject=again, answers={field.key: "3"})
        old, new = definitions_of([(before, [field.key]), (after, [field.key])])
    assert old.field(field.key).zh == "厕所"
    assert old.field(field.key).choices == [("1", "旱厕"), ("2", "水冲厕")]
    with translation.override("en"):
        assert new.field(field.key).label == "Kind of toilet"
    assert len(new.field(field.key).codes) == 3
    assert fresh.key == field.key
    with pytest.raises(Invalid):
        reword_local_field(fresh, Wording("厕所类型", options=("旱厕", "水冲厕")), actor=li)
    with pytest.raises(Forbidden):
        reword_local_field(fresh, words, actor=world.wang)
    with pytest.raises(Conflict):
        reword_local_field(field, words, actor=li)
