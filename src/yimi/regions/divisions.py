"""The shipped division data, read as a stream with the standard library alone.

The file is described in ``data/README.md``. Reading all 665,276 entries takes under two seconds and a few megabytes.
"""

from __future__ import annotations

import hashlib
import json
import lzma
from collections.abc import Iterator
from functools import lru_cache
from importlib.resources import files
from typing import Any, NamedTuple

from yimi.regions.naming import normal_text, short_name
from yimi.regions.rules import PLACEHOLDER_NAMES, PREFIX_LENGTHS, pad_code

DATA_FILE = "divisions.tsv.xz"


class Division(NamedTuple):
    """One entry of the edition. ``code`` has the 2, 4, 6, 9 or 12 digits of its level; ``reading`` only where unusual."""

    level: int
    code: str
    name: str
    reading: str


class Place(NamedTuple):
    """One division as it is stored: an entry with its full code and what its neighbours say about it."""

    code: str
    name: str
    level: int
    parent: str | None
    township_class: int | None
    is_placeholder: bool
    has_no_counties: bool
    reading: str


@lru_cache(maxsize=1)
def edition_header() -> dict[str, Any]:
    """``edition`` (the state's date), ``source``, ``counts`` by level, ``frequent`` search grams."""
    with _open() as lines:
        return json.loads(next(lines))


@lru_cache(maxsize=1)
def edition_checksum() -> str:
    """SHA-256 of the shipped file."""
    return hashlib.sha256((files("yimi.regions") / "data" / DATA_FILE).read_bytes()).hexdigest()


@lru_cache(maxsize=1)
def usual_readings() -> dict[str, str]:
    """Each character's commonest syllable in place names, without tone; ü is v, as people type it."""
    with _open() as lines:
        next(lines)
        return dict(pair.split("\t") for pair in next(lines).rstrip("\n").split(" "))


def spell(name: str, reading: str) -> tuple[str, str]:
    """Pinyin and initials of the short name; characters without a reading stand for themselves.

    >>> spell("浚县", "xun xian"), spell("商水县", "")
    (('xunxian', 'xx'), ('shangshuixian', 'ssx'))
    """
    usual = usual_readings()
    if reading:
        syllables = reading.split(" ")
    else:
        syllables = [usual.get(sign, sign) for sign in normal_text(short_name(name))]
    return "".join(syllables), "".join([syllable[0] for syllable in syllables])


def read_divisions(within: tuple[str, ...] = ()) -> Iterator[Division]:
    """Every entry, level by level, each level in order of code; or those at, below and above the short codes ``within``."""
    with _open() as lines:
        next(lines)
        next(lines)
        parent = ""
        level = 0
        is_near = True
        for line in lines:
            if line[0] == ">":
                parent = line[1:-1]
                level = PREFIX_LENGTHS.index(len(parent)) + 2 if parent else 1
                is_near = not within or _is_near(parent, within)
            elif is_near:
                tail, name, *reading = line[:-1].split("\t")
                code = parent + tail
                if not within or _is_near(code, within):
                    yield Division(level, code, name, reading[0] if reading else "")


def _is_near(code: str, within: tuple[str, ...]) -> bool:
    return code.startswith(within) or any(prefix.startswith(code) for prefix in within)


@lru_cache(maxsize=1)
def gaps() -> tuple[frozenset[str], frozenset[str]]:
    """Full codes of the cities without counties, and of the counties that only repeat their city.

    东莞, 中山 and 儋州 stand in the edition as a city and again as a county; 嘉峪关's one county bears the city's name.
    """
    cities: dict[str, str] = {}
    repeated: dict[str, str] = {}
    for entry in read_divisions():
        if entry.level == 2:
            cities[entry.code] = entry.name
        elif entry.level == 3 and cities[entry.code[:4]] == entry.name:
            repeated[entry.code] = entry.code[:4]
        elif entry.level == 4:
            break
    return frozenset(map(pad_code, repeated.values())), frozenset(map(pad_code, repeated))


def read_places(within: tuple[str, ...] = ()) -> Iterator[Place]:
    """Every division once, or those near ``within``, in the order of :func:`read_divisions`.

    Five entries repeat the code of the entry above them and are left out: the counties of 东莞, 中山 and 儋州, and the
    township and village that stand for 金门县 as a whole. 665,276 entries are 665,271 divisions.
    """
    without_counties, repeated = gaps()
    for entry in read_divisions(within):
        code = pad_code(entry.code)
        # A township of 东莞 finds its city here: the county's digits are zeros.
        parent = (
            pad_code(entry.code[: PREFIX_LENGTHS[entry.level - 2]]) if entry.level > 1 else None
        )
        if code == parent:
            continue
        yield Place(
            code,
            entry.name,
            entry.level,
            parent,
            int(code[6]) if entry.level == 4 else None,
            (entry.level == 3 and code in repeated)
            or (entry.level == 2 and entry.name in PLACEHOLDER_NAMES),
            entry.level == 2 and code in without_counties,
            entry.reading,
        )


def _open() -> Any:
    return lzma.open(
        files("yimi.regions").joinpath("data", DATA_FILE).open("rb"), "rt", encoding="utf-8"
    )
