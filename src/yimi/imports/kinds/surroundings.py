"""What the services room's rules look at, filled once for a whole file instead of once per record."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from yimi.core.actor import Actor
from yimi.core.sql import ask
from yimi.services.lookup_rows import households_of, placements_of, residents_of, units_of
from yimi.services.lookups import Surroundings
from yimi.services.models import LocalItem, ServiceItem

#: The services room's field → the column that it stands in.
FIELDS = {
    "household": "household_key",
    "participants": "names",
    "head_counts": "head_count",
    "unit": "served_on",
}


def surroundings_of(unit_uid: UUID, actor: Actor, workers: Iterable[UUID]) -> Surroundings:
    """The unit's people, households, catalogue and posts. Six queries."""
    units, households, residents, placements = ask(
        units_of([unit_uid]),
        households_of(unit_uid),
        residents_of(unit_uid),
        placements_of({*workers, actor.worker_uid or UUID(int=0)}),
    )
    return Surroundings(
        units=units,
        households=households,
        residents=residents,
        items=ServiceItem.objects.in_bulk(),
        closings=list(LocalItem.objects.filter(is_closed=True)),
        placements=placements,
    )
