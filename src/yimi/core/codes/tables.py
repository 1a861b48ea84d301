"""Code tables as data: sex (GB/T 2261.1), ethnic groups (GB/T 3304), relation to the head (GB/T 4761).

Each entry is code → (Chinese, English). Other platforms number some of these differently (广州: 男 = 0):
translating is the importer's work, inside Yimi only the national codes occur.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.functional import lazystr

from yimi.core.language import in_english

Table = Mapping[str, tuple[str, str]]

SEXES: Table = {
    "1": ("男", "male"),
    "2": ("女", "female"),
    "0": ("未知", "unknown"),
    "9": ("未说明", "not stated"),
}

_ETHNIC = (
    "01汉Han 02蒙古Mongol 03回Hui 04藏Tibetan 05维吾尔Uyghur 06苗Miao 07彝Yi 08壮Zhuang 09布依Buyei 10朝鲜Korean "
    "11满Manchu 12侗Dong 13瑶Yao 14白Bai 15土家Tujia 16哈尼Hani 17哈萨克Kazakh 18傣Dai 19黎Li 20傈僳Lisu 21佤Wa "
    "22畲She 23高山Gaoshan 24拉祜Lahu 25水Sui 26东乡Dongxiang 27纳西Naxi 28景颇Jingpo 29柯尔克孜Kyrgyz 30土Tu "
    "31达斡尔Daur 32仫佬Mulao 33羌Qiang 34布朗Blang 35撒拉Salar 36毛南Maonan 37仡佬Gelao 38锡伯Xibe 39阿昌Achang "
    "40普米Pumi 41塔吉克Tajik 42怒Nu 43乌孜别克Uzbek 44俄罗斯Russian 45鄂温克Evenki 46德昂De'ang 47保安Bonan "
    "48裕固Yugur 49京Gin 50塔塔尔Tatar 51独龙Derung 52鄂伦春Oroqen 53赫哲Hezhen 54门巴Monba 55珞巴Lhoba 56基诺Jino"
)


def _read_ethnic() -> dict[str, tuple[str, str]]:
    table = {}
    for entry in _ETHNIC.split():
        name = entry[2:].rstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'")
        table[entry[:2]] = (name + "族", entry[2 + len(name) :])
    return table | {"97": ("其他", "other"), "98": ("外国血统中国籍人士", "naturalised")}


ETHNIC_GROUPS: Table = _read_ethnic()

RELATIONS: Table = {
    "02": ("户主", "head"),
    "10": ("配偶", "spouse"), "11": ("夫", "husband"), "12": ("妻", "wife"),
    "20": ("子", "son"), "21": ("独生子", "only son"), "22": ("长子", "eldest son"), "23": ("次子", "second son"),
    "24": ("三子", "third son"), "25": ("四子", "fourth son"), "26": ("五子", "fifth son"),
    "27": ("养子或继子", "adopted son or stepson"), "28": ("女婿", "son-in-law"), "29": ("其他儿子", "other son"),
    "30": ("女", "daughter"), "31": ("独生女", "only daughter"), "32": ("长女", "eldest daughter"),
    "33": ("次女", "second daughter"), "34": ("三女", "third daughter"), "35": ("四女", "fourth daughter"),
    "36": ("五女", "fifth daughter"), "37": ("养女或继女", "adopted daughter or stepdaughter"),
    "38": ("儿媳", "daughter-in-law"), "39": ("其他女儿", "other daughter"),
    "40": ("孙辈", "grandchild"), "41": ("孙子", "grandson"), "42": ("孙女", "granddaughter"),
    "43": ("外孙子", "grandson (daughter's son)"), "44": ("外孙女", "granddaughter (daughter's daughter)"),
    "45": ("孙媳妇或外孙媳妇", "grandson's wife"), "46": ("孙女婿或外孙女婿", "granddaughter's husband"),
    "47": ("曾孙子或曾外孙子", "great-grandson"), "48": ("曾孙女或曾外孙女", "great-granddaughter"),
    "49": ("其他孙辈", "other grandchild"),
    "50": ("父母", "parent"), "51": ("父亲", "father"), "52": ("母亲", "mother"),
    "53": ("公公", "husband's father"), "54": ("婆婆", "husband's mother"),
    "55": ("岳父", "wife's father"), "56": ("岳母", "wife's mother"),
    "57": ("继父或养父", "stepfather or adoptive father"), "58": ("继母或养母", "stepmother or adoptive mother"),
    "59": ("其他父母关系", "other parent"),
    "60": ("祖父母或外祖父母", "grandparent"), "61": ("祖父", "grandfather"), "62": ("祖母", "grandmother"),
    "63": ("外祖父", "mother's father"), "64": ("外祖母", "mother's mother"),
    "65": ("配偶的祖父母", "spouse's grandparent"), "66": ("曾祖父", "great-grandfather"),
    "67": ("曾祖母", "great-grandmother"), "68": ("配偶的曾祖父母", "spouse's great-grandparent"),
    "69": ("其他祖辈", "other grandparent"),
    "70": ("兄弟姐妹", "sibling"), "71": ("兄", "elder brother"), "72": ("嫂", "elder brother's wife"),
    "73": ("弟", "younger brother"), "74": ("弟媳", "younger brother's wife"), "75": ("姐", "elder sister"),
    "76": ("姐夫", "elder sister's husband"), "77": ("妹", "younger sister"),
    "78": ("妹夫", "younger sister's husband"), "79": ("其他兄弟姐妹", "other sibling"),
    "80": ("其他", "other"), "81": ("伯父", "father's elder brother"), "82": ("伯母", "his wife"),
    "83": ("叔父", "father's younger brother"), "84": ("婶母", "his wife"), "85": ("舅父", "mother's brother"),
    "86": ("舅母", "his wife"), "87": ("姨父", "mother's sister's husband"), "88": ("姨母", "mother's sister"),
    "89": ("姑父", "father's sister's husband"), "90": ("姑母", "father's sister"),
    "91": ("堂兄弟、堂姐妹", "cousin (father's side)"), "92": ("表兄弟、表姐妹", "cousin (other)"),
    "93": ("侄子", "brother's son"), "94": ("侄女", "brother's daughter"), "95": ("外甥", "sister's son"),
    "96": ("外甥女", "sister's daughter"), "97": ("其他亲属", "other relative"), "99": ("非亲属", "not related"),
}  # fmt: skip

#: The relations a form offers first; the rest stay reachable through import and the full list.
COMMON_RELATIONS = (
    "02", "10", "20", "30", "28", "38", "41", "42", "43", "44", "51", "52", "54", "61", "62", "73", "77", "97", "99",
)  # fmt: skip

#: Languages a resident may prefer; Mandarin goes without saying.
LANGUAGES: Table = {
    "": ("普通话", "Mandarin"),
    "dialect": ("方言", "dialect"),
    "bo": ("藏语", "Tibetan"),
    "ug": ("维吾尔语", "Uyghur"),
    "mn": ("蒙古语", "Mongolian"),
    "kk": ("哈萨克语", "Kazakh"),
    "za": ("壮语", "Zhuang"),
    "yi": ("彝语", "Yi"),
    "ko": ("朝鲜语", "Korean"),
    "sign": ("手语", "sign language"),
    "other": ("其他", "other"),
}


def label(table: Table, code: str) -> str:
    """The entry's name in the reader's language; an unknown code shows itself.

    >>> label(SEXES, "2"), label(ETHNIC_GROUPS, "04"), label(RELATIONS, "02"), label(SEXES, "7")
    ('女', '藏族', '户主', '7')
    """
    entry = table.get(code)
    if entry is None:
        return code
    return entry[in_english()]


def choices(table: Table, codes: tuple[str, ...] = ()) -> list[tuple[str, Any]]:
    """(code, name) pairs for a form, in the table's order or in the order of ``codes``."""
    return [(code, lazystr(_Labelled(table, code))) for code in codes or tuple(table)]


class _Labelled:
    """A name that is looked up when it is shown, so that a form speaks the reader's language."""

    def __init__(self, table: Table, code: str) -> None:
        self._table, self._code = table, code

    def __str__(self) -> str:
        return label(self._table, self._code)
