"""Make ``data/readings.tsv``, the usual reading of every character, from the package ``pypinyin``.

    python -m yimi.core.readings_build

Needed when a new edition of that package knows more; nothing at run time imports it, because its dictionaries take 55 MB in
every process that does.
"""

from __future__ import annotations

import sys
from collections import defaultdict
from pathlib import Path

from pypinyin import Style, pinyin
from pypinyin.pinyin_dict import pinyin_dict

FILE = Path(__file__).parent / "data" / "readings.tsv"


def usual_reading(char: str) -> str:
    """Without tone; "" when it has none."""
    found = pinyin(char, style=Style.NORMAL, errors="ignore", v_to_u=False)
    return found[0][0] if found and found[0] else ""


def lines() -> list[str]:
    """One line for each syllable, its characters in order of their code points."""
    chars: dict[str, list[str]] = defaultdict(list)
    for point in sorted(pinyin_dict):
        if syllable := usual_reading(chr(point)):
            chars[syllable].append(chr(point))
    return [f"{syllable}\t{''.join(found)}" for syllable, found in sorted(chars.items())]


if __name__ == "__main__":
    FILE.parent.mkdir(exist_ok=True)
    FILE.write_text("\n".join(lines()) + "\n", "utf-8", newline="\n")
    sys.stdout.write(f"{FILE}: {FILE.stat().st_size:,} bytes\n")
