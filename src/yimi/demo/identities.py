"""Numbers for people and bodies who do not exist: valid in form, impossible in fact.

ID numbers begin with 99, a prefix that no division ever had; phones with 100, a range that is not assigned;
credit codes carry a division of 99xxxx as well.
"""

from __future__ import annotations

from datetime import date
from random import Random

from stdnum.cn import uscc as stdnum_uscc

from yimi.core.codes.citizen_id import check_digit

#: GB 32100-2015: letters of a credit code.
USCC_LETTERS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_ORG_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)
#: GB/T 2261.1.
MALE, FEMALE = "1", "2"


def id_number(rng: Random, born_on: date, sex: str, *, series: int) -> str:
    """An ID number for a birthday and a sex. ``series`` (0–9999) fills the place: it keeps two towns apart.

    >>> id_number(Random(1), date(1950, 2, 3), "2", series=7)[:14]
    '99000719500203'
    """
    serial = rng.randrange(500) * 2 + (sex == MALE)
    body = f"99{series:04d}{born_on:%Y%m%d}{serial:03d}"
    return body + check_digit(body)


def phone_number(rng: Random) -> str:
    """Eleven digits in the unassigned range 100.

    >>> phone_number(Random(1)).startswith("100"), len(phone_number(Random(1)))
    (True, 11)
    """
    return f"100{rng.randrange(10**8):08d}"


def credit_code(rng: Random, *, kind: str = "52") -> str:
    """A 统一社会信用代码: authority and kind (52: 社会服务机构, 51: 社会团体), division 990000, both check characters."""
    organisation = "".join(rng.choice("0123456789") for _ in range(8))
    weighed = (int(sign) * weight for sign, weight in zip(organisation, _ORG_WEIGHTS, strict=True))
    remainder = 11 - sum(weighed) % 11
    check = {10: "X", 11: "0"}.get(remainder, str(remainder))
    body = f"{kind}990000{organisation}{check}"
    return body + str(stdnum_uscc.calc_check_digit(body))
