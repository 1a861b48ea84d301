"""What a division's code and name say about it. Pure functions, no Django.

A statistical code has 12 digits: province 2, city 2, county 2, township 3, village 3; a division's own code ends in
zeros, so everything below it is one range of codes (rules of the National Bureau of Statistics, 统计用区划代码和城乡划分
代码编制规则, 国统字〔2009〕91号).
"""

from __future__ import annotations

CODE_LENGTH = 12
#: How many leading digits belong to a division of level 1 (province) to 5 (village).
PREFIX_LENGTHS = (2, 4, 6, 9, 12)
#: First digits of a township's three: streets, towns, townships, sumu. 4 and 5 are zones, parks and farms.
TOWNSHIP_CLASSES = (0, 1, 2, 3)

#: Levels that only fill a gap in the code; nobody lives in "市辖区".
PLACEHOLDER_NAMES = frozenset(
    {"市辖区", "县", "省直辖县级行政区划", "自治区直辖县级行政区划", "省直辖县级行政单位", "市"}
)


def pad_code(code: str) -> str:
    """A short code, filled with zeros.

    >>> pad_code("411623")
    '411623000000'
    """
    return code.ljust(CODE_LENGTH, "0")


def level_of(code: str) -> int:
    """Level of a 12-digit code, 1 (province) to 5 (village).

    >>> [level_of(pad_code(code)) for code in ("41", "4116", "411623", "411623001", "411623001001")]
    [1, 2, 3, 4, 5]
    """
    for level in (5, 4, 3, 2):
        if int(code[PREFIX_LENGTHS[level - 2] : PREFIX_LENGTHS[level - 1]]):
            return level
    return 1


def prefix_of(code: str) -> str:
    """The digits that everything below this division shares.

    东莞, 中山 and 儋州 have no counties: the four digits of the city serve, whatever their townships' next two are.

    >>> prefix_of("411623000000"), prefix_of("441900000000")
    ('411623', '4419')
    """
    return code[: PREFIX_LENGTHS[level_of(code) - 1]]


def ancestor_codes(code: str) -> tuple[str, ...]:
    """The codes above, uppermost first; each once, also where a city without counties repeats its code.

    >>> ancestor_codes("411623001000")
    ('410000000000', '411600000000', '411623000000')
    >>> ancestor_codes("441900003000")
    ('440000000000', '441900000000')
    """
    lengths = PREFIX_LENGTHS[: level_of(code) - 1]
    return tuple(dict.fromkeys(pad_code(code[:length]) for length in lengths))


def township_class_of(code: str) -> int | None:
    """First of the three township digits (0 街道, 1 镇, 2 乡, 3 苏木, 4–5 zones and farms); None for other levels.

    >>> township_class_of("411623001000"), township_class_of("411623000000")
    (0, None)
    """
    return int(code[6]) if level_of(code) == 4 else None
