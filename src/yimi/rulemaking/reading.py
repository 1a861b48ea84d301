"""A draft read as rules: each expression checked where it stands, the whole pack checked once the parts are right."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from typing import Any

from yimi.engine.catalogue import load_catalogue
from yimi.engine.describe import Reader
from yimi.engine.errors import EngineError, PackError
from yimi.engine.expressions import check
from yimi.engine.expressions.tree import Node
from yimi.engine.kinds import Kind
from yimi.engine.pack_text import PackText, Part
from yimi.engine.packs import Pack
from yimi.engine.rules.definitions import ParameterInfo, RuleSet
from yimi.engine.rules.reading import VALUES, parameters_of, read_rules
from yimi.programmes.versions import read_text

#: What hangs on whom when nothing says so yet.
USUAL_SUBJECT = "resident"
CONDITIONS = ("condition", "benefit.condition")
#: Expressions of a part: field → the kind that it must have.
EXPRESSIONS: Mapping[str, Mapping[str, Kind]] = {
    "condition": {"test": Kind.BOOL},
    "benefit.condition": {"test": Kind.BOOL},
    "benefit": {**VALUES, "receiving": Kind.BOOL},
}
DRAFT = "draft"


@dataclass(frozen=True)
class Fault:
    """Something to mend before the draft can be proposed: the part's key ("" is the whole), the field, the sentence, the place."""

    part: str
    field: str
    message: str
    line: int = 0
    column: int = 0


@dataclass(frozen=True)
class Read:
    """An expression that is right: its tree over the first subject, and its words."""

    subject: str
    tree: Node
    words: str


class DraftText:
    """The text of a draft: its parts, and what its parameters and codes mean to an expression.

    ``malformed``: a text kept before shapes were looked at has no parts that a form could show; its whole text has to be mended.
    """

    def __init__(self, text: str) -> None:
        self.text = text
        self.malformed: PackError | None = None
        try:
            self.parts = PackText(text)
            self.parts.require_shapes()
        except PackError as error:
            self.malformed, self.parts = error, PackText("")

    @cached_property
    def pack(self) -> Pack:
        """The head and contents. Raises :class:`EngineError`."""
        return read_text(self.text, DRAFT)

    @cached_property
    def parameters(self) -> dict[str, ParameterInfo]:
        """By name; none while one of them is written wrongly (which is a fault of its own)."""
        try:
            return parameters_of(self.pack)
        except EngineError:
            return {}

    @cached_property
    def codes(self) -> dict[str, str]:
        """The pack's own codes."""
        found = self.parts.of_kind("codes")
        return {str(code): str(name) for code, name in found[0].values.items()} if found else {}

    @cached_property
    def conditions(self) -> list[Part]:
        """The shared conditions."""
        return self.parts.of_kind("condition")

    def subjects_of(self, kind: str, part: Part | None, under: str = "") -> list[str]:
        """The facts that an expression of a part is asked of; the first one is what an editor shows."""
        known = load_catalogue().facts
        if kind == "benefit.condition":
            above = self.parts.part(under) if under else part and self.parts.above(part)
            subjects = [above.values.get("subject")] if above else []
        elif kind == "benefit":
            subjects = [part.values.get("subject")] if part else []
        else:
            subjects = [
                one.values.get("subject")
                for one in self.parts.of_kind("benefit")
                if part is not None and part.name in one.values.get("needs", [])
            ]
        found = list(dict.fromkeys(str(one) for one in subjects if one in known))
        return found or [self.usual_subject]

    @property
    def usual_subject(self) -> str:
        """Whom the first benefit is for."""
        named = [str(one.values.get("subject")) for one in self.parts.of_kind("benefit")]
        return next((one for one in named if one in load_catalogue().facts), USUAL_SUBJECT)

    def read(self, expression: str, subjects: list[str], kind: Kind) -> Read:
        """The expression over each of ``subjects``. Raises :class:`EngineError` with line and column."""
        kinds = {name: info.kind for name, info in self.parameters.items()}
        catalogue = load_catalogue()
        trees = [
            check(expression, catalogue, subject, parameters=kinds, kind=kind)
            for subject in subjects
        ]
        fact = catalogue.fact(subjects[0])
        words = Reader(catalogue, fact, self.titles).words(trees[0])
        return Read(subjects[0], trees[0], words)

    @cached_property
    def titles(self) -> dict[str, str]:
        """Names for people: parameters and codes."""
        return {
            **self.codes,
            **{name: info.title for name, info in self.parameters.items()},
        }

    @property
    def rules(self) -> RuleSet:
        """The whole rule set. Raises :class:`EngineError` for the first fault."""
        return rules_of(self.text)


@lru_cache(maxsize=32)
def rules_of(text: str) -> RuleSet:
    """The rule set in a text, whoever keeps it. Raises :class:`EngineError`."""
    return read_rules(read_text(text, DRAFT), load_catalogue())


def at_place(rules: RuleSet, region_code: str) -> RuleSet:
    """The same rules, asked of the people of one place only."""
    return replace(rules, pack=replace(rules.pack, region=region_code or "national"))


def faults_of(draft: DraftText) -> list[Fault]:
    """Every wrong expression, else the first thing that keeps the whole from being a pack."""
    return list(_faults_in(draft.text))


@lru_cache(maxsize=32)
def _faults_in(text: str) -> tuple[Fault, ...]:
    draft = DraftText(text)
    if draft.malformed is not None:
        where = draft.malformed.where
        words = (
            f"{where.rule}：{draft.malformed.message}" if where.rule else draft.malformed.message
        )
        return (Fault("", "", words, where.line, where.column),)
    found = tuple(_wrong_expressions(draft))
    if found:
        return found
    try:
        _ = draft.rules
    except EngineError as error:
        where = error.where
        return (Fault(_part_of(draft, error), "", error.message, where.line, where.column),)
    return ()


def _wrong_expressions(draft: DraftText) -> Iterator[Fault]:
    for part in draft.parts.parts:
        for field, kind in EXPRESSIONS.get(part.kind, {}).items():
            written: Any = part.values.get(field)
            if written is None:
                continue
            try:
                draft.read(str(written), draft.subjects_of(part.kind, part), kind)
            except EngineError as error:
                where = error.where
                yield Fault(part.key, field, error.message, where.line, where.column)


def _part_of(draft: DraftText, error: EngineError) -> str:
    """The part that an error names by its id."""
    wanted = error.where.rule.rpartition(".")[2]
    return next((part.key for part in draft.parts.parts if wanted and part.name == wanted), "")
