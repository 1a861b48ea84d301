"""From a pack to a rule set: every expression checked where it stands, every name resolved, every duty fulfilled."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any

from yimi.engine.catalogue import Catalogue, load_catalogue
from yimi.engine.errors import EngineError, PackError, Where, nearest
from yimi.engine.expressions import check
from yimi.engine.expressions.tree import Compare, Day, Literal, Node
from yimi.engine.kinds import Kind
from yimi.engine.packs import Pack, parameter_values
from yimi.engine.parameters import ParameterTable, ParameterValue
from yimi.engine.rules.definitions import (
    Benefit,
    Condition,
    Frequency,
    ParameterInfo,
    Relation,
    RelationKind,
    RuleSet,
)

#: What a benefit may compute beside its outcome, and of which kind it is.
VALUES = {
    "amount_fen": Kind.MONEY_FEN,
    "points": Kind.INT,
    "claim_until": Kind.DATE,
    "due_on": Kind.DATE,
}
FREQUENCIES = {"once", "once_per", "monthly", "yearly", "every_months", "every_days"}


def read_rules(
    pack: Pack,
    catalogue: Catalogue | None = None,
    local_values: Iterable[ParameterValue] = (),
) -> RuleSet:
    """The rule set of ``pack``; ``local_values`` are a place's own parameter values. Raises :class:`EngineError`."""
    reader = _Reader(pack, catalogue or load_catalogue())
    if pack.kind != "rules":
        raise PackError("pack_kind", f"这不是规则包（kind = {pack.kind}）。", Where(reader.file))
    values = [*parameter_values(pack.content, reader.file), *local_values]
    benefits = tuple(reader.benefit(entry) for entry in pack.content.get("benefit", []))
    if not benefits:
        raise PackError("no_benefit", "包里没有 [[benefit]]。", Where(reader.file))
    return RuleSet(
        pack,
        in_order(benefits, reader.file),
        reader.parameters,
        ParameterTable(values, [n for n, info in reader.parameters.items() if info.may_be_unset]),
        pack.content.get("codes", {}),
    )


def parameters_of(pack: Pack) -> dict[str, ParameterInfo]:
    """What the parameters of ``pack`` mean, whatever its other parts are like. Raises :class:`PackError`."""
    return _Reader(pack, load_catalogue()).parameters


def in_order(benefits: tuple[Benefit, ...], file: str) -> tuple[Benefit, ...]:
    """The benefits so that each comes after those its relations name. A circle is an error.

    ``choose_higher`` looks both ways; it is computed from amounts and outcomes before it, so it makes no circle.
    """
    known = {benefit.id: benefit for benefit in benefits}
    if len(known) < len(benefits):
        raise PackError("benefit_twice", "两项待遇用了同一个 id。", Where(file))
    ordered: list[Benefit] = []
    pending = list(benefits)
    while pending:
        ready = [one for one in pending if not _waits_for(one, {other.id for other in pending})]
        if not ready:
            names = "、".join(one.id for one in pending)
            raise PackError("relation_circle", f"这些待遇互相排除，成了圈：{names}。", Where(file))
        ordered += ready
        pending = [one for one in pending if one not in ready]
    for benefit in benefits:
        for relation in benefit.relations:
            _check_relation(benefit, relation, known, file)
    return tuple(ordered)


def _waits_for(benefit: Benefit, pending: set[str]) -> bool:
    others = [
        other
        for relation in benefit.relations
        if relation.kind == RelationKind.EXCLUDED_BY
        for other in relation.others
    ]
    return any(other in pending for other in others)


def _check_relation(
    benefit: Benefit, relation: Relation, known: Mapping[str, Benefit], file: str
) -> None:
    where = Where(file, benefit.id)
    for other in relation.others:
        if other not in known:
            raise PackError("unknown_benefit", f"没有待遇“{other}”。{nearest(other, known)}", where)
        if known[other].subject != benefit.subject:
            raise PackError("relation_subject", f"“{other}”的对象不同，不能写关系。", where)
        amounts = "amount_fen" in benefit.values and "amount_fen" in known[other].values
        if relation.kind == RelationKind.CHOOSE_HIGHER and not amounts:
            raise PackError("relation_amount", "就高的两项都要有 amount_fen。", where)


