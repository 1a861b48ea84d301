"""What the editor's fields ask while somebody types: words to choose from, whether an expression is right, whom it reaches."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from yimi.core.actor import Actor
from yimi.core.errors import DomainError
from yimi.core.language import in_english
from yimi.engine.catalogue import load_catalogue
from yimi.engine.errors import EngineError
from yimi.engine.kinds import Kind
from yimi.engine.words import Word, words_over
from yimi.insight.facts.registering import published_facts
from yimi.insight.facts.snapshot import open_snapshot
from yimi.rulemaking.counting import (
    Counted,
    ShownCount,
    count_benefits,
    count_condition,
    shown,
)
from yimi.rulemaking.models import PackDraft
from yimi.rulemaking.narrowing import benefit_narrows_to_few, narrows_to_few
from yimi.rulemaking.queries import status_names
from yimi.rulemaking.reading import DraftText, Read, at_place
from yimi.services.permissions import VIEW_RECORD


@dataclass(frozen=True)
class Answer:
    """What stands below an expression: its words and its count, or what is wrong and where."""

    read: Read | None = None
    error: str = ""
    line: int = 0
    column: int = 0
    reach: Reach | None = None


@dataclass(frozen=True)
class Reach:
    """How many, as far as the actor may see; ``why`` says in words why there is no figure."""

    counts: dict[str, ShownCount] | None = None
    counted: Counted | None = None
    why: str = ""
    unfilled: tuple[str, ...] = ()
    empty: tuple[str, ...] = ()

    @property
    def about(self) -> bool:
        """Whether something is rounded or hidden."""
        return any(one.about or one.value is None for one in (self.counts or {}).values())


def words_for(draft: DraftText, subject: str) -> list[Word]:
    """The words that an expression over ``subject`` may use in this draft. One query."""
    return words_over(
        load_catalogue(),
        subject,
        parameters={name: info.title for name, info in draft.parameters.items()},
        codes=status_names() | draft.codes,
        conditions=[
            (str(one.values.get("text", one.name)), str(one.values["test"]))
            for one in draft.conditions
            if one.values.get("test")
        ],
        english=in_english(),
    )


def answer_to(
    actor: Actor, row: PackDraft, draft: DraftText, expression: str, *, subjects: list[str], kind: Kind
) -> Answer:  # fmt: skip
    """Check an expression; a condition that is right is counted at the draft's place as well."""
    try:
        read = draft.read(expression, subjects, kind)
    except EngineError as error:
        return Answer(error=error.message, line=error.where.line, column=error.where.column)
    if kind != Kind.BOOL:
        return Answer(read)
    return Answer(read, reach=reach_of_condition(actor, row, draft, read))


def reach_of_condition(actor: Actor, row: PackDraft, draft: DraftText, read: Read) -> Reach:
    """How many meet one condition at the draft's place."""
    exact = sees_records(actor, row.region_code)
    if not exact and narrows_to_few(read.tree, read.subject):
        return Reach(why="few")
    try:
        counted = count_condition(
            draft.pack,
            draft.parameters,
            read.tree,
            subject=read.subject,
            region_code=row.region_code,
            backend=open_snapshot().backend,
        )
    except (EngineError, DomainError) as error:
        return Reach(why=_sentence(error))
    return _reach(counted, exact)


def reach_of_benefits(actor: Actor, row: PackDraft, draft: DraftText) -> dict[str, Reach] | Reach:
    """How many would get each benefit of the draft at its place, or why nobody can tell."""
    exact = sees_records(actor, row.region_code)
    try:
        rules = draft.rules
        few = {
            benefit.id
            for benefit in rules.benefits
            if not exact and benefit_narrows_to_few(benefit)
        }
        counted = count_benefits(at_place(rules, row.region_code), open_snapshot().backend)
    except (EngineError, DomainError) as error:
        return Reach(why=_sentence(error))
    return {
        name: Reach(why="few") if name in few else _reach(one, exact)
        for name, one in counted.items()
    }


def sees_records(actor: Actor, region_code: str) -> bool:
    """Whether the actor sees the records of the whole place, and so every count."""
    return actor.may_at(VIEW_RECORD, region_code=region_code)


def _reach(counted: Counted, exact: bool) -> Reach:
    names = fact_names(counted.empty)
    return Reach(
        shown(counted, exact=exact),
        counted,
        unfilled=tuple(names[one] for one in counted.empty if one not in published_facts()),
        empty=tuple(names[one] for one in counted.empty if one in published_facts()),
    )


def fact_names(facts: tuple[str, ...]) -> dict[str, str]:
    """Names of facts in the reader's language."""
    catalogue = load_catalogue()
    english = in_english()
    return {one: catalogue.fact(one).en if english else catalogue.fact(one).zh for one in facts}


def _sentence(error: Any) -> str:
    return error.message if isinstance(error, EngineError) else str(error)
