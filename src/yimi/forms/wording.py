"""How answers read, on paper and on the page, and in what two contents of a form differ."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from yimi.core.formats import number
from yimi.forms.checking import is_blank
from yimi.forms.definitions.shape import Field, FormDefinition, Kind


def answer_text(field: Field, value: Any) -> str:
    """One answer as words, in the language of the page; a table's rows one a line. Nothing answered: empty."""
    if is_blank(value):
        return ""
    if field.kind == Kind.TABLE:
        return "\n".join(
            "；".join(
                f"{column.label}：{text}"
                for column in field.columns
                if (text := answer_text(column, row.get(column.key)))
            )
            for row in value
        )
    words = WORDS.get(field.kind)
    return words(field, value) if words else str(value)


def _labels(field: Field, chosen: Sequence[str]) -> str:
    return "、".join(code.label for code in field.codes if code.value in chosen)


def day_words(text: str) -> str:
    """A kept date as it stands on paper.

    >>> day_words("2026-09-05")
    '2026年9月5日'
    """
    day = date.fromisoformat(text)
    return f"{day.year}年{day.month}月{day.day}日"


def _signature_words(_field: Field, value: Mapping[str, str]) -> str:
    on = day_words(value["on"]) if value.get("on") else ""
    return " ".join(part for part in (value.get("who", ""), on) if part)


WORDS: dict[Kind, Callable[[Field, Any], str]] = {
    Kind.CHOICE: lambda field, value: _labels(field, [value]),
    Kind.CHOICES: _labels,
    Kind.DATE: lambda _field, value: day_words(value),
    Kind.NUMBER: lambda _field, value: number(value),
    Kind.MONEY: lambda _field, value: _("%(yuan)s 元") % {"yuan": number(value / 100, 2)},
    Kind.SCALE: lambda field, value: (
        _("%(points)d 分（%(least)d–%(most)d）")
        % {"points": value, "least": field.least, "most": field.most}
    ),
    Kind.YES_NO: lambda _field, value: _("是") if value else _("否"),
    Kind.PEOPLE: lambda _field, value: "、".join(value),
    Kind.SIGNATURE: _signature_words,
}


@dataclass(frozen=True, slots=True)
class Difference:
    """A field that two people filled in differently, both answers as words."""

    field: Field
    typed: str
    on_file: str


def differences(
    definition: FormDefinition, typed: Mapping[str, Any], on_file: Mapping[str, Any]
) -> list[Difference]:
    """The fields in which what was typed differs from what is on file, in the form's order."""
    return [
        Difference(
            field,
            answer_text(field, typed.get(field.key)),
            answer_text(field, on_file.get(field.key)),
        )
        for field in definition.fields
        if not (is_blank(typed.get(field.key)) and is_blank(on_file.get(field.key)))
        and typed.get(field.key) != on_file.get(field.key)
    ]
