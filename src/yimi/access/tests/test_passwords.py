"""Which passwords are refused, and what an administrator hands out."""

from __future__ import annotations

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from yimi.access.models import User
from yimi.access.passwords import one_time_password, weak_passwords, weakness
from yimi.access.weak_list import TARGET, weak_words

WEAK = [
    "woaini1314", "5201314520", "qwertyuiop", "1qaz2wsx3edc", "a123456789", "1234567890", "13800138000", "19900101199",
    "aaaaaaaaaa", "abababababab", "abcdefghij", "9876543210a", "shegongzhan", "Shegong2024", "minzheng@2025",
    "shangshui2026", "P@ssw0rd123", "password2024", "zhongguo1949", "woaizhongguo", "Woaiwojia88", "admin@123456",
    "q1w2e3r4t5y6", "abc123abc123", "zhangwei1990", "zhangwei19900101", "１２３４５６７８９０", "qazwsxedc123",
    "WOAINI1314", "laopo5201314", "1qaz2wsx!@#", "12345678901234567890", "asdfghjkl;'", "111111222222", "qqqqqwwwww",
    "beijing20082008", "!!!!!!!!!!!!", "iloveyou1314",
]  # fmt: skip
STRONG = [
    "三只白鹅 walk home", "correct horse battery staple", "kfm4-7wpq-x3ht", "雨天的邮筒是绿的7", "Tj9#vLq2pRz8",
    "wo de xiao gou jiao doudou 7", "把钥匙放在花盆下面", "gU4-ziwei-lamp",
]  # fmt: skip


@pytest.mark.parametrize("password", WEAK)
def test_it_refuses_what_is_guessed_first(password):
    assert weakness(password)
    with pytest.raises(ValidationError):
        validate_password(password)


@pytest.mark.parametrize("password", STRONG)
def test_it_accepts_what_only_one_person_would_think_of(password):
    assert weakness(password) == ""
    if len(password) >= 10:
        validate_password(password)


def test_it_refuses_short_ones_and_ones_like_the_name():
    user = User(username="liwj_75", name="李文静")
    for password in (
        "k7#Lq2pRz",
        "liwj_75-7k",
        "liwenjing2024",
        "Wenjing@1990",
        "李文静李文静一二三",
        "liwj_75liwj_75",
    ):
        with pytest.raises(ValidationError):
            validate_password(password, user)


@given(st.text(max_size=200))
def test_any_text_gets_an_answer(text):
    assert isinstance(weakness(text), str)


@given(st.text(alphabet="0123456789０１２３４５６７８９", min_size=1, max_size=40))
def test_digits_alone_never_pass(text):
    assert weakness(text)


def test_a_megabyte_of_one_letter_is_answered_quickly():
    assert weakness("a" * 1_000_000)


def test_one_time_passwords_pass_their_own_rule_and_differ():
    made = {one_time_password() for _n in range(300)}
    assert len(made) == 300
    assert not [password for password in made if weakness(password)]


def test_the_shipped_list_is_what_the_script_makes():
    assert weak_passwords() == {word.lower() for word in weak_words() if len(word) >= 4}
    assert 3_000 < len(TARGET.read_text("utf-8").splitlines()) < 30_000
