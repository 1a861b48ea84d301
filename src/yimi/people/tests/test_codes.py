"""ID numbers, phones and names as people really write them. No database."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yimi.core.codes.citizen_id import (
    IdProblem,
    IdRefused,
    check_digit,
    parse_citizen_id,
    parse_disability_card,
)
from yimi.core.codes.phones import PhoneProblem, PhoneRefused, parse_phone
from yimi.core.codes.tables import ETHNIC_GROUPS, RELATIONS
from yimi.core.codes.text import clean_name
from yimi.core.pinyin import name_initials

TODAY = date(2026, 9, 16)


def demo_id(birth: str = "19440506", sequence: str = "002") -> str:
    first = "990000" + birth + sequence
    return first + check_digit(first)


@pytest.mark.parametrize(
    "typed, number",
    [
        ("11010519491231002X", "11010519491231002X"),
        ("11010519491231002x", "11010519491231002X"),
        (" 110105 19491231 002x ", "11010519491231002X"),
        ("１１０１０５１９４９１２３１００２Ｘ", "11010519491231002X"),
        ("11010519491231002×", "11010519491231002X"),
        ("110105-19491231-002X", "11010519491231002X"),
        ("440524188001010014", "440524188001010014"),
        ("'440524188001010014", "440524188001010014"),
        ("110105491231002", "11010519491231002X"),
        ("830000199001010" + "01" + check_digit("83000019900101001"), None),
    ],
)
def test_numbers_are_read_however_they_are_written(typed, number):
    parsed = parse_citizen_id(typed, today=TODAY)
    assert number is None or parsed.number == number
    assert parsed.was_fifteen == (len(typed) == 15)


@pytest.mark.parametrize(
    "typed, problem",
    [
        ("4.11623E+17", IdProblem.EXCEL_FLOAT),
        ("4.11623199001011e+17", IdProblem.EXCEL_FLOAT),
        ("110105194912310000", IdProblem.EXCEL_ROUNDED),
        ("110105194912310021", IdProblem.CHECKSUM),
        ("1101051949123100", IdProblem.LENGTH),
        ("1101051949123100A2", IdProblem.CHARACTERS),
        ("١١٠١٠٥١٩٤٩١٢٣١٠٠٢٣", IdProblem.CHARACTERS),
        ("11010519491331002" + check_digit("11010519491331002"), IdProblem.DATE),
        ("11010517491231002" + check_digit("11010517491231002"), IdProblem.DATE),
        ("11010520991231002" + check_digit("11010520991231002"), IdProblem.FUTURE),
        ("", IdProblem.LENGTH),
    ],
)
def test_wrong_numbers_say_what_is_wrong(typed, problem):
    with pytest.raises(IdRefused) as refused:
        parse_citizen_id(typed, today=TODAY)
    assert refused.value.problem == problem


def test_the_place_is_only_a_hint():
    assert parse_citizen_id(demo_id(), today=TODAY).place_code == "990000"


@given(st.dates(date(1900, 1, 1), TODAY), st.integers(0, 999), st.integers(0, 16))
def test_one_wrong_digit_never_passes(birth, sequence, place):
    number = demo_id(f"{birth:%Y%m%d}", f"{sequence:03d}")
    parsed = parse_citizen_id(number, today=TODAY)
    assert parsed.birth_on == birth
    assert parsed.sex == ("1" if sequence % 2 else "2")
    wrong = number[:place] + str((int(number[place]) + 1) % 10) + number[place + 1 :]
    with pytest.raises(IdRefused):
        parse_citizen_id(wrong, today=TODAY)


@given(st.text(max_size=40))
def test_any_text_is_read_or_refused(text):
    try:
        parsed = parse_citizen_id(text, today=TODAY)
    except IdRefused:
        return
    assert len(parsed.number) == 18


def test_a_disability_card_tells_kind_and_level():
    card = parse_disability_card(demo_id() + "42", today=TODAY)
    assert (card.kind, card.level, card.is_severe) == ("4", "2", True)
    assert parse_disability_card(demo_id() + "43B1", today=TODAY).level == "3"
    with pytest.raises(IdRefused) as refused:
        parse_disability_card(demo_id() + "95", today=TODAY)
    assert refused.value.problem == IdProblem.CARD_KIND


@pytest.mark.parametrize(
    "typed, number",
    [
        ("138 0000 0000", "13800000000"),
        ("+86-13800000000", "13800000000"),
        ("008613800000000", "13800000000"),
        ("１３８００００００００", "13800000000"),
        ("13800000000.0", "13800000000"),
        ("10012345678", "10012345678"),
        ("(0394) 5441234", "03945441234"),
        ("0394-5441234转801", "03945441234-801"),
        ("12345", "12345"),
    ],
)
def test_phones_are_read_however_they_are_written(typed, number):
    assert parse_phone(typed) == number


@pytest.mark.parametrize(
    "typed, problem",
    [
        ("1.38E+10", PhoneProblem.EXCEL_FLOAT),
        ("5441234", PhoneProblem.NO_AREA_CODE),
        ("1380000000", PhoneProblem.UNKNOWN),
        ("无", PhoneProblem.CHARACTERS),
        ("", PhoneProblem.CHARACTERS),
    ],
)
def test_wrong_phones_say_what_is_wrong(typed, problem):
    with pytest.raises(PhoneRefused) as refused:
        parse_phone(typed)
    assert refused.value.problem == problem


@pytest.mark.parametrize(
    "typed, name",
    [
        (" 李 晓 明 ", "李晓明"),
        ("阿依古丽•艾合买提", "阿依古丽·艾合买提"),
        ("阿依古丽 ・ 艾合买提", "阿依古丽·艾合买提"),
        ("阿依古丽.艾合买提", "阿依古丽·艾合买提"),
        (
            "买买提吐尔逊·阿卜杜热合曼江·阿卜杜克里木·玉素甫",
            "买买提吐尔逊·阿卜杜热合曼江·阿卜杜克里木·玉素甫",
        ),
        ("བསོད་ནམས་ རྒྱལ་མཚན།", "བསོད་ནམས་ རྒྱལ་མཚན།"),
        ("𠮷田", "𠮷田"),
        ("李\ue001", "李\ue001"),
        ("王\u200b小\x00明\n", "王小明"),
        ("J. Smith", "J. Smith"),
        ("郎\ufa1e", "郎\u7fbd"),
    ],
)
def test_names_keep_what_belongs_to_them(typed, name):
    assert clean_name(typed) == name


@given(st.text(max_size=80))
def test_cleaning_twice_is_cleaning_once(text):
    assert clean_name(clean_name(text)) == clean_name(text)


@pytest.mark.parametrize(
    "name, letters",
    [("单雄信", "sxx"), ("仇英", "qy"), ("解晓东", "xxd"), ("曾志伟", "zzw"), ("区小明", "oxm"),
     ("查良镛", "zly"), ("朴志英", "pzy"), ("尉迟恭", "ycg"), ("李长乐", "lcl"), ("盖叫天", "gjt")],
)  # fmt: skip
def test_surnames_are_read_as_surnames(name, letters):
    assert letters in name_initials(name)


def test_the_tables_are_whole():
    assert len(ETHNIC_GROUPS) == 58
    assert ETHNIC_GROUPS["17"] == ("哈萨克族", "Kazakh")
    assert all(len(code) == 2 and zh and en for code, (zh, en) in RELATIONS.items())
