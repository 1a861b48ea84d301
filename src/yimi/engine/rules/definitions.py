"""The nouns of a rule set, checked and ready to be computed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import IntEnum, StrEnum

from yimi.engine.expressions.tree import Node
from yimi.engine.kinds import Kind
from yimi.engine.packs import Pack
from yimi.engine.parameters import ParameterTable


class Outcome(IntEnum):
    """What is suggested. Only people decide; on screen a likely benefit reads 建议核实."""

    NOT_ELIGIBLE = 0
    NEEDS_INFORMATION = 1
    LIKELY = 2
    ALREADY_RECEIVING = 3

    @property
    def slug(self) -> str:
        """Its name for programs."""
        return self.name.lower()

    @property
    def zh(self) -> str:
        """Its name for people."""
        return ("不建议", "信息不全", "建议核实", "已在享受")[self]


class RelationKind(StrEnum):
    """How a benefit stands to others of the same subject."""

    #: not while the other is received or likely
    EXCLUDED_BY = "excluded_by"
    #: of the two, the higher amount; where equal, the one written first
    CHOOSE_HIGHER = "choose_higher"
    #: both may be received; said for the reader
    TOPS_UP = "tops_up"


@dataclass(frozen=True)
class Condition:
    """One condition: its place in the policy, its words, and its test. ``ask``: who can supply the missing fact."""

    id: str
    clause: str
    text: str
    tree: Node
    ask: str = ""


@dataclass(frozen=True)
class Relation:
    """A rule between benefits, with the clause that says so."""

    kind: RelationKind
    others: tuple[str, ...]
    clause: str
    text: str


@dataclass(frozen=True)
class Frequency:
    """How often it may be given: ``once``, ``once_per`` (a column's value), ``monthly``, or ``every`` so many months or days."""

    kind: str
    per: str = ""
    every: int = 0

    @property
    def zh(self) -> str:
        """In words."""
        return {
            "once": "一次性",
            "once_per": "每项一次",
            "monthly": "按月",
            "yearly": "按年",
            "every_months": f"每 {self.every} 个月一次",
            "every_days": f"每 {self.every} 天一次",
        }[self.kind]


@dataclass(frozen=True)
class Benefit:
    """What someone may get (or a checklist item), and on which subject it hangs.

    ``values`` are computed beside the outcome: ``amount_fen``, ``points``, ``claim_until``, ``due_on``.
    """

    id: str
    title: str
    title_en: str
    clause: str
    subject: str
    conditions: tuple[Condition, ...]
    receiving: Node | None
    values: Mapping[str, Node] = field(hash=False)
    frequency: Frequency | None = None
    evidence: tuple[str, ...] = ()
    relations: tuple[Relation, ...] = ()


@dataclass(frozen=True)
class ParameterInfo:
    """What a parameter means, for readers and for local administrators."""

    name: str
    kind: Kind
    title: str
    note: str = ""
    #: only places set it; until one does, what rests on it is unknown
    may_be_unset: bool = False


@dataclass(frozen=True)
class RuleSet:
    """A pack of rules, every expression checked. ``benefits`` are in an order where relations look back only."""

    pack: Pack
    benefits: tuple[Benefit, ...]
    parameters: Mapping[str, ParameterInfo] = field(hash=False)
    table: ParameterTable = field(hash=False, compare=False)
    codes: Mapping[str, str] = field(hash=False, default_factory=dict)

    @property
    def titles(self) -> dict[str, str]:
        """Names for people: parameters, the pack's own codes, its benefits."""
        return {
            **self.codes,
            **{name: info.title for name, info in self.parameters.items()},
            **{f"{self.pack.id}/{benefit.id}": benefit.title for benefit in self.benefits},
        }

    def benefit(self, name: str) -> Benefit:
        """The benefit of that id; KeyError when there is none."""
        return {benefit.id: benefit for benefit in self.benefits}[name]

    def of_subject(self, fact: str) -> list[Benefit]:
        """The benefits that hang on ``fact``, in order."""
        return [benefit for benefit in self.benefits if benefit.subject == fact]

    @property
    def subjects(self) -> list[str]:
        """The facts that benefits hang on, once each."""
        return list(dict.fromkeys(benefit.subject for benefit in self.benefits))
