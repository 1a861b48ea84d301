"""A definition as text: the entry of an indicator pack in TOML, so that a place may one day ship it as a pack. Pure."""

from __future__ import annotations

import hashlib
import json
import tomllib
from collections.abc import Mapping
from typing import Any

#: The order of lines; an empty one is left out.
LINES = (
    "key", "title", "title_en", "local_code", "unit", "definition", "definition_en", "dedup", "dedup_en",
    "source", "source_en", "measure", "fact", "value", "filter", "on", "stock", "of", "cuts",
)  # fmt: skip


def text_of(entry: Mapping[str, Any], *, renames: bool = False) -> str:
    """The entry as TOML.

    >>> print(text_of({"title": "独居", "key": "L41_01", "stock": {"from": "opened_on"}, "cuts": ["sex"], "unit": ""}), end="")
    [[indicator]]
    key = "L41_01"
    title = "独居"
    stock = { from = "opened_on" }
    cuts = ["sex"]
    """
    lines = ["[[local]]" if renames else "[[indicator]]"]
    lines += [f"{name} = {_value(entry[name])}" for name in LINES if entry.get(name)]
    return "\n".join(lines) + "\n"


def entry_of(text: str) -> dict[str, Any]:
    """The entry of a text that :func:`text_of` made."""
    content = tomllib.loads(text)
    return dict((content.get("indicator") or content["local"])[0])


def digest_of(text: str) -> str:
    """What freezes a text."""
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def _value(value: Any) -> str:
    if isinstance(value, Mapping):
        inner = ", ".join(f"{name} = {_value(one)}" for name, one in value.items())
        return f"{{ {inner} }}"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(_value(one) for one in value) + "]"
    # JSON writes a string as TOML does, but for DEL
    return json.dumps(str(value).replace("\x7f", ""), ensure_ascii=False)