class _Reader:
    """Reads one pack; remembers the file, the parameters and the shared conditions."""

    def __init__(self, pack: Pack, catalogue: Catalogue) -> None:
        self.pack, self.catalogue = pack, catalogue
        self.file = "/".join(pack.path.parts[-3:])
        read = [
            self._entry(entry.get("id", "?"), self._parameter, entry)
            for entry in pack.content.get("parameter", [])
        ]
        self.parameters: dict[str, ParameterInfo] = {info.name: info for info in read}
        self.kinds = {name: info.kind for name, info in self.parameters.items()}
        self.shared = {
            self._entry("condition", lambda one: one["id"], entry): entry
            for entry in pack.content.get("condition", [])
        }

    def benefit(self, entry: Mapping[str, Any]) -> Benefit:
        """One ``[[benefit]]``."""
        return self._entry(entry.get("id", "?"), self._benefit, entry)

    def _entry(self, rule: str, read: Callable[[Any], Any], entry: Mapping[str, Any]) -> Any:
        try:
            return read(entry)
        except EngineError as error:
            raise error.inside(file=self.file, rule=rule) from error
        except (KeyError, ValueError, TypeError) as error:
            raise PackError(
                "pack_entry", f"缺少或写错了 {error}。", Where(self.file, rule)
            ) from error

    def _parameter(self, entry: Mapping[str, Any]) -> ParameterInfo:
        unset = entry.get("unset", "error")
        if unset not in {"error", "unknown"}:
            raise PackError("parameter_unset", f"unset 只能写 error 或 unknown，写的是“{unset}”。")
        return ParameterInfo(
            entry["id"],
            Kind(entry["kind"]),
            entry["title"],
            entry.get("note", ""),
            unset == "unknown",
        )

    def _tree(self, text: str, fact: str, kind: Kind = Kind.BOOL) -> Node:
        return check(text, self.catalogue, fact, parameters=self.kinds, kind=kind)

    def _benefit(self, entry: Mapping[str, Any]) -> Benefit:
        subject = self.catalogue.fact(entry["subject"]).name
        values = {
            name: self._tree(entry[name], subject, kind)
            for name, kind in VALUES.items()
            if name in entry
        }
        conditions = [self._shared(name, subject) for name in entry.get("needs", [])]
        conditions += [self._condition(one, subject) for one in entry.get("condition", [])]
        conditions += self._own_dates(entry, values)
        ids = [condition.id for condition in conditions]
        if len(set(ids)) < len(ids) or not ids:
            raise PackError("conditions", "一项待遇至少要有一条条件，条件的 id 不能重复。")
        receiving = entry.get("receiving")
        return Benefit(
            id=entry["id"],
            title=entry["title"],
            title_en=entry["title_en"],
            clause=entry["clause"],
            subject=subject,
            conditions=tuple(conditions),
            receiving=self._tree(receiving, subject) if receiving else None,
            values=values,
            frequency=self._frequency(entry.get("frequency"), subject),
            evidence=tuple(entry.get("evidence", ())),
            relations=tuple(self._relation(one) for one in entry.get("relation", [])),
        )

    def _shared(self, name: str, subject: str) -> Condition:
        if name not in self.shared:
            raise PackError(
                "unknown_condition", f"没有共用条件“{name}”。{nearest(name, self.shared)}"
            )
        return self._condition(self.shared[name], subject)

    def _condition(self, entry: Mapping[str, Any], subject: str) -> Condition:
        try:
            tree = self._tree(entry["test"], subject)
        except EngineError as error:
            raise error.inside(rule=f"{subject}.{entry.get('id', '?')}") from error
        return Condition(entry["id"], entry["clause"], entry["text"], tree, entry.get("ask", ""))

    def _own_dates(self, entry: Mapping[str, Any], values: Mapping[str, Node]) -> list[Condition]:
        """The conditions that follow from the claim window and from the pack's last day."""
        made = []
        today = Day(Kind.DATE, "as_of")
        if "claim_until" in values:
            in_time = Compare(Kind.BOOL, "<=", today, values["claim_until"])
            made.append(Condition("in_time", entry["clause"], "在申请期限之内", in_time))
        last = self.pack.in_force_to
        if last and not entry.get("claims_outlast", False):
            in_force = Compare(Kind.BOOL, "<=", today, Literal(Kind.DATE, last))
            made.append(Condition("in_force", "有效期", f"办法有效（至 {last} 止）", in_force))
        return made

    def _frequency(self, entry: Mapping[str, Any] | str | None, subject: str) -> Frequency | None:
        if entry is None:
            return None
        fields = {"kind": entry} if isinstance(entry, str) else dict(entry)
        frequency = Frequency(**fields)
        if frequency.kind not in FREQUENCIES:
            raise PackError("frequency", f"没有这种频次。{nearest(frequency.kind, FREQUENCIES)}")
        if frequency.per and frequency.per not in self.catalogue.fact(subject).columns:
            raise PackError("frequency", f"“{subject}”没有“{frequency.per}”这一列。")
        return frequency

    def _relation(self, entry: Mapping[str, Any]) -> Relation:
        return Relation(
            RelationKind(entry["kind"]), tuple(entry["with"]), entry["clause"], entry["text"]
        )


def require_begun(rules: RuleSet, day: date) -> None:
    """Raises :class:`EngineError` before the pack's first day and from its repeal on."""
    pack = rules.pack
    if pack.in_force_from and day < pack.in_force_from:
        raise EngineError(
            "not_in_force", f"“{pack.title}”自 {pack.in_force_from} 起施行，{day} 还没有施行。"
        )
    if pack.repealed_on and day >= pack.repealed_on:
        raise EngineError("not_in_force", f"“{pack.title}”已于 {pack.repealed_on} 废止。")
