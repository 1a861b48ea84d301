"""Changing one part of a pack's text: the rest stays to the letter, and what was written is read back."""

from __future__ import annotations

import tomllib
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from yimi.engine.errors import PackError
from yimi.engine.pack_text import PackText
from yimi.engine.packs import load_pack, shipped_packs
from yimi.engine.toml_text import written

TEXTS = {name: load_pack(name).path.read_text("utf-8") for name in shipped_packs()}
RULES = {name: text for name, text in TEXTS.items() if 'kind = "rules"' in text}
SAMPLE = """# 全文的说明
[pack]
id = "411623/x" # 不变
version = 1

# 关于年龄
[[condition]]
id = "old"
test = '''
aged(80, :as_of)
# 这是字符串里的井号 [[benefit]]
'''

[[benefit]]
id = "a"
needs = [
  "old", # 第一条
]
[[benefit.condition]]
id = "own"
text = "甲"

[[benefit]]
id = "b"
"""


@pytest.mark.parametrize("name", TEXTS)
def test_the_parts_of_a_shipped_pack_are_all_its_tables(name):
    text = PackText(TEXTS[name])
    content = tomllib.loads(TEXTS[name])
    for kind in ("parameter", "condition", "benefit", "choice"):
        assert [part.values.get("id") for part in text.of_kind(kind)] == [
            entry.get("id") for entry in content.get(kind, [])
        ]
    assert len({part.key for part in text.parts}) == len(text.parts)
    for part in text.of_kind("benefit"):
        entry = next(one for one in content["benefit"] if one["id"] == part.name)
        below = text.below(part, "benefit.condition")
        assert [one.values for one in below] == entry.get("condition", [])


@pytest.mark.parametrize("name", RULES)
def test_saying_the_same_again_changes_no_letter(name):
    text = PackText(TEXTS[name])
    for part in text.parts[::7]:
        assert text.changed(part.key, part.values) == text.text


@pytest.mark.parametrize("name", RULES)
def test_a_part_taken_out_and_put_in_again_says_the_same(name):
    text = PackText(TEXTS[name])
    for part in text.of_kind("condition")[:1] + text.of_kind("choice")[:1]:
        again = PackText(text.without(part.key)).with_part(part.kind, part.values)
        before, after = tomllib.loads(text.text), tomllib.loads(again)
        rest = [one for one in before[part.kind] if one != part.values]
        assert after[part.kind] == [*rest, part.values]
        assert {k: v for k, v in after.items() if k != part.kind} == {
            k: v for k, v in before.items() if k != part.kind
        }


def test_only_the_changed_value_is_written_anew():
    text = PackText(SAMPLE)
    changed = text.changed("benefit:a:condition:own", {"text": "乙", "clause": "第一条"})
    assert changed == SAMPLE.replace('text = "甲"\n', 'text = "乙"\nclause = "第一条"\n')
    assert text.changed("benefit:a", {"needs": None}) == SAMPLE.replace(
        'needs = [\n  "old", # 第一条\n]\n', ""
    )


def test_a_part_is_found_by_its_name_and_below_its_own():
    text = PackText(SAMPLE)
    assert [part.key for part in text.parts] == [
        "pack", "condition:old", "benefit:a", "benefit:a:condition:own", "benefit:b",
    ]  # fmt: skip
    more = PackText(text.with_part("benefit.condition", {"id": "new"}, under="benefit:a"))
    assert [one.name for one in more.below(more.part("benefit:a"))] == ["own", "new"]
    assert more.above(more.part("benefit:a:condition:new")).key == "benefit:a"
    gone = PackText(more.without("benefit:a"))
    assert [part.key for part in gone.parts] == ["pack", "condition:old", "benefit:b"]
    assert "关于年龄" not in PackText(SAMPLE).without("condition:old")


def test_a_new_kind_of_part_comes_in_its_order():
    text = PackText(SAMPLE).with_part("parameter", {"id": "age", "kind": "int"})
    kinds = [part.kind for part in PackText(text).parts]
    assert kinds[:3] == ["pack", "parameter", "condition"]


def test_a_text_that_is_no_toml_is_refused_with_its_place():
    with pytest.raises(PackError) as refused:
        PackText("[pack]\nid = \n")
    assert (refused.value.where.line, refused.value.where.column) == (2, 6)


VALUES = st.one_of(
    st.text(max_size=40).map(lambda text: text.replace("\r", "")),
    st.booleans(),
    st.integers(-(10**12), 10**12),
    st.dates(date(1900, 1, 1), date(2100, 1, 1)),
)


@settings(max_examples=30)
@given(st.one_of(VALUES, st.lists(VALUES, max_size=4)))
def test_what_is_written_is_read_back(value):
    assert tomllib.loads(f"x = {written(value)}")["x"] == value
    text = PackText(SAMPLE).changed("benefit:b", {"x": value})
    assert PackText(text).part("benefit:b").values["x"] == value
    assert PackText(PackText(text).changed("benefit:b", {"x": None})).text == SAMPLE
