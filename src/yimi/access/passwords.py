"""Passwords: which are too weak for a Chinese office, and the one-time password an administrator hands out."""

from __future__ import annotations

import re
import secrets
import unicodedata
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from yimi.core.pinyin import syllables

WEAK_LIST = Path(__file__).parent / "data" / "weak_passwords.txt"
#: Letters and digits that nobody mixes up over the phone: no 0 O 1 l I 5 S 2 Z.
CLEAR = "abcdefghjkmnpqrtuvwxy346789"
#: Rows of the keyboard, forwards; a walk along one, either way, is a sequence as much as 123456 is.
ROWS = (
    "01234567890",
    "abcdefghijklmnopqrstuvwxyz",
    "qwertyuiop",
    "asdfghjkl",
    "zxcvbnm",
    "1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik9ol0p",
    "qazwsxedcrfvtgbyhnujmikolp",
    "1q2w3e4r5t6y7u8i9o0p",
    "q1w2e3r4t5y6u7i8o9p0",
)
#: At least this many characters must remain once runs, repeats and years are taken away.
SUBSTANCE = 5
#: "ma" and "li" stand in too many good passwords to be held against anyone.
SHORTEST_NAME = 4
#: A run shorter than this may well be part of a good password.
RUN = 4
YEAR = re.compile(r"(?:19|20)\d\d(?:(?:0[1-9]|1[0-2])(?:[0-2]\d|3[01])?)?")
REPEAT = re.compile(r"(.{1,4}?)\1{2,}|(.{3,})\2+")
#: Letters that people swap for signs.
SWAPPED = str.maketrans({"@": "a", "0": "o", "$": "s", "!": "i"})
#: More than this is not looked at: the start decides, and nobody waits.
LOOKED_AT = 256


class WeakPasswordValidator:
    """Refuses what is guessed first: the shipped list, digits alone, runs, repeats, a common word and a year."""

    def validate(self, password: str, user: Any = None) -> None:
        """Raise ``ValidationError`` with the reason."""
        reason = weakness(password, own_words(user))
        if reason:
            raise ValidationError(reason, code="password_weak")

    def get_help_text(self) -> str:
        """The rule, as the form shows it beforehand."""
        return _("不要用手机号、生日、连续或重复的字符，也不要用“woaini1314”这类常见密码。")


def own_words(user: Any) -> frozenset[str]:
    """What everybody knows of ``user``: sign-in name, name, the name in pinyin, whole and without the surname."""
    if user is None:
        return frozenset()
    parts = syllables(user.name)
    words = {user.username.casefold(), user.name, "".join(parts), "".join(parts[1:])}
    return frozenset(word for word in words if len(word) >= SHORTEST_NAME or not word.isascii())


def weakness(password: str, own: frozenset[str] = frozenset()) -> str:
    """Why ``password`` is too weak, in a sentence; empty when it will do. ``own``: words that name the person.

    >>> bool(weakness("zhuoma@2024", frozenset({"zhuoma"}))), weakness("zhuoma's grey goose", frozenset({"zhuoma"}))
    (True, '')
    """
    plain = unicodedata.normalize("NFKC", password[:LOOKED_AT]).casefold()
    swapped = plain.translate(SWAPPED)
    if plain.isdigit():
        return _("全是数字的密码太容易被猜到（手机号、生日、证件号都是数字）。请加上字母或汉字。")
    if len(set(plain)) < SUBSTANCE:
        return _("这个密码只用了几个不同的字符。请换一个变化多一些的。")
    if plain in weak_passwords() or swapped in weak_passwords():
        return _("这个密码在常用密码表里，最先被人试到。请换一个只有您想得到的。")
    for word in sorted(own, key=len, reverse=True):
        plain, swapped = plain.replace(word, ""), swapped.replace(word, "")
    if min(len(_without_common(text)) for text in (plain, swapped)) < SUBSTANCE:
        return _("这个密码由姓名、常见的词、年份、连续或重复的字符拼成。请加上几个别人想不到的字。")
    return ""


@lru_cache(maxsize=1)
def weak_passwords() -> frozenset[str]:
    """The shipped list, lower case; made by ``weak_list.py``."""
    lines = WEAK_LIST.read_text("utf-8").splitlines()
    return frozenset(line for line in lines if line and not line.startswith("#"))


@lru_cache(maxsize=1)
def _common_words() -> re.Pattern[str]:
    """The list's words of letters alone, longest first: what people put a year or 123 behind."""
    words = sorted((word for word in weak_passwords() if word.isalpha()), key=len, reverse=True)
    return re.compile("|".join(map(re.escape, words)))


@lru_cache(maxsize=1)
def _runs() -> re.Pattern[str]:
    pieces = {
        line[start : start + RUN]
        for row in ROWS
        for line in (row, row[::-1])
        for start in range(len(line) - RUN + 1)
    }
    return re.compile(f"(?=({'|'.join(map(re.escape, sorted(pieces)))}))")


def _without_common(plain: str) -> str:
    """What is left of a password without repeats, common words, runs and years."""
    rest = REPEAT.sub(lambda found: found.group(1) or found.group(2), plain)
    if rest in weak_passwords():
        return ""
    rest = _common_words().sub("", rest)
    inside = {
        place for found in _runs().finditer(rest) for place in range(found.start(1), found.end(1))
    }
    return YEAR.sub("", "".join(letter for place, letter in enumerate(rest) if place not in inside))


def one_time_password() -> str:
    """A fresh password to read out on the phone: three groups of four clear letters and digits, 57 bits."""
    groups = ("".join(secrets.choice(CLEAR) for _n in range(4)) for _m in range(3))
    return "-".join(groups)
