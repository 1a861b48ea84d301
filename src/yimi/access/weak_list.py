"""Makes ``data/weak_passwords.txt``: what is guessed first in a Chinese office. Run after changing ``weak_words.toml``:

    PYTHONPATH=src python -m yimi.access.weak_list

Written by hand from well-known habits (digits that sound like words, pinyin of names and endearments, keyboard walks, a
letter before a birthday or 123456, the site's own name); no leaked set was copied.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from pathlib import Path

DATA = Path(__file__).parent / "data"
SOURCE, TARGET = DATA / "weak_words.toml", DATA / "weak_passwords.txt"

WORDS = tomllib.loads(SOURCE.read_text("utf-8"))
SOUNDS, WALKS, PINYIN, ENGLISH = (
    WORDS[name].split() for name in ("sounds", "walks", "pinyin", "english")
)
PREFIXES = (
    "a",
    "aa",
    "aaa",
    "q",
    "qq",
    "w",
    "z",
    "zx",
    "abc",
    "qwe",
    "wo",
    "woaini",
    "china",
    "admin",
)
TAILS = (
    "1", "12", "123", "1234", "12345", "123456", "1234567", "12345678", "123456789", "520", "521", "1314", "5201314",
    "666", "888", "8888", "88", "000", "111", "110", "123!", "123@", "@123", "@1234", "@123456", "!@#", "#123", "123.",
    "123abc", "abc", "qwe", "321",
)  # fmt: skip
YEARS = tuple(str(year) for year in range(1985, 2031))


def weak_words() -> Iterator[str]:
    """Every entry, some more than once."""
    words = [*PINYIN, *ENGLISH]
    yield from SOUNDS
    yield from WALKS
    for word in words:
        yield word
        yield word * 2
        for tail in TAILS:
            yield word + tail
    for word in (*SOUNDS, *WALKS):
        for prefix in PREFIXES:
            yield prefix + word
            yield word + prefix
    for word in (
        "yimi",
        "shegong",
        "shegongzhan",
        "minzheng",
        "admin",
        "password",
        "woaini",
        "shangshui",
        "zhongguo",
    ):
        for year in YEARS:
            yield word + year
            yield word + "@" + year
    for digit in "0123456789":
        for length in range(6, 17):
            yield digit * length


def main() -> None:
    """Write the list: lower case, sorted, each once; entries under four characters are too short to matter."""
    entries = sorted({word.lower() for word in weak_words() if len(word) >= 4})
    head = "# Made by yimi.access.weak_list; change the words in weak_words.toml.\n"
    TARGET.write_text(head + "\n".join(entries) + "\n", "utf-8")


if __name__ == "__main__":
    main()
