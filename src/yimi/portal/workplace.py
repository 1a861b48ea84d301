"""Where somebody works, in a few words for the top of every page."""

from __future__ import annotations

from yimi.access.queries.places import place_names
from yimi.core.actor import Actor, ScopeKind

#: A station says more about someone's day than the county around it.
NEAREST_FIRST = (ScopeKind.UNIT, ScopeKind.REGION)


def workplace(actor: Actor) -> str:
    """The name of the first station, else the first division, that this actor's roles name; empty when none does.

    One query, by primary key. A division is called by its own name, without those above it.
    """
    for kind in NEAREST_FIRST:
        for grant in actor.grants:
            if grant.scope.kind == kind:
                key = (kind.value, grant.scope.key)
                name = place_names([key])[key]
                return name.rsplit(" ", 1)[-1] if kind == ScopeKind.REGION else name
    return ""
