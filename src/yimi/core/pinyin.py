"""Pinyin for finding: syllables and initials of names, with the readings that surnames have.

Pure, cached per character; ``readings_build`` makes the table of readings. For place names the room ``regions`` keeps its own readings.
"""

from __future__ import annotations

from array import array
from functools import cache, lru_cache
from importlib.resources import files
from itertools import product

#: Surnames read otherwise than the character usually is.
SURNAME_READINGS = {
    "单": "shan", "仇": "qiu", "解": "xie", "曾": "zeng", "区": "ou", "查": "zha", "朴": "piao", "盖": "ge",
    "缪": "miao", "覃": "qin", "翟": "zhai", "冼": "xian", "洗": "xian", "员": "yun", "尉": "wei", "召": "shao",
    "折": "she", "黑": "he", "秘": "bi", "繁": "po", "乐": "yue", "乜": "nie", "种": "chong", "逄": "pang",
    "郗": "xi", "那": "na", "幺": "yao", "佘": "she", "车": "che", "石": "shi", "沈": "shen", "盛": "sheng",
    "祭": "zhai", "适": "kuo", "晁": "chao", "角": "jue", "长": "zhang", "行": "xing", "能": "nai", "句": "gou",
    "朝": "chao", "令": "ling", "重": "chong", "都": "du", "贾": "jia", "郄": "qie", "钭": "tou", "藏": "zang",
    "隗": "wei", "谌": "chen", "尹": "yin", "纪": "ji", "任": "ren", "华": "hua", "葛": "ge", "牟": "mu",
}  # fmt: skip
#: Two-character surnames with a reading of their own.
COMPOUND_READINGS = {
    "尉迟": ("yu", "chi"), "万俟": ("mo", "qi"), "澹台": ("tan", "tai"), "令狐": ("ling", "hu"),
    "长孙": ("zhang", "sun"), "宰父": ("zai", "fu"), "单于": ("chan", "yu"), "鲜于": ("xian", "yu"),
    "呼延": ("hu", "yan"), "尉遲": ("yu", "chi"), "夏侯": ("xia", "hou"), "皇甫": ("huang", "fu"),
}  # fmt: skip
#: Characters of given names with two living readings whose initials differ; people type either.
TWO_INITIALS = {
    "长": "cz", "乐": "ly", "朝": "cz", "行": "xh", "重": "zc", "盛": "sc", "茜": "qx", "晟": "sc", "藏": "zc",
    "曾": "zc", "校": "xj", "传": "cz", "参": "cs", "颉": "jx", "调": "dt", "降": "jx", "单": "ds", "莞": "wg",
}  # fmt: skip
#: More combinations than this are not worth their rows.
MOST_INITIALS = 4


@cache
def _readings() -> tuple[tuple[str, ...], array[int]]:
    """The syllables, and for each code point the place of its syllable among them; place 0 is none.

    Kept so small because every process holds it: half a megabyte, where a dictionary of characters takes ten.
    """
    text = files("yimi.core").joinpath("data", "readings.tsv").read_text("utf-8")
    syllables, chars = zip(*(line.split("\t") for line in text.splitlines()), strict=True)
    places = array("H", bytes(2 * (1 + max(ord(char) for line in chars for char in line))))
    for place, line in enumerate(chars, start=1):
        for char in line:
            places[ord(char)] = place
    return ("", *syllables), places


@lru_cache(maxsize=50_000)
def reading(char: str) -> str:
    """The usual reading of one character, without tone; Latin letters are their own; "" when it has none.

    >>> reading("晓"), reading("A"), reading("·")
    ('xiao', 'a', '')
    """
    if char.isascii():
        return char.lower() if char.isalnum() else ""
    syllables, places = _readings()
    return syllables[places[ord(char)]] if ord(char) < len(places) else ""


def syllables(name: str) -> list[str]:
    """A person's name as syllables, surname read as a surname; characters without a reading are left out.

    >>> syllables("单晓明"), syllables("尉迟恭")
    (['shan', 'xiao', 'ming'], ['yu', 'chi', 'gong'])
    """
    compound = COMPOUND_READINGS.get(name[:2])
    if compound:
        return [*compound, *filter(None, map(reading, name[2:]))]
    first = SURNAME_READINGS.get(name[:1]) or reading(name[:1])
    return [part for part in (first, *map(reading, name[1:])) if part]


@lru_cache(maxsize=50_000)
def _initials_of(char: str, *, is_surname: bool) -> str:
    usual = TWO_INITIALS.get(char) or reading(char)[:1]
    if is_surname and char in SURNAME_READINGS:
        # Both: the right reading for those who know, the usual one for those who do not.
        return "".join(dict.fromkeys(SURNAME_READINGS[char][0] + usual))
    return usual


def name_initials(name: str) -> tuple[str, ...]:
    """Every string of initials under which people would look for a Chinese name; the likeliest first.

    >>> name_initials("李晓明"), name_initials("单长乐")
    (('lxm',), ('scl', 'scy', 'szl', 'szy'))
    """
    compound = COMPOUND_READINGS.get(name[:2])
    if compound:
        options = [part[0] for part in compound] + [
            _initials_of(char, is_surname=False) for char in name[2:]
        ]
    else:
        options = [_initials_of(char, is_surname=place == 0) for place, char in enumerate(name)]
    options = [letters for letters in options if letters]
    if not options:
        return ()
    found = []
    for letters in product(*options):
        found.append("".join(letters))
        if len(found) == MOST_INITIALS:
            break
    return tuple(found)
