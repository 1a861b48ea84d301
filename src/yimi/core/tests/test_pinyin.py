"""The table of readings says what the dictionary says that it was made from."""

from __future__ import annotations

from yimi.core.pinyin import reading
from yimi.core.readings_build import FILE, lines, usual_reading


def test_the_table_is_the_one_that_the_dictionary_makes():
    assert FILE.read_text("utf-8").splitlines() == lines()


def test_every_character_is_read_as_the_dictionary_reads_it():
    for char in "晓单长绿女略〇啊𠼞々·ཀ😀Z9ß\n":
        expected = char.lower() if char.isascii() and char.isalnum() else usual_reading(char)
        assert reading(char) == ("" if char.isascii() and not char.isalnum() else expected), char
