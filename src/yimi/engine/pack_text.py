"""A pack's text and its parts: each part is read and changed where it stands; comments, order and layout of the rest stay.

A part is a table of the text (``[pack]``, ``[[benefit]]``, ``[[benefit.condition]]`` …) with a key that lasts while others are added:
``benefit:heating``, ``benefit:heating:condition:alone``, ``parameter:age:value:0``. Values are what ``tomllib`` reads. Only keys whose value
differs are written anew. The text must be readable TOML to begin with.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from yimi.engine.errors import PackError, Where
from yimi.engine.pack_shapes import check_shapes, why_unreadable
from yimi.engine.toml_text import line_of, statements

#: The order in which a new kind of part is put where there is none yet.
ORDER = ("pack", "codes", "choice", "parameter", "condition", "benefit")


@dataclass(frozen=True)
class Entry:
    """One ``key = value``: where its statement begins and ends, its line end included."""

    key: str
    value: Any
    start: int
    end: int


@dataclass(frozen=True)
class Part:
    """One table of the text. ``kind`` is its dotted name; ``listed`` says that it is written with two brackets."""

    key: str
    kind: str
    listed: bool
    start: int
    head_end: int
    entries: tuple[Entry, ...]

    @property
    def values(self) -> dict[str, Any]:
        """Its own values, parts below it left out."""
        return {entry.key: entry.value for entry in self.entries}

    @property
    def end(self) -> int:
        """Behind its last value."""
        return self.entries[-1].end if self.entries else self.head_end

    @property
    def name(self) -> str:
        """Its id; "" where it has none."""
        return str(self.values.get("id", ""))


class PackText:
    """The text of a pack, part by part. Every change gives the new text and leaves this one as it is.

    >>> text = PackText('[pack]\\nid = "a/b" # ours\\nversion = 1\\n')
    >>> print(text.changed("pack", {"version": 2, "title": "甲"}), end="")
    [pack]
    id = "a/b" # ours
    version = 2
    title = "甲"
    """

    def __init__(self, text: str) -> None:
        self.text = text if not text or text.endswith("\n") else text + "\n"
        self.content = _content(self.text)

    def require_shapes(self) -> None:
        """Raises :class:`PackError` where a key holds what no pack has there; pages read parts only after this."""
        check_shapes(self.content)

    @cached_property
    def parts(self) -> tuple[Part, ...]:
        """All tables in the order of the text."""
        found: list[Part] = []
        head: tuple[str, bool, int, int] | None = None
        entries: list[Entry] = []
        for start, end in statements(self.text):
            written = self.text[start:end]
            if not written.startswith("["):
                content = _content(written)
                key = next(iter(content))
                entries.append(Entry(key, content[key], start, end))
                continue
            if head is not None:
                found.append(_part(head, entries, found))
            head, entries = (*_named(written), start, end), []
        if head is not None:
            found.append(_part(head, entries, found))
        return tuple(found)

    def part(self, key: str) -> Part:
        """The part of that key; KeyError when there is none."""
        return {part.key: part for part in self.parts}[key]

    def of_kind(self, kind: str) -> list[Part]:
        """All parts of a kind."""
        return [part for part in self.parts if part.kind == kind]

    def below(self, part: Part, kind: str = "") -> list[Part]:
        """The parts that hang on ``part`` (those of one dotted kind)."""
        mine = [one for one in self.parts if one.key.startswith(f"{part.key}:")]
        return [one for one in mine if not kind or one.kind == kind]

    def above(self, part: Part) -> Part | None:
        """The part that ``part`` hangs on."""
        wanted = part.kind.rpartition(".")[0]
        before = [one for one in self.parts if one.kind == wanted and one.start < part.start]
        return before[-1] if wanted and before else None

    def source(self, part: Part) -> str:
        """The part and those below it, as written."""
        last = (self.below(part) or [part])[-1]
        return self.text[part.start : last.end]

    def changed(self, key: str, values: Mapping[str, Any]) -> str:
        """The text with ``values`` in the part; a value of None takes the key out."""
        part = self.part(key)
        known = {entry.key: entry for entry in part.entries}
        pieces: list[tuple[int, int, str]] = []
        added = ""
        for name, value in values.items():
            entry = known.get(name)
            if entry is None:
                added += "" if value is None else line_of(name, value)
            elif value is None:
                pieces.append((entry.start, entry.end, ""))
            elif not _same(entry.value, value):
                pieces.append((entry.start, entry.end, line_of(name, value)))
        if added:
            pieces.append((part.end, part.end, added))
        text = self.text
        for start, end, piece in sorted(pieces, reverse=True):
            text = text[:start] + piece + text[end:]
        return _checked(text)

    def with_part(self, kind: str, values: Mapping[str, Any], *, under: str = "") -> str:
        """The text with one more part, after the last of its kind; ``under`` is the key of the part it hangs on."""
        lines = "".join(line_of(name, value) for name, value in values.items() if value is not None)
        brackets = ("[", "]") if kind in {"pack", "codes"} else ("[[", "]]")
        piece = f"{brackets[0]}{kind}{brackets[1]}\n{lines}"
        at = self._place(kind, under)
        before = "\n" if at and not self.text[:at].endswith("\n\n") else ""
        return _checked(self.text[:at] + before + piece + self.text[at:])

    def without(self, key: str) -> str:
        """The text without the part, those below it, and the comments right above it."""
        part = self.part(key)
        last = (self.below(part) or [part])[-1]
        start = part.start
        lines = self.text[:start].splitlines(keepends=True)
        while lines and lines[-1].lstrip().startswith("#"):
            start -= len(lines.pop())
        rest = self.text[last.end :]
        return _checked(
            self.text[:start].rstrip("\n") + ("\n\n" if start else "") + rest.lstrip("\n")
        )

    def _place(self, kind: str, under: str) -> int:
        if under:
            above = self.part(under)
            last = self.below(above, kind) or [above]
            return (self.below(last[-1]) or [last[-1]])[-1].end
        order = {name: place for place, name in enumerate(ORDER)}
        mine = order.get(kind, len(ORDER))
        before = [part for part in self.parts if order.get(part.kind.partition(".")[0], 0) <= mine]
        return before[-1].end if before else 0


def unreadable(error: Exception) -> PackError:
    """What is wrong with the text, with line and column."""
    words = why_unreadable(error)
    found = re.search(r"\(at line (\d+), column (\d+)\)", words)
    where = Where(line=int(found[1]), column=int(found[2])) if found else Where()
    reason = re.sub(r"\s*\(at .*\)$", "", words)
    return PackError("pack_unreadable", f"TOML 写法有误：{reason}。", where)


def _named(header: str) -> tuple[str, bool]:
    """The dotted name in a header, and whether it is written with two brackets."""
    content: Any = _content(header)
    names = []
    while isinstance(content, dict) and content:
        name = next(iter(content))
        names.append(name)
        content = content[name]
    return ".".join(names), header.startswith("[[")


def _part(head: tuple[str, bool, int, int], entries: list[Entry], found: list[Part]) -> Part:
    kind, listed, start, end = head
    values = {entry.key: entry.value for entry in entries}
    above, _dot, own = kind.rpartition(".")
    parents = [part for part in found if part.kind == above]
    key = f"{parents[-1].key}:{own}" if above and parents else kind
    if listed:
        used = [part.key for part in found]
        name = str(values.get("id") or sum(one.startswith(f"{key}:") for one in used))
        number, key = 2, f"{key}:{name}"
        first = key
        while key in used:
            key, number = f"{first}~{number}", number + 1
    return Part(key, kind, listed, start, end, tuple(entries))


def _same(one: Any, other: Any) -> bool:
    return type(one) is type(other) and one == other


def _checked(text: str) -> str:
    """Our own change must never make a text unreadable."""
    _content(text)
    return text


def _content(text: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except (ValueError, RecursionError) as error:
        raise unreadable(error) from error
