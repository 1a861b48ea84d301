"""In which units someone keeps files."""

from __future__ import annotations

from django.db.models import QuerySet

from yimi.core import clock
from yimi.core.actor import Actor
from yimi.core.scoping import scope_condition
from yimi.people.permissions import EDIT_HOUSEHOLD
from yimi.stations.models import ServiceUnit

#: A choice longer than this is no choice; people with more are not at a station.
MOST_UNITS = 50


def editable_units(actor: Actor) -> QuerySet[ServiceUnit]:
    """Open units in which the actor may open and change files, by name; one query."""
    reach = scope_condition(actor, EDIT_HOUSEHOLD, unit="pk", region="region_code")
    return ServiceUnit.objects.filter(reach).open_on(clock.today()).order_by("name")[:MOST_UNITS]
