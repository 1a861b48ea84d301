"""How people say and type the name of a place. Pure functions, no Django.

A village is written 张庄村村民委员会, said 张庄村, and looked for as 张庄; the three forms here are *official*, *short* and *stem*.
Searching works on grams: every two neighbouring characters of the short name, marked first and last characters, and the
whole stem. Two-character words are the normal case in Chinese, where trigram indexes find nothing.
"""

from __future__ import annotations

import re
import unicodedata
from itertools import pairwise

_PLAIN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff]*").fullmatch
_COMMITTEE = re.compile(r"(?<=.)(?:村民?|居民?)委(?:员(?:会)?|会)?$")
_SAYS_ITS_KIND = ("村", "社区", "嘎查", "居")
_VILLAGE_TAIL = re.compile(r"(?<=.)(?:社区|居|村|嘎查|生活区)$")
_NATION = (
    "(?:(?:蒙古|回|藏|维吾尔|苗|彝|壮|布依|朝鲜|满|侗|瑶|白|土家|哈尼|哈萨克|傣|黎|傈僳|佤|畲|高山|拉祜|水|东乡|纳西|景颇|柯尔克孜|土"
    "|达斡尔|仫佬|羌|布朗|撒拉|毛南|仡佬|锡伯|阿昌|普米|塔吉克|怒|乌孜别克|俄罗斯|鄂温克|德昂|保安|裕固|京|塔塔尔|独龙|鄂伦春|赫哲|门巴"
    "|珞巴|基诺|各)族|蒙古|哈萨克|柯尔克孜|塔吉克|锡伯|达斡尔|鄂温克|鄂伦春|维吾尔)"
)
_UPPER_TAIL = re.compile(
    rf"(?<=.)(?:{_NATION}*(?:自治区|自治州|自治县|自治旗)|{_NATION}*民族?[乡镇]|{_NATION}+[乡镇]|省|市|地区|盟|县|区|旗"
    r"|街道办事处|街道办|街道|镇|乡|苏木)$"
)
_PATH_CUT = re.compile(
    r"(?<=.)(?:自治[区州县旗]|地区|街道|苏木|(?<![城郊市])区|省|市|盟|县|旗|镇|乡)(?=..)"
)
#: Words that nearly every village's name carries: alone they name none.
COMMON_WORDS = ("村民委员会", "居民委员会", "村委会", "居委会", "社区")


def normal_text(text: str) -> str:
    """Half-width, lower case, without punctuation, spaces or control characters; rare characters stay.

    >>> normal_text("（白城市）ＡＢ· 官银号\\x00")
    '白城市ab官银号'
    """
    if _PLAIN(text):
        return text
    folded = unicodedata.normalize("NFKC", text).lower()
    return "".join(sign for sign in folded if _is_kept(sign))


def _is_kept(sign: str) -> bool:
    # Letters, digits, marks (Tibetan vowels), and the private-use area that a few village names need.
    return sign.isalnum() or unicodedata.category(sign) in {"Mn", "Mc", "Co"}


def short_name(name: str) -> str:
    """The name as people say it: a committee's title cut to the kind of place it stands for.

    >>> [short_name(name) for name in ("张庄村民委员会", "张庄村村委会", "城南驿社区居委会", "东街居委会", "商水县")]
    ['张庄村', '张庄村', '城南驿社区', '东街居', '商水县']
    """
    cut = _COMMITTEE.sub("", name)
    if cut == name or cut.endswith(_SAYS_ITS_KIND):
        return cut
    return cut + name[len(cut)]


def stem_of(name: str) -> str:
    """A name without its kind: what two people mean when one says 商水 and the other 商水县.

    >>> [stem_of(name) for name in ("商水县", "东城街道", "印江土家族苗族自治县", "城南驿社区居委会", "张庄村", "沙县")]
    ['商水', '东城', '印江', '城南驿', '张庄', '沙']
    """
    return _stem_of_short(short_name(name))


def _stem_of_short(short: str) -> str:
    stem = _VILLAGE_TAIL.sub("", short)
    return stem if stem != short else _UPPER_TAIL.sub("", short)


def split_path(text: str) -> list[str]:
    """Cut an address written in one go after each division's kind; one part when there is nothing to cut.

    >>> split_path("河南省周口市商水县东城街道")
    ['河南省', '周口市', '商水县', '东城街道']
    """
    cuts = [match.end() for match in _PATH_CUT.finditer(text)]
    return [text[start:end] for start, end in zip([0, *cuts], [*cuts, len(text)], strict=True)]


def exact_gram(name: str) -> str:
    """The gram that only places with this very stem carry.

    >>> exact_gram("商水县")
    '^商水$'
    """
    return f"^{_stem_of_short(normal_text(short_name(name)))}$"


def inner_grams(text: str) -> list[str]:
    """What a name must carry to contain ``text``; a single character is searched as the beginning of a gram.

    >>> inner_grams("东城街")
    ['东城', '城街']
    """
    return [left + right for left, right in pairwise(text)]


def grams_of(name: str) -> set[str]:
    """Every gram under which a place is found.

    >>> sorted(grams_of("浚县"))
    ['^浚', '^浚$', '县', '浚县']
    """
    short = normal_text(short_name(name))
    if not short:
        return set()
    grams = {left + right for left, right in pairwise(short)}
    grams.update((f"^{_stem_of_short(short)}$", f"^{short[0]}", short[-1]))
    return grams


def is_common_word(text: str) -> bool:
    """Whether ``text`` is a piece of a committee's title and names no place.

    >>> is_common_word("村委会"), is_common_word("委会"), is_common_word("村"), is_common_word("村头")
    (True, True, False, False)
    """
    return len(text) > 1 and any(text in word for word in COMMON_WORDS)
