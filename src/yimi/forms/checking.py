"""What may stand in an answer: a definition and plain values in, what is kept and what is wrong out."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping
from datetime import date, time
from typing import Any

from django.utils.translation import gettext as _

from yimi.forms.definitions.shape import Field, FormDefinition, Kind

MAX_TEXT = 300
MAX_LONG_TEXT = 20_000
MAX_ROWS = 200
MAX_PEOPLE = 200
MAX_NAME = 60
#: More than any purse or head-count here, and exact in a float.
MAX_NUMBER = 10**12
#: The parts of a signature: who signed, and on which day.
SIGNATURE_PARTS = ("who", "on")
#: What no paper form can hold: control characters other than line breaks and tabs.
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


class Fault(Exception):
    """One answer is wrong; the text says why."""


Answers = dict[str, Any]


def check_answers(
    definition: FormDefinition, answers: Mapping[str, Any]
) -> tuple[Answers, dict[str, list[str]]]:
    """The answers as they are kept (blank ones left out), and what is wrong: field → messages.

    Unknown keys, wrong kinds, codes that are not offered and over-long texts are faults. An empty required field is not.
    """
    fields = {field.key: field for field in definition.fields}
    kept: Answers = {}
    faults: dict[str, list[str]] = {}
    for key, value in answers.items():
        field = fields.get(key)
        if field is None:
            faults[key] = [_("这张表没有这一栏，请刷新页面后再填。")]
            continue
        try:
            clean = _check(field, value)
        except Fault as fault:
            faults[key] = [str(fault)]
            continue
        if not is_blank(clean):
            kept[key] = clean
    return kept, faults


def is_blank(value: Any) -> bool:
    """Nothing was answered; ``False`` and 0 are answers."""
    return value is None or value in ("", [], {})


def missing_required(definition: FormDefinition, answers: Mapping[str, Any]) -> list[Field]:
    """Fields the standard asks for that are still empty: to warn with, never to block."""
    return [
        field for field in definition.fields if field.required and is_blank(answers.get(field.key))
    ]


def _check(field: Field, value: Any) -> Any:
    return None if is_blank(value) else CHECKS[field.kind](field, value)


def _text(value: Any, longest: int) -> str:
    if not isinstance(value, str):
        raise Fault(_("这一栏要填文字。"))
    if CONTROL.search(value):
        raise Fault(_("这一栏里有看不见的控制字符，请重新输入，不要从别处粘贴。"))
    text = value.replace("\r\n", "\n").replace("\r", "\n").strip()
    if len(text) > longest:
        raise Fault(
            _("这一栏最多 %(most)d 个字，现在有 %(now)d 个，请删减或写到附件里。")
            % {"most": longest, "now": len(text)}
        )
    return text


def _one_line(_field: Field, value: Any) -> str:
    return " ".join(_text(value, MAX_TEXT).splitlines())


def _code(field: Field, value: Any) -> str:
    if not isinstance(value, str) or value not in {code.value for code in field.codes}:
        raise Fault(_("请从列出的选项里选。"))
    return value


def _codes(field: Field, value: Any) -> list[str]:
    if not isinstance(value, list | tuple):
        raise Fault(_("请从列出的选项里选。"))
    chosen = {_code(field, one) for one in value}
    return [code.value for code in field.codes if code.value in chosen]


def _day(_field: Field, value: Any) -> str:
    try:
        return (value if type(value) is date else date.fromisoformat(value)).isoformat()
    except (TypeError, ValueError):
        raise Fault(_("日期不对，请按 2026-11-22 这样填。")) from None


def _clock(_field: Field, value: Any) -> str:
    try:
        return f"{value if isinstance(value, time) else time.fromisoformat(value):%H:%M}"
    except (TypeError, ValueError):
        raise Fault(_("时间不对，请按 09:30 这样填。")) from None


def _number(_field: Field, value: Any) -> int | float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise Fault(_("这一栏要填数字。"))
    if not math.isfinite(value) or abs(value) > MAX_NUMBER:
        raise Fault(_("这个数字太大，请检查。"))
    return int(value) if value == int(value) else round(value, 2)


def _money(field: Field, value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or value < 0:
        raise Fault(_("金额不对，请填元，最多两位小数。"))
    return int(_number(field, value))


def _scale(field: Field, value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, int):
        raise Fault(_("请从列出的分数里选。"))
    if not field.least <= value <= field.most:
        raise Fault(
            _("分数在 %(least)d 到 %(most)d 之间。") % {"least": field.least, "most": field.most}
        )
    return value


def _yes_no(_field: Field, value: Any) -> bool:
    if not isinstance(value, bool):
        raise Fault(_("请选“是”或“否”。"))
    return value


def _people(_field: Field, value: Any) -> list[str]:
    if not isinstance(value, list | tuple):
        raise Fault(_("这一栏要填姓名，用顿号隔开。"))
    if len(value) > MAX_PEOPLE:
        raise Fault(_("最多 %(most)d 个人，请分两次填。") % {"most": MAX_PEOPLE})
    return [name for one in value if (name := _text(one, MAX_NAME))]


def _signature(field: Field, value: Any) -> Answers:
    if not isinstance(value, Mapping) or not set(value) <= set(SIGNATURE_PARTS):
        raise Fault(_("签名要有签名人和日期。"))
    who, on = value.get("who"), value.get("on")
    parts = {
        "who": "" if is_blank(who) else _text(who, MAX_NAME),
        "on": "" if is_blank(on) else _day(field, on),
    }
    return {name: part for name, part in parts.items() if part}


def _table(field: Field, value: Any) -> list[Answers]:
    if not isinstance(value, list | tuple) or not all(isinstance(row, Mapping) for row in value):
        raise Fault(_("这张小表没有填对，请重新填写。"))
    if len(value) > MAX_ROWS:
        raise Fault(_("最多 %(most)d 行，请把多的写到附件里。") % {"most": MAX_ROWS})
    rows = [_row(field, place, row) for place, row in enumerate(value, 1)]
    return [row for row in rows if row]


def _row(field: Field, place: int, row: Mapping[str, Any]) -> Answers:
    columns = {column.key: column for column in field.columns}
    kept = {}
    for key, value in row.items():
        column = columns.get(key)
        if column is None:
            raise Fault(_("这张小表没有这一列，请刷新页面后再填。"))
        try:
            clean = _check(column, value)
        except Fault as fault:
            raise Fault(
                _("第 %(row)d 行“%(column)s”：%(why)s")
                % {"row": place, "column": column.label, "why": fault}
            ) from None
        if not is_blank(clean):
            kept[key] = clean
    return kept


CHECKS: dict[Kind, Callable[[Field, Any], Any]] = {
    Kind.TEXT: _one_line,
    Kind.LONG_TEXT: lambda _field, value: _text(value, MAX_LONG_TEXT),
    Kind.CHOICE: _code,
    Kind.CHOICES: _codes,
    Kind.DATE: _day,
    Kind.TIME: _clock,
    Kind.NUMBER: _number,
    Kind.MONEY: _money,
    Kind.SCALE: _scale,
    Kind.YES_NO: _yes_no,
    Kind.PEOPLE: _people,
    Kind.SIGNATURE: _signature,
    Kind.TABLE: _table,
}
