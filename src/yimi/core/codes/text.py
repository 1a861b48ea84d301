"""Cleaning what people type and paste: full-width forms, stray spaces, look-alike dots and invisible characters."""

from __future__ import annotations

import re
import unicodedata

#: Dots that keyboards and web pages put where U+00B7 belongs in "古丽·买买提".
DOT_LOOKALIKES = "•・･‧∙⋅●᛫⸱ꞏ\u0387"
_DOTS = re.compile(f"[{DOT_LOOKALIKES}]")
#: A full stop between two characters that are not Latin is a dot too ("阿依古丽.艾合买提"), "J. Smith" is not.
_STOP_AS_DOT = re.compile(r"(?<=[^\x00-\x7f]) ?[.．] ?(?=[^\x00-\x7f])")
_AROUND_DOT = re.compile(r"\s*·\s*")
_SPACES = re.compile(r"[\s\u3000\u00a0\u2000-\u200a\u202f\u205f]+")
_HAN = "\u2e80-\u2fdf\u3005-\u3007\u3400-\u9fff\ue000-\uf8ff\uf900-\ufaff\U00020000-\U000fffff"
_SPACE_IN_HAN = re.compile(f"(?<=[{_HAN}·]) (?=[{_HAN}·])")
_DIGITS = str.maketrans("０１２３４５６７８９", "0123456789")
_FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20}
_IN_NUMBERS = re.compile(r"[\s\-\u2010-\u2015\u2212\u00ad\ufeff\u200b-\u200f\u202a-\u202e\u2060']")
_JOINERS = "\u200c\u200d"


def half_width(text: str) -> str:
    """Full-width letters, digits and signs as ASCII.

    >>> half_width("４１１６２３ＡＢ＋")
    '411623AB+'
    """
    return text.translate(_FULL_WIDTH)


def squeeze_number(text: str) -> str:
    """A number as typed, without spaces, dashes and invisible characters, in ASCII.

    >>> squeeze_number(" 138－0000 00\\u200b00 ")
    '13800000000'
    """
    if text.isascii() and text.isalnum():
        return text  # as most are
    return _IN_NUMBERS.sub("", half_width(text))


def clean_line(text: str) -> str:
    """One line of text: NFC, control characters out, runs of space made one, nothing at the ends.

    Private-use and not yet assigned characters stay: rare names are written with them.

    >>> clean_line(" 东城\\x00街道\\t 办事处 ")
    '东城街道 办事处'
    """
    if text.isprintable() and "  " not in text and unicodedata.is_normalized("NFC", text):
        return text.strip()  # clean already, as most are: no walk over the characters
    composed = unicodedata.normalize("NFC", text)
    kept = "".join(char for char in composed if not _is_stray(char))
    return _SPACES.sub(" ", kept).strip()


def _is_stray(char: str) -> bool:
    if char in "\t\n\r\x0b\x0c\x85\u2028\u2029" or char in _JOINERS:
        return False
    is_noncharacter = (ord(char) & 0xFFFE) == 0xFFFE or 0xFDD0 <= ord(char) <= 0xFDEF
    return is_noncharacter or unicodedata.category(char) in ("Cc", "Cf", "Cs")


def clean_name(text: str) -> str:
    """A person's name as it is stored: one dot (U+00B7), no spaces between Chinese characters, inner marks kept.

    >>> clean_name(" 李 晓　明 "), clean_name("阿依古丽 • 艾合买提"), clean_name("John  Smith")
    ('李晓明', '阿依古丽·艾合买提', 'John Smith')
    """
    name = _DOTS.sub("·", clean_line(text))
    name = _STOP_AS_DOT.sub("·", name)
    name = _AROUND_DOT.sub("·", name)
    return _SPACE_IN_HAN.sub("", name).strip("·" + _JOINERS + " ")
