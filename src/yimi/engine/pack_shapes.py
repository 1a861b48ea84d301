"""What each key of a pack may hold. Readers, drafts and pages rest on it: behind it a title is a text and a day a day.

Only what is there is looked at: what is missing is for the readers to say, and keys that are not listed are left alone.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any

from yimi.engine.errors import PackError, Where

NAME = re.compile(r"[a-z][a-z0-9_]{0,59}")
#: What fits wherever a version is stored.
LAST_VERSION = 2**31 - 1
LARGEST = 10**15


def _is_int(value: Any, low: int, high: int) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and low <= value <= high


def _is_text(value: Any) -> bool:
    return isinstance(value, str) and "\0" not in value


def _is_name(value: Any) -> bool:
    return isinstance(value, str) and NAME.fullmatch(value) is not None


def _is_texts(value: Any) -> bool:
    return isinstance(value, list) and all(_is_text(one) for one in value)


def _is_tables(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(one, dict) for one in value)


def _is_codes(value: Any) -> bool:
    return isinstance(value, dict) and all(_is_text(name) for name in value.values())


def _is_day(value: Any) -> bool:
    return isinstance(value, date) and not isinstance(value, datetime)


#: How a shape is told from others, and how it is asked for.
Shape = tuple[Callable[[Any], bool], str]
TEXT: Shape = (_is_text, "要写成加引号的文字")
NAMED: Shape = (_is_name, "要用小写字母开头，后面只有小写字母、数字和下划线，不超过 60 个字")
KIND: Shape = (lambda value: _is_text(value) and len(value) <= 20, "要写成不超过 20 个字的文字")
TEXTS: Shape = (_is_texts, "要写成一列文字，如 [\"甲\", \"乙\"]")  # fmt: skip
DAY: Shape = (_is_day, "要写成日期，如 2024-01-01，不加引号")
FLAG: Shape = (lambda value: isinstance(value, bool), "只能写 true 或 false")
AMOUNT: Shape = (lambda value: _is_int(value, -LARGEST, LARGEST), "要写成整数，不超过 15 位")
EVERY: Shape = (lambda value: _is_int(value, 0, 9999), "要写成 0 到 9999 的整数")
VERSION: Shape = (lambda value: _is_int(value, 1, LAST_VERSION), f"要是整数，从 1 到 {LAST_VERSION}")  # fmt: skip
TABLE: Shape = (lambda value: isinstance(value, dict), "要写成一张表，用单方括号")
TABLES: Shape = (_is_tables, "要写成一列表，每张用双方括号开头")
CODES: Shape = (_is_codes, "要写成一张表，用单方括号，每行是 代码 = \"名称\"")  # fmt: skip
OFTEN: Shape = (lambda value: _is_text(value) or isinstance(value, dict), "要写成文字或一张表")

_CONDITION = {"id": NAMED, "clause": TEXT, "text": TEXT, "test": TEXT, "ask": TEXT}
#: By the dotted name of the table: its keys. A key whose own table is listed is looked into.
SHAPES: Mapping[str, Mapping[str, Shape]] = {
    "": {
        "pack": TABLE, "codes": CODES,
        **dict.fromkeys(("choice", "parameter", "condition", "benefit"), TABLES),
        **dict.fromkeys(("indicator", "code", "local", "article", "concept", "page", "slip"), TABLES),
    },
    "pack": {
        **dict.fromkeys(("id", "title", "title_en", "region", "source", "base"), TEXT),
        **dict.fromkeys(("in_force_from", "in_force_to", "repealed_on"), DAY),
        "kind": KIND, "version": VERSION, "issuers": TEXTS,
    },
    "choice": {"id": NAMED, "question": TEXT, "answer": TEXT, "why": TEXT},
    "parameter": {
        **dict.fromkeys(("kind", "title", "title_en", "note", "unset"), TEXT),
        "id": NAMED, "value": TABLES,
    },
    "parameter.value": {
        "id": NAMED, "region": TEXT, "from": DAY, "amount": AMOUNT, "source": TEXT,
        "example": FLAG, "repealed": FLAG,
    },
    "condition": _CONDITION,
    "benefit": {
        **dict.fromkeys(("title", "title_en", "clause", "subject", "receiving"), TEXT),
        **dict.fromkeys(("amount_fen", "points", "claim_until", "due_on"), TEXT),
        "id": NAMED, "needs": TEXTS, "evidence": TEXTS, "frequency": OFTEN, "claims_outlast": FLAG,
        "condition": TABLES, "relation": TABLES,
    },
    "benefit.condition": _CONDITION,
    "benefit.relation": {"id": NAMED, "kind": TEXT, "with": TEXTS, "clause": TEXT, "text": TEXT},
    "benefit.frequency": {"kind": TEXT, "per": TEXT, "every": EVERY},
}  # fmt: skip


def check_shapes(content: Mapping[str, Any], file: str = "") -> None:
    """Raises :class:`PackError` naming the first table and key that hold something else."""
    _check(content, "", Where(file))


def _check(table: Mapping[str, Any], path: str, where: Where) -> None:
    for key, value in table.items():
        name = f"{path}.{key}" if path else key
        if "." in key and name in SHAPES:
            raise PackError("pack_shape", f"“{key}”不能加引号写成一个名称。", where)
        shape = SHAPES[path].get(key)
        if shape is None:
            continue
        is_so, wanted = shape
        if not is_so(value):
            raise PackError("pack_shape", f"{name} {wanted}。", where)
        if name not in SHAPES or isinstance(value, str):
            continue
        for one in value if isinstance(value, list) else [value]:
            own = one.get("id")
            named = own if path == "" and isinstance(own, str) and key != "pack" else ""
            _check(one, name, Where(where.file, where.rule or named or key))


def why_unreadable(error: Exception) -> str:
    """What keeps a text from being TOML: ``tomllib`` itself gives up on deep nesting and on endless numbers."""
    if isinstance(error, RecursionError):
        return "括号套得太深"
    if isinstance(error, tomllib.TOMLDecodeError | UnicodeDecodeError):
        return str(error)
    return "有一个数太长，或日期不存在"
