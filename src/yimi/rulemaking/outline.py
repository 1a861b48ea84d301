"""A draft's parts as its page lists them: a line each, with what hangs below, and which lines are wrong."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from yimi.engine.catalogue import load_catalogue
from yimi.engine.describe import show
from yimi.engine.kinds import Kind
from yimi.engine.pack_text import Part
from yimi.engine.rules.describing import describe
from yimi.rulemaking.reading import DraftText, Fault

SECTIONS: Sequence[tuple[str, Any, Any]] = (
    ("benefit", _("待遇"), _("加一项待遇")),
    ("condition", _("共用条件"), _("加一条共用条件")),
    ("parameter", _("参数"), _("加一个参数")),
    ("choice", _("原文不清楚的地方"), _("加一处")),
)


#: More lines than this are folded away at first.
SHORT = 12


@dataclass(frozen=True)
class Line:
    """A part: where it opens, its words, a remark, what is wrong with it, what hangs below."""

    key: str
    title: str
    remark: str
    wrong: bool
    is_example: bool
    below: tuple[Line, ...] = ()


@dataclass(frozen=True)
class Section:
    """All parts of a kind, and how one more is added."""

    kind: str
    title: Any
    add: Any
    lines: tuple[Line, ...]

    @property
    def is_open(self) -> bool:
        """A short list stands open, and one with something to mend."""
        listed = [line for one in self.lines for line in (one, *one.below)]
        return len(listed) <= SHORT or any(line.wrong for line in listed)


def outline_of(draft: DraftText, faults: Sequence[Fault]) -> list[Section]:
    """The sections of the page."""
    wrong = {fault.part for fault in faults if fault.part}
    return [
        Section(kind, title, add, tuple(_line(draft, one, wrong) for one in draft.parts.of_kind(kind)))
        for kind, title, add in SECTIONS
    ]  # fmt: skip


def _line(draft: DraftText, part: Part, wrong: set[str]) -> Line:
    own = part.kind
    kinds = [f"{own}.condition", f"{own}.relation", f"{own}.value"]
    below = [one for kind in kinds for one in draft.parts.below(part, kind)]
    return Line(
        part.key,
        _title(draft, part),
        _remark(part),
        part.key in wrong,
        bool(part.values.get("example")),
        tuple(_line(draft, one, wrong) for one in below),
    )


def _title(draft: DraftText, part: Part) -> str:
    values = part.values
    if part.kind == "parameter.value":
        above = draft.parts.above(part)
        kind = str(above.values.get("kind", "int")) if above else "int"
        known = Kind(kind) if kind in set(Kind) else Kind.INT
        return str(_("废止")) if values.get("repealed") else show(values.get("amount"), known)
    if part.kind == "benefit.relation":
        return str(values.get("text", ""))
    return str(values.get("title") or values.get("text") or values.get("question") or part.name)


def _remark(part: Part) -> str:
    values = part.values
    if part.kind == "parameter.value":
        return f"{values.get('region', '')} · {values.get('from', '')} · {values.get('source', '')}"
    if part.kind == "choice":
        return str(values.get("answer", ""))
    return " · ".join(str(values[name]) for name in ("id", "clause") if values.get(name))


def words_of(draft: DraftText) -> str:
    """The whole draft read back in Chinese. Raises :class:`EngineError` while something is wrong."""
    words = describe(draft.rules, load_catalogue())
    # a page folds leading blanks; a full-width blank stays
    return words.replace("\n     ", "\n　　").replace("\n   ", "\n　").replace("\n  ", "\n　")
