"""TOML as a text: where its statements stand, and how a value is written. ``tomllib`` reads and neither keeps nor writes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

_BARE = re.compile(r"[A-Za-z0-9_-]+")
_ESCAPES = {"\\": "\\\\", '"': '\\"', "\b": "\\b", "\f": "\\f", "\r": "\\r", "\t": "\\t"}


def statements(text: str) -> Iterator[tuple[int, int]]:
    """Where each header and each ``key = value`` of a readable text begins and ends, comments behind it included."""
    at = 0
    while at < len(text):
        line_end = text.find("\n", at)
        line_end = len(text) if line_end < 0 else line_end + 1
        line = text[at:line_end].strip()
        if not line or line.startswith("#"):
            at = line_end
            continue
        start = at + len(text[at:line_end]) - len(text[at:line_end].lstrip())
        end = line_end if line.startswith("[") else _end_of(text, start)
        yield start, end
        at = end


def _end_of(text: str, at: int) -> int:
    """Behind the line end that closes the statement at ``at``: not within brackets, not within a string."""
    depth = 0
    while at < len(text):
        sign = text[at]
        if sign in "\"'":
            at = _string_end(text, at)
            continue
        if sign == "#":
            at = text.find("\n", at)
            if at < 0:
                return len(text)
            continue
        depth += (sign in "[{") - (sign in "]}")
        at += 1
        if sign == "\n" and depth == 0:
            return at
    return len(text)


def _string_end(text: str, at: int) -> int:
    sign = text[at]
    mark = sign * 3 if text.startswith(sign * 3, at) else sign
    at += len(mark)
    while not text.startswith(mark, at):
        at += 2 if text[at] == "\\" and sign == '"' else 1
    at += len(mark)
    # up to two quotes may stand right before the closing three
    while len(mark) == 3 and text.startswith(sign, at):
        at += 1
    return at


def line_of(name: str, value: Any) -> str:
    """``name = value`` with its line end."""
    return f"{_key(name)} = {written(value)}\n"


def _key(name: str) -> str:
    return name if _BARE.fullmatch(name) else written(name)


def written(value: Any) -> str:
    """A value as TOML.

    >>> written('a "b"'), written([True, 3]), written({"kind": "once_per"}), written("一\\n二")
    ('"a \\\\"b\\\\""', '[true, 3]', '{ kind = "once_per" }', '\"\"\"\\n一\\n二\"\"\"')
    """
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return (
            "{ " + ", ".join(f"{_key(name)} = {written(one)}" for name, one in value.items()) + " }"
        )
    if isinstance(value, list | tuple):
        return "[" + ", ".join(map(written, value)) + "]"
    if not isinstance(value, str):
        raise TypeError(f"no value of a pack: {value!r}")
    escaped = "".join(_escaped(sign) for sign in value)
    return f'"""\n{escaped}"""' if "\n" in value else f'"{escaped}"'


def _escaped(sign: str) -> str:
    if sign == "\n":
        return sign
    if ord(sign) < 0x20 or ord(sign) == 0x7F:
        return _ESCAPES.get(sign, f"\\u{ord(sign):04x}")
    return _ESCAPES.get(sign, sign)
