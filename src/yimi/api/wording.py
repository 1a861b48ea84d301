"""What is wrong with one field of a request, in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

#: pydantic's kind of fault → the sentence; the named numbers come from the fault's context.
SENTENCES: Mapping[str, Any] = {
    "missing": gettext_lazy("缺少这一项。"),
    "extra_forbidden": gettext_lazy("没有这一项，请核对字段名的拼写。"),
    "string_type": gettext_lazy("这一项要是文字。"),
    "string_unicode": gettext_lazy("文字里有不完整的字符，请检查编码。"),
    "string_too_long": gettext_lazy("最多 %(max_length)s 个字。"),
    "string_too_short": gettext_lazy("至少 %(min_length)s 个字。"),
    "string_pattern_mismatch": gettext_lazy("格式不对，应符合 %(pattern)s"),
    "int_type": gettext_lazy("这一项要是整数。"),
    "int_parsing": gettext_lazy("这一项要是整数。"),
    "greater_than_equal": gettext_lazy("不能小于 %(ge)s。"),
    "less_than_equal": gettext_lazy("不能大于 %(le)s。"),
    "bool_type": gettext_lazy("这一项只能是 true 或 false。"),
    "enum": gettext_lazy("请从这些值里选：%(expected)s"),
    "literal_error": gettext_lazy("请从这些值里选：%(expected)s"),
    "day": gettext_lazy("日期要写成 2026-01-31 这样，1900 到 2199 年之间。"),
    "time_of_day": gettext_lazy("时间要写成 14:30 这样。"),
    "twice": gettext_lazy("同一个值写了两次。"),
    "uuid_parsing": gettext_lazy("编号要是 UUID。"),
    "uuid_type": gettext_lazy("编号要是 UUID。"),
    "list_type": gettext_lazy("这一项要是数组。"),
    "too_long": gettext_lazy("最多 %(max_length)s 项。"),
    "too_short": gettext_lazy("至少 %(min_length)s 项。"),
    "model_attributes_type": gettext_lazy("这一项要是 JSON 对象。"),
    "model_type": gettext_lazy("这一项要是 JSON 对象。"),
}


def told_fault(fault: Mapping[str, Any]) -> str:
    """The sentence for one of pydantic's faults."""
    sentence = SENTENCES.get(fault["type"])
    if sentence is None:
        return _("这一项的内容不对。")
    return str(sentence) % fault.get("ctx", {})


def field_of(place: Sequence[str | int]) -> str:
    """Where in the request: ``("body", "record", "workers", 0)`` is ``workers.0``; the whole body is ``body``.

    >>> field_of(("body", "record", "workers", 0)), field_of(("query", "limit")), field_of(("body", "record"))
    ('workers.0', 'limit', 'body')
    """
    source, *rest = place
    # ninja names the handler's argument after the source of a body
    inside = rest[1:] if source == "body" else rest
    return ".".join(map(str, inside)) or str(source)
