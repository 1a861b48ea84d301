"""What rooms above this one publish: a room keeps a ``PUBLICATION`` in ``<room>/publication``, and ``insight`` finds it.

Nothing here knows those rooms. Their facts, and what they add to facts of rooms below, are made, followed, verified
and rebuilt like our own; their actions are mapped to facts in the same place, ``changes``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from importlib import import_module

from django.apps import apps
from django.utils.module_loading import module_has_submodule

from yimi.insight.facts.published import PUBLISHED, Addition, Published
from yimi.insight.facts.published.rooms import SOURCES
from yimi.insight.facts.sources import Given, Source

MODULE = "publication"


@dataclass(frozen=True, slots=True)
class Publication:
    """One room's part. ``changes``: action → facts that its event may change; also actions of rooms below.

    ``irrelevant``: the room's own actions that change no fact, looked at one by one.
    """

    tables: tuple[Source | Given, ...] = ()
    facts: tuple[Published, ...] = ()
    additions: tuple[Addition, ...] = ()
    changes: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    irrelevant: frozenset[str] = frozenset()


@cache
def publications() -> Mapping[str, Publication]:
    """By room, in the order of the installed rooms."""
    return {
        config.label: import_module(f"{config.name}.{MODULE}").PUBLICATION
        for config in apps.get_app_configs()
        if config.name.startswith("yimi.") and module_has_submodule(config.module, MODULE)
    }


@cache
def published_facts() -> Mapping[str, Published]:
    """Every fact that is published, by name, in the order in which they are made: our own, then the rooms' above.

    Raises ValueError for a fact published twice, and for an addition to one that is not published whole.
    """
    found = dict(PUBLISHED)
    for room, publication in publications().items():
        for one in publication.facts:
            if one.fact in found:
                raise ValueError(f"{room}: {one.fact} is published already")
            found[one.fact] = one
        for addition in publication.additions:
            below = found[addition.fact]
            if not below.is_small or below.history:
                raise ValueError(f"{room}: {addition.fact} is not published whole")
            found[addition.fact] = replace(
                below, needs=(*below.needs, *addition.needs), more=(*below.more, addition)
            )
    return found


@cache
def _tables() -> Mapping[str, Source | Given]:
    found: dict[str, Source | Given] = dict(SOURCES)
    for room, publication in publications().items():
        for table in publication.tables:
            if table.name in found:
                raise ValueError(f"{room}: {table.name} is a source already")
            found[table.name] = table
    return found


def table_of(name: str) -> Source | Given:
    """What statements call ``name``."""
    return _tables()[name]


def source_of(name: str) -> Source:
    """The room's table that statements call ``name``. Raises TypeError for one that is given."""
    found = _tables()[name]
    if isinstance(found, Given):
        raise TypeError(f"{name} is no room's table")
    return found


def marked_above(action: str) -> tuple[str, ...]:
    """The facts that an event of this action may have changed, as rooms above say."""
    return tuple(
        fact
        for publication in publications().values()
        for fact in publication.changes.get(action, ())
    )


def is_known_above(action: str) -> bool:
    """Whether the action's own room says what it means for facts."""
    publication = publications().get(action.partition(".")[0])
    return publication is not None and (
        action in publication.changes or action in publication.irrelevant
    )
