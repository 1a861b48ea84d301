"""Several rule sets as one, so that one scan answers them all: names are marked, parameters stay each set's own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from yimi.engine.errors import PackError, Where
from yimi.engine.expressions.tree import Node, Parameter, rebuilt
from yimi.engine.parameters import ParameterTable
from yimi.engine.rules.definitions import Benefit, Relation, RuleSet


def marked(mark: str, name: str) -> str:
    """The name that ``name`` of the set called ``mark`` has in the merged set."""
    return f"{mark}__{name}"


def merged(sets: Mapping[str, RuleSet]) -> RuleSet:
    """The rule sets under their marks. Raises :class:`PackError` when they are for different places.

    Benefit ``dibao`` of the set ``new`` is called ``new__dibao``, and so with its parameters.
    """
    first = next(iter(sets.values()))
    for rules in sets.values():
        if rules.pack.prefix != first.pack.prefix:
            raise PackError(
                "other_place",
                f"“{first.pack.name}”和“{rules.pack.name}”管的地方不同，不能放在一起算。",
                Where(rules.pack.name),
            )
    values, unset, parameters = [], [], {}
    for mark, rules in sets.items():
        for name, info in rules.parameters.items():
            parameters[marked(mark, name)] = replace(info, name=marked(mark, name))
        for name in rules.table.names:
            changes = rules.table.changes(name)
            values += [replace(change, name=marked(mark, name)) for change in changes]
        unset += [marked(mark, name) for name in rules.table.may_be_unset]
    return RuleSet(
        first.pack,
        tuple(_benefit(mark, one) for mark, rules in sets.items() for one in rules.benefits),
        parameters,
        ParameterTable(values, unset),
        {code: title for rules in sets.values() for code, title in rules.codes.items()},
    )


def _benefit(mark: str, benefit: Benefit) -> Benefit:
    def renamed(node: Node) -> Node:
        if isinstance(node, Parameter):
            return replace(node, name=marked(mark, node.name))
        return rebuilt(node, renamed)

    receiving = benefit.receiving
    return replace(
        benefit,
        id=marked(mark, benefit.id),
        conditions=tuple(replace(one, tree=renamed(one.tree)) for one in benefit.conditions),
        receiving=renamed(receiving) if receiving is not None else None,
        values={name: renamed(node) for name, node in benefit.values.items()},
        relations=tuple(_relation(mark, one) for one in benefit.relations),
    )


def _relation(mark: str, relation: Relation) -> Relation:
    return replace(relation, others=tuple(marked(mark, other) for other in relation.others))
